import { describe, expect, test } from 'vitest';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality, quickKdf } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';
import { openVault, programActor } from '../../../src-main/vault/index.ts';

const team = teamOfEachTest();

const failLogin = (userName: string) =>
  team.services.refusal('session.login', { vaultId: team.vaultId, userName, passPhrase: 'not this one' });

/** The owner types a wrong signing pass phrase. */
const failSigning = async (): Promise<string> => {
  const recordId = await team.sent();
  await team.sign(recordId, evaluator);
  await team.sign(recordId, { ...owner, signingPassPhrase: 'not this one' });
  return recordId;
};

describe('the log of logins', () => {
  test('holds logins, logouts, refusals at the door and refused signatures, found by person and by kind', async () => {
    await failLogin(owner.userName);
    await failLogin('nobody.known');
    const recordId = await failSigning();
    await team.login(quality);
    const log = (input: { readonly who?: string; readonly refused?: boolean }) =>
      team.services.ask('logins.log', { before: null, ...input });
    const refused = (await log({ refused: true })).events;
    expect(refused.map(({ action, userName, record }) => [action, userName, record])).toEqual([
      ['signing.refuse', 'owner', recordId],
      ['session.refuse', null, null],
      ['session.refuse', 'owner', null],
    ]);
    const own = (await log({ who: 'OWNER' })).events;
    expect(own.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['session.open', 'session.close', 'session.refuse', 'signing.refuse']),
    );
    expect(own.every(({ userName }) => userName === 'owner')).toBe(true);
  });

  test('is read in pages without gap or repetition, and exported whole, which the trail notes', async () => {
    for (let round = 0; round < 60; round += 1) await team.login(round % 2 === 0 ? owner : quality);
    await team.login(quality);
    const first = await team.services.ask('logins.log', { before: null });
    const second = await team.services.ask('logins.log', { before: first.next });
    const seen = [...first.events, ...second.events].map(({ seq }) => seq);
    expect(first.events).toHaveLength(100);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    const { bytes } = await team.services.ask('logins.exportLog', {});
    const lines = Buffer.from(bytes).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(seen.length + 1);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries[0]).toMatchObject({ action: 'logins.export', who: 'quality' });
  });

  test('is not for those who may not read the trail', async () => {
    await team.login(administrator);
    await team.services.ask('accounts.create', {
      userName: 'op.one',
      fullName: 'Jana Nováková',
      email: null,
      roles: ['operative'],
      passPhrase: 'a first pass phrase',
    });
    const given = { vaultId: team.vaultId, userName: 'op.one', passPhrase: 'a first pass phrase' };
    await team.services.ask('session.login', given);
    await team.services.ask('session.changePassPhrase', { current: given.passPhrase, next: 'one that only I know' });
    expect(await team.services.refusal('logins.log', { before: null })).toBe('access/denied');
  });
});

