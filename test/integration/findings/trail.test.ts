import { describe, expect, test } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';
import { auditEvents } from '../../../src-main/domain/audit-events.ts';
import { settingKeys } from '../../../src-main/domain/settings/index.ts';
import { verifyAuditChain, openVault } from '../../../src-main/vault/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality, quickKdf } from '../../support/services.ts';
import { tamper } from '../../support/vault.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();

const actions = async (subject: string | null = null): Promise<readonly string[]> =>
  (await team.services.ask('audit.list', { before: null, subject })).entries.map(({ action }) => action);

describe('finding 3: the audit trail is absent or switched off', () => {
  test('no call and no setting reaches the trail but to read it, and every write is in it [finding 3]', async () => {
    expect(
      Object.keys(contract)
        .filter((name) => name.startsWith('audit.'))
        .toSorted(),
    ).toEqual(['audit.checkpoint', 'audit.list', 'audit.verify']);
    expect(settingKeys.filter((key) => /audit|trail|log/.test(key))).toEqual([]);
    expect(Object.keys(auditEvents).filter((event) => /^audit\.(disable|off|clear|delete|purge)/.test(event))).toEqual(
      [],
    );
    const recordId = await team.draft();
    await team.login(quality);
    expect(await actions(recordId)).toEqual(['record.save-draft', 'record.create']);
  });

  test('with the data key in hand, whoever takes an entry out is found at that entry [finding 3]', async () => {
    await team.services.ask('session.logout', {});
    const folder = vaultFolderOf(team.services.folder);
    await tamper(folder, (db) => db.exec('DELETE FROM audit_entry WHERE seq = 7'), administrator);
    const opened = await openVault({
      folder,
      ...administrator,
      clock: team.services.clock,
      appVersion: '0.0.0-test',
      kdf: quickKdf,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read((db) => verifyAuditChain(db))).toMatchObject({ intact: false, firstBad: { seq: 7 } });
    opened.value.close();
  });
});

describe('finding 4: users change the settings of the trail and of reasons', () => {
  test('a setting needs a reason and a second person; a user proposes none, an administrator decides none [finding 4]', async () => {
    const proposal = { key: 'session.idle-lock', value: { minutes: 30 }, reason: 'Too short at the bench' } as const;
    expect(contract['settings.propose'].input.safeParse({ ...proposal, reason: '' }).success).toBe(false);
    expect(
      contract['systems.save'].input.safeParse({ systemId: null, baseVersion: null, content: {}, reason: '' }).success,
    ).toBe(false);
    for (const who of [evaluator, owner, quality]) {
      await team.login(who);
      expect(await team.services.refusal('settings.propose', proposal)).toBe('access/denied');
    }
    await team.login(administrator);
    const { pending } = await team.services.ask('settings.propose', proposal);
    const decision = { changeId: pending?.changeId ?? 0, decision: 'approved', reason: null } as const;
    expect(
      await team.services.refusal('settings.decide', {
        ...decision,
        userName: administrator.userName,
        passPhrase: administrator.passPhrase,
      }),
    ).toBe('access/denied');
    expect(await actions('session.idle-lock')).toEqual(['setting.propose']);
  });
});

describe('finding 5: the audit trail is never reviewed', () => {
  test('nobody approves a record without a look at its trail as it stands; reviews of systems fall due [finding 5]', async () => {
    const { services } = team;
    const recordId = await team.sent();
    for (const who of [evaluator, owner]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    await team.login(quality);
    const { actions } = await services.ask('records.get', { recordId, revision: null });
    const requirementId = actions.sign.requirementId ?? '';
    const { sha256, trail } = await services.ask('signing.prepare', { recordId, requirementId });
    const { userName, signingPassPhrase } = quality;
    const approval = { recordId, requirementId, userName, signingPassPhrase, shown: sha256, comment: null };
    expect(await services.refusal('signing.sign', approval)).toBe('signing/trail-not-reviewed');
    const seen = trail?.upTo ?? 0;
    expect(await services.refusal('signing.sign', { ...approval, trailReviewed: seen - 1 })).toBe(
      'signing/trail-changed-meanwhile',
    );
    expect(await services.reply('signing.sign', { ...approval, trailReviewed: seen })).toMatchObject({ ok: true });
    const { entries } = await services.ask('audit.list', { before: null, subject: recordId });
    const signed = entries.find(({ action }) => action === 'record.sign');
    expect(signed?.details.find(({ name }) => name === 'trailReviewed')?.value).toContain(`"upTo":${seen}`);

    const { items } = await services.ask('schedule.list', { systemId: team.systemId, until: '2028-01-01' });
    expect(items.filter(({ kind }) => kind === 'audit-trail-review')).toMatchObject([{ first: true }]);
  });
});

describe('finding 6: the clock of the computer is open to all its users', () => {
  test('a clock that is set back or ahead is an entry, and the order of entries is that of the chain [finding 6]', async () => {
    const { clock } = team.services;
    const recordId = await team.draft();
    clock.jump(-86_400_000);
    await team.services.ask('records.withdraw', { recordId, reason: 'Begun for the wrong system' });
    clock.jump(2 * 86_400_000);
    await team.draft();
    await team.login(quality);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null, unusual: true });
    const jumps = entries.filter(({ risk }) => risk === 'clock').map(({ action }) => action);
    expect(jumps.toReversed().slice(0, 2)).toEqual(['clock.set-back', 'clock.set-forward']);

    const all = (await team.services.ask('audit.list', { before: null, subject: recordId })).entries;
    const [withdrawn, saved] = [all[0], all[1]];
    expect([withdrawn?.action, saved?.action]).toEqual(['record.withdraw', 'record.save-draft']);
    expect(Date.parse(withdrawn?.at ?? '')).toBeLessThan(Date.parse(saved?.at ?? ''));
    expect(withdrawn?.seq).toBeGreaterThan(saved?.seq ?? Number.POSITIVE_INFINITY);
    expect(await team.services.ask('audit.verify', {})).toMatchObject({ outcome: 'passed', firstBad: null });
  });

  test('nothing is signed by a clock that stands before what is signed, or before the certificate [finding 6, draft 12.1-12.3]', async () => {
    const { clock } = team.services;
    const recordId = await team.sent();
    const dayMs = 86_400_000;
    clock.jump(-dayMs);
    await expect(team.sign(recordId, evaluator)).rejects.toThrow('signing/clock-behind');
    const checkpoint = { userName: evaluator.userName, signingPassPhrase: evaluator.signingPassPhrase, code: null };
    expect(await team.services.refusal('audit.checkpoint', checkpoint)).toBe('signing/certificate-not-yet-valid');
    clock.jump(dayMs);
    expect(await team.sign(recordId, evaluator)).toMatchObject({ ok: true });
    expect(await team.services.ask('verify.record', { recordId, revision: 1 })).toMatchObject({
      signatures: [{ indication: 'TOTAL-PASSED' }],
    });
  });
});
