import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src-main/cli/command.ts';
import { callerOf } from '../../../src-main/cli/open-vault.ts';
import { openVault } from '../../../src-main/vault/index.ts';
import { authenticator, nextCode } from '../../support/authenticator.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality, quickKdf } from '../../support/services.ts';
import { changeSetting } from '../../support/settings.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();

type App = ReturnType<typeof authenticator>;

/** The owner enrols an app; it and the recovery codes are theirs. */
const enrol = async (): Promise<{ readonly app: App; readonly recoveryCodes: readonly string[] }> => {
  await team.login(owner);
  const { uri } = await team.services.ask('secondFactor.begin', {});
  const app = authenticator(uri);
  const code = nextCode(team.services.clock, app);
  const { recoveryCodes } = await team.services.ask('secondFactor.confirm', { passPhrase: owner.passPhrase, code });
  return { app, recoveryCodes };
};

const next = (app: App): string => nextCode(team.services.clock, app);
const login = (code: string | null, passPhrase: string = owner.passPhrase) =>
  team.services.reply('session.login', { vaultId: team.vaultId, userName: owner.userName, passPhrase, code });
const codeOf = async (reply: ReturnType<typeof login>): Promise<string> => {
  const answer = await reply;
  return answer.ok ? 'ok' : answer.error.code;
};

describe('logging in with a second factor', () => {
  test('asks for the code after the right pass phrase alone; a right code opens the vault, once [draft 11.6-11.9]', async () => {
    const { app } = await enrol();
    expect(await codeOf(login(null))).toBe('vault/second-factor-needed');
    expect(await codeOf(login(null, 'not this one'))).toBe('vault/wrong-credentials');
    const code = next(app);
    expect(await codeOf(login(code))).toBe('ok');
    expect(await codeOf(login(code))).toBe('vault/code-used');
    expect(await codeOf(login(next(app)))).toBe('ok');
  });

  test('a wrong code counts as a wrong pass phrase does, and locks the login at the fifth [draft 11.6-11.9]', async () => {
    const { app } = await enrol();
    for (let left = 4; left >= 0; left -= 1)
      expect(await login('000000')).toMatchObject({
        error: { code: 'vault/wrong-code', details: { attemptsLeft: left } },
      });
    expect(await codeOf(login(next(app)))).toBe('vault/account-locked');
    await team.login(quality);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: team.accounts['owner'] ?? '' });
    const refused = entries.filter((one) => one.action === 'session.refuse');
    expect(refused.length).toBeGreaterThanOrEqual(5);
  });

  test('a recovery code works in place of a code of the app, once', async () => {
    const { recoveryCodes } = await enrol();
    const [one = ''] = recoveryCodes;
    expect(await codeOf(login(one))).toBe('ok');
    expect((await team.services.ask('secondFactor.state', {})).recoveryLeft).toBe(7);
    expect(await codeOf(login(one))).toBe('vault/wrong-code');
  });

  test('a new pass phrase keeps it', async () => {
    const { app } = await enrol();
    await login(next(app));
    const changed = 'another one of my own';
    await team.services.ask('session.changePassPhrase', { current: owner.passPhrase, next: changed });
    expect(await codeOf(login(null, changed))).toBe('vault/second-factor-needed');
    expect(await codeOf(login(next(app), changed))).toBe('ok');
  });

  test('is confirmed with a code and the pass phrase before it holds; taken away with both', async () => {
    await team.login(owner);
    const { uri } = await team.services.ask('secondFactor.begin', {});
    const app = authenticator(uri);
    const { passPhrase } = owner;
    expect(await team.services.refusal('secondFactor.confirm', { passPhrase, code: '000000' })).toBe(
      'second-factor/code-does-not-fit',
    );
    const wrong = { passPhrase: 'not this one', code: next(app) };
    expect(await team.services.refusal('secondFactor.confirm', wrong)).toBe('vault/wrong-credentials');
    expect(await codeOf(login(null))).toBe('ok');

    await enrol();
    expect(await team.services.refusal('secondFactor.begin', {})).toBe('second-factor/enrolled');
    expect(await team.services.refusal('secondFactor.remove', { passPhrase, code: '000000' })).toBe('vault/wrong-code');
    expect(await codeOf(login(null))).toBe('vault/second-factor-needed');
  });

  test('two confirmations at once enrol one factor, whose secret is the one that was shown', async () => {
    await team.login(owner);
    const { uri } = await team.services.ask('secondFactor.begin', {});
    const app = authenticator(uri);
    const confirmation = { passPhrase: owner.passPhrase, code: next(app) };
    const both = await Promise.all(
      [1, 2].map(async () => {
        const answer = await team.services.handlers['secondFactor.confirm'](confirmation);
        return answer.ok ? 'ok' : answer.error.code;
      }),
    );
    expect(both).toEqual(['ok', 'second-factor/not-begun']);
    const ofZeros = authenticator(`otpauth://totp/x?secret=${'A'.repeat(32)}`);
    expect(await codeOf(login(next(ofZeros)))).toBe('vault/wrong-code');
    expect(await codeOf(login(next(app)))).toBe('ok');
  });

  test('its secret stands nowhere in clear: not in the slot file, not in the trail', async () => {
    await team.login(owner);
    const { uri, secret } = await team.services.ask('secondFactor.begin', {});
    const code = next(authenticator(uri));
    await team.services.ask('secondFactor.confirm', { passPhrase: owner.passPhrase, code });
    const slots = readFileSync(join(team.services.folder, 'vaults', 'Test.vault', 'keyslots.json'), 'utf8');
    expect(slots).not.toContain(secret);
    await team.login(quality);
    const trail = JSON.stringify(await team.services.ask('audit.list', { before: null, subject: null }));
    expect(trail).toContain('factor.enrol');
    expect(trail).not.toContain(secret);
  });
});