describe('after failed logins and signatures (11.300(d))', () => {
  test('the person is told at the next login how many, and when the last was', async () => {
    await failSigning();
    await failLogin(owner.userName);
    await failLogin(owner.userName);
    const opened = await team.services.ask('session.login', {
      vaultId: team.vaultId,
      userName: owner.userName,
      passPhrase: owner.passPhrase,
    });
    expect(opened).toMatchObject({ failedLogins: 2, failedSignings: 1 });
    expect(Date.parse(opened.lastFailure ?? '')).toBeGreaterThan(Date.parse(opened.lastLogin ?? ''));
    const next = await team.services.ask('session.login', {
      vaultId: team.vaultId,
      userName: owner.userName,
      passPhrase: owner.passPhrase,
    });
    expect(next).toMatchObject({ failedLogins: 0, failedSignings: 0, lastFailure: null });
  });

  test('administrators and quality assurance are alerted, each until they acknowledge it with a note', async () => {
    await failLogin(owner.userName);
    await failSigning();
    await team.login(quality);
    const { alerts } = await team.services.ask('logins.alerts', {});
    expect(alerts.map(({ action }) => action)).toEqual(['signing.refuse', 'session.refuse']);
    const upTo = alerts[0]?.seq ?? 0;
    expect(await team.services.ask('logins.acknowledge', { upTo, note: 'Spoke to her: new keyboard' })).toEqual({
      alerts: [],
    });
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries[0]).toMatchObject({ action: 'logins.acknowledge', reason: 'Spoke to her: new keyboard' });
    await team.login(administrator);
    expect((await team.services.ask('logins.alerts', {})).alerts).toHaveLength(2);
    await team.login(owner);
    expect(await team.services.refusal('logins.alerts', {})).toBe('access/denied');
  });

  test('a flood of refusals hides nothing: what it stands before comes once it is acknowledged', async () => {
    await failSigning();
    const { userName, passPhrase } = owner;
    const folder = vaultFolderOf(team.services.folder);
    team.services.lock('user');
    const opened = await openVault({
      folder,
      ...{ userName, passPhrase, clock: team.services.clock, appVersion: 'x', kdf: quickKdf },
    });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.write(programActor, (_, audit) => {
      for (let n = 0; n < 600; n += 1)
        audit.record({ action: 'session.refuse', subject: { type: 'user-name', id: 'unknown' } });
    });
    opened.value.close();
    await team.login(quality);
    const first = (await team.services.ask('logins.alerts', {})).alerts;
    expect(first.at(-1)?.action).toBe('signing.refuse');
    const acknowledge = (upTo: number) => team.services.ask('logins.acknowledge', { upTo, note: 'Seen' });
    const rest = (await acknowledge(first[0]?.seq ?? 0)).alerts;
    expect(first.length + rest.length).toBe(601);
    expect(await acknowledge(rest[0]?.seq ?? 0)).toEqual({ alerts: [] });
  });

  test('a clock that was set back to before somebody’s account was made hides none from them [draft 12.1-12.3]', async () => {
    await team.login(quality);
    team.services.lock('user');
    team.services.clock.jump(-365 * 86_400_000);
    await failLogin(owner.userName);
    await team.login(quality);
    const { alerts } = await team.services.ask('logins.alerts', {});
    expect(alerts.map(({ action, userName }) => [action, userName])).toEqual([['session.refuse', owner.userName]]);
  });

  test('a clock that was set back for them does not keep them from their person', async () => {
    const { services, vaultId } = team;
    const recordId = await team.sent();
    services.clock.advance(3 * 86_400_000);
    const { userName, passPhrase } = evaluator;
    await team.login(evaluator);
    const { actions } = await services.ask('records.get', { recordId, revision: null });
    const requirementId = actions.sign.requirementId ?? '';
    const { sha256 } = await services.ask('signing.prepare', { recordId, requirementId });
    services.clock.jump(-86_400_000);
    const guess = { recordId, requirementId, userName, signingPassPhrase: 'a guess', shown: sha256, comment: null };
    expect(await services.refusal('signing.sign', guess)).toBe('signing/wrong-pass-phrase');
    services.clock.jump(86_400_000);
    expect(await services.ask('session.login', { vaultId, userName, passPhrase })).toMatchObject({ failedSignings: 1 });
  });

  test('a reset by which an administrator could log in as somebody else is told to the others too [11.200(a)(2)-(3)]', async () => {
    const { services, accounts } = team;
    await team.login(administrator);
    const accountId = accounts[owner.userName] ?? '';
    const reason = 'Forgotten, she says';
    await services.ask('accounts.resetPassPhrase', { accountId, passPhrase: 'eleven lanterns of no harbour', reason });
    await team.login(quality);
    expect((await services.ask('logins.alerts', {})).alerts).toMatchObject([
      { action: 'account.reset-pass-phrase', userName: owner.userName },
    ]);
  });
});
