import { describe, expect, test } from 'vitest';
import { contract, type Input, type Output } from '../../../src-main/contract/index.ts';
import { settingKeys } from '../../../src-main/domain/settings/index.ts';
import { backupPlan, saveBackupPlace } from '../../../src-main/services/backup/plan.ts';
import { settingInForce } from '../../../src-main/services/settings/in-force.ts';
import { grantRole, openVault, saveSetting } from '../../../src-main/vault/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, person, quality, quickKdf } from '../../support/services.ts';
import { testVault } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const second = person('second.quality', 'Second Quality', 'quality-assurance');

const team = teamOfEachTest([second]);

const idle = (minutes: number): Input<'settings.propose'> => ({
  key: 'session.idle-lock',
  value: { minutes },
  reason: 'The laboratory asked for it',
});

const proposed = async (minutes: number): Promise<number> => {
  await team.login(administrator);
  const { pending } = await team.services.ask('settings.propose', idle(minutes));
  return pending?.changeId ?? 0;
};

const approval = (changeId: number, who: { userName: string; passPhrase: string } = quality) =>
  ({
    changeId,
    decision: 'approved',
    reason: null,
    userName: who.userName,
    passPhrase: who.passPhrase,
  }) as const;

const idleLock = async (): Promise<Output<'settings.propose'>> => {
  const found = (await team.services.ask('settings.list', {})).settings.find(({ key }) => key === 'session.idle-lock');
  if (!found) throw new Error('no idle lock');
  return found;
};

const sessionMinutes = async (): Promise<number> => {
  const state = await team.services.ask('session.state', {});
  return state.kind === 'open' ? state.idleMinutes : 0;
};

