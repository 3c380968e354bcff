import { describe, expect, test } from 'vitest';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, owner, quality } from '../../support/services.ts';
import { changeSetting } from '../../support/settings.ts';

const team = teamOfEachTest();

type Profile = 'nist-800-63b-4' | 'annex-11-draft-2025' | 'part-11-classic';

const choose = async (profile: Profile): Promise<void> => {
  await changeSetting(team, {
    key: 'session.pass-phrases',
    value: { profile },
    reason: 'Decided by the security board',
  });
  await team.login(administrator);
};

const login = (passPhrase: string) =>
  team.services.ask('session.login', { vaultId: team.vaultId, userName: owner.userName, passPhrase });

describe('the rules for pass phrases that a vault chose', () => {
  test('hold when one is created, changed, reset, and for signing keys [draft 11.4-11.5]', async () => {
    await choose('annex-11-draft-2025');
    const weak = 'small letters and nothing else';
    const { services } = team;
    const account = { userName: 'new.comer', fullName: 'New Comer', email: null, passPhrase: weak };
    expect(await services.refusal('accounts.create', { ...account, roles: ['operative'] })).toBe(
      'accounts/weak-pass-phrase',
    );
    const reset = { accountId: team.accounts['owner'] ?? '', passPhrase: weak, reason: 'Forgotten' };
    expect(await services.refusal('accounts.resetPassPhrase', reset)).toBe('accounts/weak-pass-phrase');
    await services.ask('accounts.create', { ...account, passPhrase: 'First one, given 1', roles: ['operative'] });
    await services.ask('session.login', {
      vaultId: team.vaultId,
      userName: 'new.comer',
      passPhrase: 'First one, given 1',
    });
    const change = { current: 'First one, given 1', next: weak };
    expect(await services.refusal('session.changePassPhrase', change)).toBe('accounts/weak-pass-phrase');
    await services.ask('session.changePassPhrase', { ...change, next: 'Another 1, of my own' });
    const key = { signingPassPhrase: weak, algorithm: 'ecdsa-p256' as const };
    expect(await services.refusal('keys.request', key)).toBe('accounts/weak-pass-phrase');
  });

  test('say in words what a pass phrase lacks', async () => {
    await login(owner.passPhrase);
    const change = { current: owner.passPhrase, next: 'Meridian Biologics 2026' };
    const reply = await team.services.reply('session.changePassPhrase', change);
    expect(reply.ok ? null : reply.error.details).toEqual({
      problem: 'It holds “Meridian Biologics”, which others know.',
    });
  });

  test('a phrase of the lists of common ones is refused', async () => {
    await login(owner.passPhrase);
    const change = { current: owner.passPhrase, next: 'Password.2026.Password' };
    expect(
      await team.services.reply('session.changePassPhrase', { ...change, next: 'passwordpassword' }),
    ).toMatchObject({
      error: { details: { problem: 'It is one that many people use, or a common one with something added.' } },
    });
    expect((await team.services.reply('session.changePassPhrase', change)).ok).toBe(true);
  });

  test('change when a second person approved it, with a reason that the trail keeps [A11 10, draft 11.4-11.5]', async () => {
    await team.login(administrator);
    const proposal = {
      key: 'session.pass-phrases',
      value: { profile: 'part-11-classic' },
      reason: 'Decided by the security board',
    } as const;
    await team.services.ask('settings.propose', proposal);
    expect((await team.services.ask('logins.rules', {})).passPhrase).toBe('nist-800-63b-4');
    const { pending } = (await team.services.ask('settings.list', {})).settings.find(
      ({ key }) => key === 'session.pass-phrases',
    ) ?? { pending: null };
    const { userName, passPhrase } = administrator;
    const own = { changeId: pending?.changeId ?? 0, decision: 'approved', reason: null, userName, passPhrase } as const;
    expect(await team.services.refusal('settings.decide', own)).toBe('access/denied');
    await team.login(quality);
    await team.services.ask('settings.decide', { ...own, userName: quality.userName, passPhrase: quality.passPhrase });
    expect((await team.services.ask('logins.rules', {})).passPhrase).toBe('part-11-classic');
    const { entries } = await team.services.ask('audit.list', { before: null, subject: 'session.pass-phrases' });
    expect(entries.find((one) => one.action === 'setting.approve')).toMatchObject({
      who: quality.userName,
      reason: 'Decided by the security board',
      changes: [{ path: '/profile', old: 'nist-800-63b-4', new: 'part-11-classic' }],
    });
  });

  test('that were chosen when the vault was made hold until then', async () => {
    const { services } = team;
    const made = await services.ask('vaults.create', {
      name: 'Classic',
      organisation: 'Meridian Biologics',
      administrator: { ...administrator, passPhrase: 'Quiet harbour, 9 lanterns' },
      passPhraseProfile: 'part-11-classic',
    });
    expect(made.passPhrase.profile).toBe('part-11-classic');
    const { settings } = await services.ask('settings.list', {});
    expect(settings.find(({ key }) => key === 'session.pass-phrases')).toMatchObject({
      value: { profile: 'part-11-classic' },
      since: null,
    });
  });
});

