import { describe, expect, test } from 'vitest';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner } from '../../support/services.ts';

const team = teamOfEachTest();

const newcomer = { userName: 'new.comer', fullName: 'New Comer', email: null, passPhrase: 'a first pass phrase' };

describe('accounts', () => {
  test('a user name is unique whatever its case or Unicode form [11.300(a)]', async () => {
    await team.login(administrator);
    for (const userName of ['OWNER', 'Owner', 'ｏｗｎｅｒ'])
      expect(await team.services.refusal('accounts.create', { ...newcomer, userName, roles: ['auditor'] })).toBe(
        'accounts/user-name-taken',
      );
  });

  test('a user name is never given again, not even after its owner has left [11.100(a)]', async () => {
    await team.login(administrator);
    const accountId = team.accounts['owner'] ?? '';
    const left = await team.services.ask('accounts.deactivate', { accountId, reason: 'Left the company' });
    expect(left.status).toBe('deactivated');
    expect(left.key).toBe('none');
    expect(await team.services.refusal('accounts.create', { ...newcomer, userName: 'owner', roles: ['auditor'] })).toBe(
      'accounts/user-name-taken',
    );
    expect(
      await team.services.refusal('session.login', {
        vaultId: team.vaultId,
        userName: owner.userName,
        passPhrase: owner.passPhrase,
      }),
    ).toBe('vault/wrong-credentials');
  });

  test('nor does anybody who has left get roles, or a pass phrase [11.100(a)]', async () => {
    const accountId = team.accounts[owner.userName] ?? '';
    await team.login(administrator);
    await team.services.ask('accounts.deactivate', { accountId, reason: 'Has left' });
    const reason = 'Comes back';
    const roles = ['operative' as const];
    expect(await team.services.refusal('accounts.setRoles', { accountId, roles, reason })).toBe('accounts/not-found');
    const passPhrase = 'eleven lanterns of no harbour';
    expect(await team.services.refusal('accounts.resetPassPhrase', { accountId, passPhrase, reason })).toBe(
      'accounts/not-found',
    );
  });

  test('an administrator holds no signing role, and nobody becomes one beside another role [draft 11.10, PI 041 9.5]', async () => {
    await team.login(administrator);
    expect(
      await team.services.refusal('accounts.create', { ...newcomer, roles: ['administrator', 'quality-assurance'] }),
    ).toBe('accounts/role-conflict');
    expect(
      await team.services.refusal('accounts.setRoles', {
        accountId: team.accounts['owner'] ?? '',
        roles: ['administrator'],
        reason: 'Wants to help',
      }),
    ).toBe('accounts/role-conflict');
    expect(
      await team.services.refusal('keys.request', {
        signingPassPhrase: 'long enough to pass',
        algorithm: 'ecdsa-p256',
      }),
    ).toBe('access/denied');
  });

  test('a second administrator can do what the first can', async () => {
    await team.login(administrator);
    await team.services.ask('accounts.create', { ...newcomer, roles: ['administrator'] });
    await team.login(newcomer);
    await team.services.ask('session.changePassPhrase', { current: newcomer.passPhrase, next: 'my own pass phrase' });
    const accountId = team.accounts['owner'] ?? '';
    const revoked = await team.services.ask('keys.revoke', { accountId, reason: 'Token lost' });
    expect(revoked.key).toBe('none');
  });

  test('an open window is not enough to take an account over: nobody sets their own login anew [11.300(d)]', async () => {
    await team.login(administrator);
    const { accounts } = await team.services.ask('accounts.list', {});
    const accountId = accounts.find(({ userName }) => userName === administrator.userName)?.accountId ?? '';
    const reset = { accountId, passPhrase: 'of whoever sits down here', reason: 'Forgotten' };
    expect(await team.services.refusal('accounts.resetPassPhrase', reset)).toBe('accounts/own-pass-phrase');
    expect(await team.services.refusal('accounts.askReset', { accountId, reason: 'Lost phone' })).toBe(
      'accounts/own-pass-phrase',
    );
    await team.login(administrator);
  });

  test('a pass phrase set by the administrator must be changed at the first login [draft 11.4-11.5]', async () => {
    await team.login(administrator);
    await team.services.ask('accounts.create', { ...newcomer, roles: ['operative'] });
    const first = await team.services.ask('session.login', { vaultId: team.vaultId, ...newcomer });
    expect(first.mustChangePassPhrase).toBe('given');
    expect(await team.services.refusal('systems.list', {})).toBe('session/must-change-pass-phrase');
    expect(
      await team.services.refusal('session.changePassPhrase', { current: newcomer.passPhrase, next: 'short' }),
    ).toBe('accounts/weak-pass-phrase');
    const changed = await team.services.ask('session.changePassPhrase', {
      current: newcomer.passPhrase,
      next: 'quite another pass phrase',
    });
    expect(changed.mustChangePassPhrase).toBeNull();
    expect((await team.services.ask('systems.list', {})).systems).toHaveLength(1);
  });

  test('only an administrator keeps accounts [11.10(g), A11 12.1-12.4]', async () => {
    await team.login(owner);
    expect(await team.services.refusal('accounts.list', {})).toBe('access/denied');
    expect(await team.services.refusal('accounts.create', { ...newcomer, roles: ['auditor'] })).toBe('access/denied');
    expect(
      await team.services.refusal('keys.approve', { accountId: team.accounts['owner'] ?? '', identityProof: 'myself' }),
    ).toBe('access/denied');
  });

  test('five wrong logins lock an account; an administrator unlocks it; its owner is told at the next login [11.300(d), draft 11.6-11.9]', async () => {
    const wrong = { vaultId: team.vaultId, userName: owner.userName, passPhrase: 'not this one' };
    const answers: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) answers.push(await team.services.refusal('session.login', wrong));
    expect(new Set(answers)).toEqual(new Set(['vault/wrong-credentials']));
    expect(await team.services.refusal('session.login', { ...wrong, passPhrase: owner.passPhrase })).toBe(
      'vault/account-locked',
    );
    await team.login(administrator);
    const listed = await team.services.ask('accounts.list', {});
    expect(listed.accounts.find((one) => one.userName === 'owner')?.locked).toBe(true);
    const accountId = team.accounts['owner'] ?? '';
    await team.services.ask('accounts.unlock', { accountId, reason: 'Called by phone' });
    const back = await team.services.ask('session.login', { ...wrong, passPhrase: owner.passPhrase });
    expect(back.failedLogins).toBeGreaterThanOrEqual(5);
  });

  test('an administrator can set a new first pass phrase; the signing key stays out of their reach [11.200(a)(2)-(3)]', async () => {
    await team.login(administrator);
    const accountId = team.accounts['owner'] ?? '';
    await team.services.ask('accounts.resetPassPhrase', {
      accountId,
      passPhrase: 'a new first pass phrase',
      reason: 'Forgotten',
    });
    expect(
      await team.services.refusal('session.login', {
        vaultId: team.vaultId,
        userName: owner.userName,
        passPhrase: owner.passPhrase,
      }),
    ).toBe('vault/wrong-credentials');
    const back = await team.services.ask('session.login', {
      vaultId: team.vaultId,
      userName: owner.userName,
      passPhrase: 'a new first pass phrase',
    });
    expect(back.mustChangePassPhrase).toBe('given');
  });
});