describe('a setting under control (Annex 11, 10)', () => {
  test('holds once a second person approved it, and not before [A11 10, A11 6]', async () => {
    const changeId = await proposed(5);
    expect(await sessionMinutes()).toBe(10);
    await team.login(quality);
    const approved = await team.services.ask('settings.decide', approval(changeId));
    expect(approved).toMatchObject({ value: { minutes: 5 }, pending: null });
    expect(approved.history).toMatchObject([
      { status: 'approved', proposedBy: { userName: 'admin.one' }, decidedBy: { userName: 'quality' } },
    ]);
    expect(await sessionMinutes()).toBe(5);
  });

  test('leaves old value, new value, reason and both people in the audit trail [11.10(k), draft 12.1-12.3]', async () => {
    const changeId = await proposed(5);
    await team.login(quality);
    await team.services.ask('settings.decide', approval(changeId));
    const { entries } = await team.services.ask('audit.list', { before: null, subject: 'session.idle-lock' });
    expect(entries.map(({ action, who, reason, changes }) => ({ action, who, reason, changes }))).toEqual([
      {
        action: 'setting.approve',
        who: 'quality',
        reason: 'The laboratory asked for it',
        changes: [{ path: '/minutes', old: '10', new: '5' }],
      },
      {
        action: 'setting.propose',
        who: 'admin.one',
        reason: 'The laboratory asked for it',
        changes: [{ path: '/minutes', old: '10', new: '5' }],
      },
    ]);
  });

  test('is proposed by an administrator and approved by Quality Assurance, by nobody else [A11 10]', async () => {
    const changeId = await proposed(5);
    expect(await team.services.refusal('settings.decide', approval(changeId, administrator))).toBe('access/denied');
    await team.login(evaluator);
    expect(await team.services.refusal('settings.propose', idle(4))).toBe('access/denied');
    expect(await team.services.refusal('settings.decide', approval(changeId, evaluator))).toBe('access/denied');
    await team.login(quality);
    expect(await team.services.refusal('settings.propose', idle(4))).toBe('access/denied');
    expect(await idleLock()).toMatchObject({ value: { minutes: 10 }, may: { propose: false, decide: true } });
  });

  test('is not approved by a session alone: a wrong pass phrase counts as at the door', async () => {
    const changeId = await proposed(5);
    await team.login(quality);
    expect(await team.services.refusal('settings.decide', { ...approval(changeId), passPhrase: 'not mine' })).toBe(
      'vault/wrong-credentials',
    );
    expect(await team.services.refusal('settings.decide', approval(changeId, second))).toBe('access/wrong-user');
    expect(await sessionMinutes()).toBe(10);
    await team.services.ask('settings.decide', approval(changeId));
    const { entries } = await team.services.ask('audit.list', {
      before: null,
      subject: team.accounts[quality.userName] ?? '',
    });
    expect(entries.map(({ action }) => action)).toContain('session.authenticate');
  });

  test('is rejected with a reason; what was in force goes on, and both stay on record', async () => {
    const changeId = await proposed(60);
    await team.login(quality);
    const rejection = { ...approval(changeId), decision: 'rejected' as const };
    expect(await team.services.refusal('settings.decide', rejection)).toBe('settings/reason-missing');
    await team.services.ask('settings.decide', { ...rejection, reason: 'Too long for a shared room' });
    expect(await idleLock()).toMatchObject({
      value: { minutes: 10 },
      since: null,
      history: [{ status: 'rejected', decisionReason: 'Too long for a shared room' }],
    });
    expect(await team.services.refusal('settings.decide', approval(changeId))).toBe('settings/decided');
  });

  test('waits for one decision at a time; who proposed it takes it back', async () => {
    const changeId = await proposed(5);
    expect(await team.services.refusal('settings.propose', idle(6))).toBe('settings/pending');
    await team.services.ask('settings.withdraw', { changeId, reason: 'A typing error' });
    expect(await team.services.refusal('settings.propose', idle(10))).toBe('settings/no-change');
    const again = await team.services.ask('settings.propose', idle(6));
    expect(again.pending).toMatchObject({ status: 'proposed', reason: 'The laboratory asked for it' });
  });

  test('is not approved by who proposed it, though rows in the database gave them both roles [A11 10, draft 11.10]', async () => {
    const changeId = await proposed(5);
    await team.services.ask('session.logout', {});
    const { clock, folder } = team.services;
    const environment = { clock, appVersion: 'x', kdf: quickKdf };
    const opened = await openVault({ folder: vaultFolderOf(folder), ...administrator, ...environment });
    if (!opened.ok) throw new Error(opened.error.code);
    const vault = opened.value;
    const self = vault.accountId;
    vault.write(vault, (db, audit) => {
      grantRole(db, audit, self, 'quality-assurance');
      audit.record({ action: 'account.set-roles', subject: { type: 'account', id: self } });
    });
    vault.close();
    await team.login(administrator);
    expect(await idleLock()).toMatchObject({ may: { propose: false, decide: false, withdraw: true } });
    const own = approval(changeId, administrator);
    expect(await team.services.refusal('settings.decide', own)).toBe('settings/own-proposal');
    expect(await sessionMinutes()).toBe(10);
  });

  test('takes no value outside its bounds: the idle lock cannot be switched off [draft 11.6-11.9]', () => {
    const { input } = contract['settings.propose'];
    expect(input.safeParse(idle(60)).success).toBe(true);
    for (const minutes of [0, -1, 61, 1.5]) expect(input.safeParse(idle(minutes)).success).toBe(false);
  });

  test('has its proposal in the contract, whichever it is', () => {
    const known = contract['settings.propose'].input.options.map((option) => option.shape.key.value);
    expect(known.toSorted()).toEqual(settingKeys.toSorted());
  });

  test('that one administrator set in an older vault holds on until a change is approved [A11 10]', async () => {
    const { vault } = await testVault();
    vault.write(vault, (db, audit) => {
      saveSetting(db, audit, 'logins.second-factor-roles', ['auditor']);
      const [lastTaken, lastFailure] = ['2026-06-30T08:00:00.000Z', null];
      const rule = { everyHours: 6, keep: { days: 3, weeks: 2, months: 1 } };
      saveSetting(db, audit, 'backup.plan', {
        ...rule,
        place: '/media/x',
        sameVolumeReason: null,
        lastTaken,
        lastFailure,
      });
      audit.record({ action: 'backup.plan', subject: { type: 'vault', id: vault.identity.id } });
    });
    expect(vault.read((db) => settingInForce(db, 'session.second-factor'))).toEqual({ roles: ['auditor'] });
    const old = { everyHours: 6, keep: { days: 3, weeks: 2, months: 1 }, drillEveryDays: 180 };
    expect(vault.read((db) => settingInForce(db, 'backup.rule'))).toEqual(old);
    vault.write(vault, (db, audit) => {
      saveBackupPlace(db, audit, { ...vault.read(backupPlan), place: '/media/y' });
      audit.record({ action: 'backup.plan', subject: { type: 'vault', id: vault.identity.id } });
    });
    expect(vault.read(backupPlan)).toMatchObject({ place: '/media/y', ...old });
    vault.close();
  });

  test('that was never proposed cannot be decided', async () => {
    await team.login(quality);
    expect(await team.services.refusal('settings.decide', approval(99))).toBe('settings/not-found');
  });
});