describe('under a policy with history', () => {
  test('the last ten cannot come back, the eleventh can; none is kept in clear [11.300(b)]', async () => {
    await choose('part-11-classic');
    await login(owner.passPhrase);
    const phrases = Array.from({ length: 11 }, (_, index) => `Phrase number ${String(index + 1)}`);
    let current: string = owner.passPhrase;
    for (const next of phrases) {
      await team.services.ask('session.changePassPhrase', { current, next });
      current = next;
    }
    const back = (next: string) => team.services.reply('session.changePassPhrase', { current, next });
    expect(await back(phrases[1] ?? '')).toMatchObject({
      error: { details: { problem: 'It is one of the last 10.' } },
    });
    expect((await back(phrases[0] ?? '')).ok).toBe(true);
  });

  test('an administrator’s reset cannot bring an old one back either', async () => {
    await choose('part-11-classic');
    await login(owner.passPhrase);
    await team.services.ask('session.changePassPhrase', { current: owner.passPhrase, next: 'Phrase number one' });
    await team.login(administrator);
    const reset = { accountId: team.accounts['owner'] ?? '', passPhrase: 'Phrase number one', reason: 'Forgotten' };
    expect(await team.services.refusal('accounts.resetPassPhrase', reset)).toBe('accounts/weak-pass-phrase');
  });
});

describe('under a policy with ageing', () => {
  test('a pass phrase that is too old opens the way to a new one and to nothing else [11.300(b)]', async () => {
    await choose('part-11-classic');
    await login(owner.passPhrase);
    await team.services.ask('session.changePassPhrase', { current: owner.passPhrase, next: 'Phrase number one' });
    team.services.clock.advance(89 * 86_400_000);
    expect((await login('Phrase number one')).mustChangePassPhrase).toBeNull();
    team.services.clock.advance(86_400_000);
    expect((await login('Phrase number one')).mustChangePassPhrase).toBe('expired');
    expect(await team.services.refusal('systems.list', {})).toBe('session/must-change-pass-phrase');
    const change = { current: 'Phrase number one', next: 'Phrase number two' };
    expect((await team.services.ask('session.changePassPhrase', change)).mustChangePassPhrase).toBeNull();
    expect((await team.services.ask('systems.list', {})).systems).toHaveLength(1);
  });

  test('one of an older vault counts from the day of its account', async () => {
    team.services.clock.advance(200 * 86_400_000);
    await choose('part-11-classic');
    expect((await login(owner.passPhrase)).mustChangePassPhrase).toBe('expired');
  });
});

test('a vault can be created under any profile, and its first pass phrase keeps to it', async () => {
  const input = {
    name: 'Classic',
    organisation: 'Meridian Biologics',
    administrator: { ...administrator, passPhrase: 'small letters and nothing else' },
    passPhraseProfile: 'part-11-classic' as const,
  };
  expect(await team.services.refusal('vaults.create', input)).toBe('accounts/weak-pass-phrase');
  const opened = await team.services.ask('vaults.create', {
    ...input,
    administrator: { ...administrator, passPhrase: 'Three kinds of letters.' },
  });
  expect(opened.passPhrase.profile).toBe('part-11-classic');
  expect(opened.mustChangePassPhrase).toBeNull();
});