describe('signing with a second factor (draft Annex 11, 13.3)', () => {
  const sign = async (recordId: string, code: string | null) => {
    const { requirementId } = (await team.services.ask('records.get', { recordId, revision: null })).actions.sign;
    const place = { recordId, requirementId: requirementId ?? '' };
    const shown = await team.services.ask('signing.prepare', place);
    const reply = await team.services.reply('signing.sign', {
      ...place,
      userName: owner.userName,
      signingPassPhrase: owner.signingPassPhrase,
      code,
      shown: shown.sha256,
      comment: null,
    });
    return { needed: shown.codeNeeded, code: reply.ok ? 'ok' : reply.error.code };
  };

  const waiting = async (): Promise<string> => {
    const recordId = await team.sent();
    await team.sign(recordId, evaluator);
    return recordId;
  };

  test('asks for the code again although the login had it; those that follow at once ask for the pass phrase [draft 13.3]', async () => {
    const first = await waiting();
    const second = await waiting();
    const third = await waiting();
    const { app } = await enrol();
    const atLogin = next(app);
    await login(atLogin);
    expect(await sign(first, null)).toEqual({ needed: true, code: 'signing/code-needed' });
    expect(await sign(first, atLogin)).toEqual({ needed: true, code: 'signing/code-used' });
    expect(await sign(first, '000000')).toEqual({ needed: true, code: 'signing/wrong-code' });
    expect(await sign(first, next(app))).toEqual({ needed: true, code: 'ok' });
    expect(await sign(second, null)).toEqual({ needed: false, code: 'ok' });
    team.services.clock.advance(5 * 60_000);
    expect(await sign(third, null)).toEqual({ needed: true, code: 'signing/code-needed' });
  });

  test('a clock that is set back keeps no series alive [draft 13.3]', async () => {
    const first = await waiting();
    const second = await waiting();
    const { app } = await enrol();
    await login(next(app));
    expect((await sign(first, next(app))).code).toBe('ok');
    team.services.clock.advance(60 * 60_000);
    team.services.clock.jump(-60 * 60_000);
    expect(await sign(second, null)).toEqual({ needed: true, code: 'signing/code-needed' });
  });

  test('the series ends with the session', async () => {
    const first = await waiting();
    const second = await waiting();
    const { app } = await enrol();
    await login(next(app));
    expect((await sign(first, next(app))).code).toBe('ok');
    team.services.lock('system');
    await login(next(app));
    expect((await sign(second, null)).code).toBe('signing/code-needed');
  });

  test('wrong codes count towards the lock of the key, and the trail says that it was the code [11.300(d)]', async () => {
    const recordId = await waiting();
    const { app } = await enrol();
    await login(next(app));
    const answers: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) answers.push((await sign(recordId, '000000')).code);
    expect(answers).toEqual([...Array<string>(4).fill('signing/wrong-code'), 'signing/key-locked']);
  });
});

describe('a vault that demands a second factor of a role', () => {
  const demand = async (): Promise<void> => {
    const value = { roles: ['system-owner' as const] };
    await changeSetting(team, { key: 'session.second-factor', value, reason: 'They approve remotely' });
  };

  test('opens nothing to its holders before they enrolled, and everything afterwards [draft 11.6-11.9]', async () => {
    await demand();
    const opened = await team.services.ask('session.login', { vaultId: team.vaultId, ...owner });
    expect(opened.mustEnrolSecondFactor).toBe(true);
    expect(await team.services.refusal('systems.list', {})).toBe('session/must-enrol-second-factor');
    await enrol();
    expect((await team.services.ask('systems.list', {})).systems).toHaveLength(1);
  });

  test('nor does the command line; nor to somebody who still has the pass phrase that another gave them [draft 11.6-11.9, draft 11.4-11.5]', async () => {
    await demand();
    await team.login(administrator);
    const given = { accountId: team.accounts[quality.userName] ?? '', passPhrase: 'eleven lanterns of no harbour' };
    await team.services.ask('accounts.resetPassPhrase', { ...given, reason: 'Forgotten' });
    await team.services.ask('session.logout', {});
    const folder = vaultFolderOf(team.services.folder);
    const refusal = async (userName: string, passPhrase: string): Promise<unknown> => {
      const environment = { clock: team.services.clock, appVersion: 'x', kdf: quickKdf };
      const opened = await openVault({ folder, userName, passPhrase, ...environment });
      if (!opened.ok) throw new Error(opened.error.code);
      try {
        return callerOf(opened.value, 'read-records').account.userName;
      } catch (error) {
        return error instanceof InputError ? error.code : error;
      } finally {
        opened.value.close();
      }
    };
    expect(await refusal(owner.userName, owner.passPhrase)).toBe('session/must-enrol-second-factor');
    expect(await refusal(quality.userName, given.passPhrase)).toBe('session/must-change-pass-phrase');
    expect(await refusal(evaluator.userName, evaluator.passPhrase)).toBe(evaluator.userName);
  });

  test('leaves the others alone, and is nobody’s to change alone [A11 10]', async () => {
    await demand();
    await team.login(quality);
    expect((await team.services.ask('systems.list', {})).systems).toHaveLength(1);
    await team.login(administrator);
    const input = { key: 'session.second-factor', value: { roles: [] }, reason: 'Too much work' } as const;
    await team.services.ask('settings.propose', input);
    expect((await team.services.ask('logins.rules', {})).secondFactorRoles).toEqual(['system-owner']);
  });
});

