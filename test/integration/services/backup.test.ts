import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkVault, openVault, restoreVault } from '../../../src-main/vault/index.ts';
import { administrator, evaluator, quickKdf, staffed, testServices, type Staffed } from '../../support/services.ts';
import { changeSetting } from '../../support/settings.ts';

let team: Staffed;
let place: string;

/** Linux keeps this in memory: another volume than the one tests write to. */
const otherVolume = '/dev/shm';
const hasOtherVolume =
  statSync(otherVolume, { throwIfNoEntry: false })?.dev !== undefined &&
  statSync(otherVolume).dev !== statSync(tmpdir()).dev;

beforeEach(async () => {
  team = await staffed(await testServices());
  place = mkdtempSync(join(tmpdir(), 'countersign-backup-'));
  await team.login(administrator);
  team.services.choose(place);
});

afterEach(() => {
  team.services.dispose();
  rmSync(place, { recursive: true, force: true });
});

const reason = 'A laptop with one disk; the folder is synchronised elsewhere';

describe('the place of backups', () => {
  test('on the vault’s own volume is refused without a reason, and shown with it [draft 16.3-16.6]', async () => {
    expect(await team.services.refusal('backup.choosePlace', { sameVolumeReason: null })).toBe('backup/same-volume');
    expect((await team.services.ask('backup.state', {})).place).toBeNull();
    const state = await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
    expect(state).toMatchObject({ sameVolumeReason: reason, due: true, generations: [] });
  });

  test.skipIf(!hasOtherVolume)('on another volume needs none', async () => {
    const other = mkdtempSync(join(otherVolume, 'countersign-backup-'));
    try {
      team.services.choose(other);
      const state = await team.services.ask('backup.choosePlace', { sameVolumeReason: null });
      expect(state.place).not.toBeNull();
      expect(state.sameVolumeReason).toBeNull();
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  test('is an administrator’s to choose', async () => {
    await team.login(evaluator);
    expect(await team.services.refusal('backup.choosePlace', { sameVolumeReason: reason })).toBe('access/denied');
    expect(await team.services.refusal('backup.take', {})).toBe('access/denied');
  });
});

describe('a backup', () => {
  beforeEach(async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
  });

  test('is a vault of its own that opens with the pass phrases of its time and holds everything [A11 7.1-7.2]', async () => {
    const state = await team.services.ask('backup.take', {});
    expect(state).toMatchObject({ due: false, lastFailure: null });
    const [generation] = state.generations;
    const folder = join(place, generation?.id ?? '');
    const { userName, passPhrase } = administrator;
    const opened = await openVault({ folder, userName, passPhrase, clock: team.services.clock, appVersion: 'x' });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read((db) => checkVault(db)).intact).toBe(true);
    opened.value.close();
  });

  test('older generations go by the rule, the vault’s own trail says which; strangers in the folder stay', async () => {
    mkdirSync(join(place, 'holiday pictures'));
    mkdirSync(join(place, 'Other-20250101T000000000Z.vault'));
    writeFileSync(join(place, 'Other-20250101T000000000Z.vault', 'vault.db'), 'somebody else');
    await changeSetting(team, {
      key: 'backup.rule',
      value: { everyHours: 12, keep: { days: 1, weeks: 0, months: 0 }, drillEveryDays: 90 },
      reason: 'Short of space',
    });
    await team.login(administrator);
    expect(await team.services.ask('backup.state', {})).toMatchObject({ everyHours: 12, drillEveryDays: 90 });
    await team.services.ask('backup.take', {});
    team.services.clock.advance(26 * 3_600_000);
    await team.login(administrator);
    const state = await team.services.ask('backup.take', {});
    expect(state.generations).toHaveLength(1);
    expect(readdirSync(place)).toEqual(expect.arrayContaining(['holiday pictures', 'Other-20250101T000000000Z.vault']));
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['backup.plan', 'vault.backup']));
  });

  test('that cannot be written is a failure that stays visible, and a place that is gone is not made anew [A11 7.1-7.2]', async () => {
    rmSync(place, { recursive: true });
    writeFileSync(place, 'a file where the folder was');
    expect(await team.services.refusal('backup.take', {})).toMatch(/^(backup|vault)\//);
    expect((await team.services.ask('backup.state', {})).lastFailure).not.toBeNull();
    rmSync(place);
  });
});

describe('a restore drill', () => {
  test('opens, reads everything and is recorded; the backup is not touched by it [A11 7.1-7.2, draft 16.3-16.6, 11.10(c)]', async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
    const { generations, drillDue } = await team.services.ask('backup.take', {});
    expect(drillDue).toBe(true);
    const generation = generations[0]?.id ?? '';
    const database = join(place, generation, 'vault.db');
    const before = readFileSync(database);
    const wrong = { generation, passPhrase: 'not this one' };
    expect(await team.services.refusal('backup.drill', wrong)).toBe('backup/wrong-pass-phrase');
    const passed = await team.services.ask('backup.drill', { generation, passPhrase: administrator.passPhrase });
    expect(passed.drills[0]).toMatchObject({
      passed: true,
      generation,
      who: administrator.userName,
      head: generations[0]?.head,
    });
    const due = new Date(Date.parse(passed.drills[0]?.at ?? '') + 180 * 86_400_000).toISOString().slice(0, 16);
    expect(passed.drillDue).toBe(false);
    expect(passed.nextDrill?.slice(0, 16)).toBe(due);
    expect(readFileSync(database).equals(before)).toBe(true);

    const damaged = Buffer.from(before);
    damaged[damaged.length - 2000] = (damaged[damaged.length - 2000] ?? 0) ^ 1;
    writeFileSync(database, damaged);
    const failed = await team.services.ask('backup.drill', { generation, passPhrase: administrator.passPhrase });
    expect(failed.drills[0]).toMatchObject({ passed: false, result: 'vault/database-damaged', head: null });
    expect(failed.nextDrill).toBe(passed.nextDrill);
  });
});

describe('a restore', () => {
  test('puts the vault in a new place, says so in its trail, and never over another one [MHRA 6.11-6.17]', async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
    const { generations } = await team.services.ask('backup.take', {});
    const backup = join(place, generations[0]?.id ?? '');
    const folder = join(place, 'Restored.vault');
    const input = {
      backup,
      folder,
      userName: administrator.userName,
      passPhrase: administrator.passPhrase,
      purpose: 'restore' as const,
      clock: team.services.clock,
      appVersion: 'x',
      kdf: quickKdf,
    };
    const restored = await restoreVault(input);
    expect(restored).toMatchObject({ ok: true, value: { folder, check: { intact: true } } });
    expect(await restoreVault(input)).toMatchObject({ ok: false, error: { code: 'vault/exists' } });
    expect(await restoreVault({ ...input, backup: join(place, 'nothing') })).toMatchObject({
      ok: false,
      error: { code: 'vault/not-found' },
    });
    const opened = await openVault({ ...input });
    if (!opened.ok) throw new Error(opened.error.code);
    const actions = opened.value.read((db) =>
      db.all<{ readonly action: string }>('SELECT action FROM audit_entry ORDER BY seq DESC LIMIT 4'),
    );
    expect(actions.map(({ action }) => action)).toContain('vault.restore');
    opened.value.close();
  });
});