describe('signing keys', () => {
  test('a key waits for the administrator, who says how the person was identified [11.100(b)]', async () => {
    await team.login(administrator);
    const added = await team.services.ask('accounts.create', { ...newcomer, roles: ['operative'] });
    await team.login(newcomer);
    await team.services.ask('session.changePassPhrase', { current: newcomer.passPhrase, next: 'my own pass phrase' });
    expect((await team.services.ask('keys.mine', {})).state).toBe('none');
    const asked = await team.services.ask('keys.request', {
      signingPassPhrase: 'only I know this one',
      algorithm: 'rsa-3072',
    });
    expect(asked.state).toBe('requested');
    expect(
      await team.services.refusal('keys.request', { signingPassPhrase: 'only I know this one', algorithm: 'rsa-3072' }),
    ).toBe('keys/exists');
    await team.login(administrator);
    const work = await team.services.ask('work.list', {});
    expect(work.items.filter((item) => item.kind === 'approve-key').map((item) => item.title)).toEqual(['New Comer']);
    const approved = await team.services.ask('keys.approve', {
      accountId: added.accountId,
      identityProof: 'Identity card seen',
    });
    expect(approved.key).toBe('active');
    await team.login({ userName: newcomer.userName, passPhrase: 'my own pass phrase' });
    const mine = await team.services.ask('keys.mine', {});
    expect(mine.state).toBe('active');
    expect(mine.certificate?.subject).toContain('New Comer');
  });

  test('a key is for people who sign: a weak signing pass phrase is refused', async () => {
    await team.login(administrator);
    await team.services.ask('keys.revoke', { accountId: team.accounts['owner'] ?? '', reason: 'Token lost' });
    await team.login(owner);
    expect(
      await team.services.refusal('keys.request', { signingPassPhrase: 'aaaaaaaaaaaaaa', algorithm: 'ecdsa-p256' }),
    ).toBe('accounts/weak-pass-phrase');
  });
});

describe('the session', () => {
  test('without login nothing is read, and a locked vault says that it is locked [11.10(d)]', async () => {
    await team.services.ask('session.lock', {});
    const state = await team.services.ask('session.state', {});
    expect(state).toMatchObject({ kind: 'locked', because: 'user', userName: 'evaluator' });
    expect(
      await team.services.refusal('records.list', { type: null, systemId: null, state: null, search: '', after: null }),
    ).toBe('session/locked');
    await team.services.ask('session.logout', {});
    expect(await team.services.refusal('systems.list', {})).toBe('session/none');
    await team.login(evaluator);
    expect((await team.services.ask('session.state', {})).kind).toBe('open');
  });

  test('a second vault of one name is refused, nothing of the first is touched', async () => {
    expect(await team.services.refusal('vaults.create', { name: 'Test', organisation: 'Other', administrator })).toBe(
      'vault/exists',
    );
    await team.login(evaluator);
    expect((await team.services.ask('systems.list', {})).systems).toHaveLength(1);
  });
});