describe('a reset of a pass phrase that takes a second factor away', () => {
  const reset = () => ({
    accountId: team.accounts['owner'] ?? '',
    passPhrase: 'a new first pass phrase',
    reason: 'Lost',
  });
  const asked = async (): Promise<string> => {
    await enrol();
    await team.login(administrator);
    const { accountId, reason } = reset();
    await team.services.ask('accounts.askReset', { accountId, reason });
    return accountId;
  };
  const decision = (accountId: string, who: { userName: string; passPhrase: string } = quality) =>
    ({
      accountId,
      decision: 'approved',
      reason: 'She stood before me',
      userName: who.userName,
      passPhrase: who.passPhrase,
    }) as const;

  test('is refused to one administrator alone; both factors stay as they were [11.200(a)(2)-(3), 11.300(c), draft 11.6-11.9]', async () => {
    const { app } = await enrol();
    await team.login(administrator);
    expect(await team.services.refusal('accounts.resetPassPhrase', reset())).toBe('accounts/reset-needs-second-person');
    const { accountId, reason } = reset();
    await team.services.ask('accounts.askReset', { accountId, reason });
    expect(await team.services.refusal('accounts.resetPassPhrase', reset())).toBe('accounts/reset-needs-second-person');
    const own = decision(accountId, administrator);
    expect(await team.services.refusal('accounts.decideReset', own)).toBe('accounts/own-reset');
    expect(await team.services.refusal('accounts.askReset', { accountId, reason })).toBe('accounts/reset-asked');
    expect(await codeOf(login(null))).toBe('vault/second-factor-needed');
    expect(await codeOf(login(next(app)))).toBe('ok');
  });

  test('is done once a second person approved it with their own pass phrase; the trail names both [11.10(e), A11 12.1-12.4]', async () => {
    const accountId = await asked();
    await team.login(evaluator);
    expect(await team.services.refusal('accounts.decideReset', decision(accountId, evaluator))).toBe('access/denied');
    await team.login(quality);
    const wrong = { ...decision(accountId), passPhrase: 'not mine' };
    expect(await team.services.refusal('accounts.decideReset', wrong)).toBe('vault/wrong-credentials');
    const { waiting } = await team.services.ask('accounts.decideReset', decision(accountId));
    expect(waiting).toMatchObject([{ userName: 'owner', approvedBy: quality.fullName, mayDecide: false }]);
    await team.login(administrator);
    const view = await team.services.ask('accounts.resetPassPhrase', reset());
    expect(view).toMatchObject({ secondFactor: false, reset: 'none' });
    const opened = await team.services.ask('session.login', {
      vaultId: team.vaultId,
      userName: owner.userName,
      passPhrase: reset().passPhrase,
    });
    expect(opened.mustChangePassPhrase).toBe('given');
    expect((await team.services.ask('secondFactor.state', {})).enrolled).toBe(false);
    await team.login(quality);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: accountId });
    const steps = ['account.ask-reset', 'account.approve-reset', 'account.reset-pass-phrase'];
    expect(entries.filter(({ action }) => steps.includes(action)).map(({ action, who }) => [action, who])).toEqual([
      ['account.reset-pass-phrase', administrator.userName],
      ['account.approve-reset', quality.userName],
      ['account.ask-reset', administrator.userName],
    ]);
  });

  test('is good for one reset, and may be refused', async () => {
    const accountId = await asked();
    await team.login(quality);
    await team.services.ask('accounts.decideReset', { ...decision(accountId), decision: 'refused' });
    await team.login(administrator);
    expect(await team.services.refusal('accounts.resetPassPhrase', reset())).toBe('accounts/reset-needs-second-person');
    expect((await team.services.ask('accounts.resets', {})).waiting).toEqual([]);
    expect(await team.services.refusal('accounts.decideReset', decision(accountId))).toBe('accounts/no-reset');
    const none = { accountId: team.accounts['quality'] ?? '', reason: 'Lost' };
    expect(await team.services.refusal('accounts.askReset', none)).toBe('accounts/reset-needs-nobody');
  });
});
