import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeIfDue } from '../../../src-main/services/backup/take.ts';
import {
  account,
  auditTrail,
  checkVault,
  openVault,
  programActor,
  restoreVault,
  VaultFault,
} from '../../../src-main/vault/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, quickKdf } from '../../support/services.ts';
import { changeSetting } from '../../support/settings.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';
import { vaultChild } from '../../support/vault-process.ts';

const team = teamOfEachTest();
let place: string;

/** Linux keeps this in memory: another volume than the one tests write to. */
const otherVolume = '/dev/shm';
const hasOtherVolume =
  statSync(otherVolume, { throwIfNoEntry: false })?.dev !== undefined &&
  statSync(otherVolume).dev !== statSync(tmpdir()).dev;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'countersign-backup-'));
  await team.login(administrator);
  team.services.choose(place);
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

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

  test.skipIf(!hasOtherVolume)(
    'of a drive that was pulled is the vault’s own volume: refused when it is used, too [draft 16.3-16.6]',
    async () => {
      const drive = mkdtempSync(join(otherVolume, 'countersign-backup-'));
      try {
        team.services.choose(drive);
        await team.services.ask('backup.choosePlace', { sameVolumeReason: null });
        await team.services.ask('backup.take', {});
        // What is left of it: the name, and behind it a folder of this disk.
        rmSync(drive, { recursive: true });
        symlinkSync(place, drive);
        expect(await team.services.refusal('backup.take', {})).toBe('backup/same-volume');
        expect(readdirSync(place)).toEqual([]);
        expect((await team.services.ask('backup.state', {})).lastFailure).toBe('backup/same-volume');
      } finally {
        rmSync(drive, { recursive: true, force: true });
      }
    },
  );

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

describe('a backup that the disk does not give back', () => {
  beforeEach(async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
  });

  test('is named, counts as none, and stands in the way of no other [A11 7.1-7.2]', async () => {
    for (let times = 0; times < 3; times += 1) await team.services.ask('backup.take', {});
    const [first = '', second = '', third = ''] = readdirSync(place).sort();
    rmSync(join(place, first, 'keyslots.json'));
    // What cannot be read at all: as a bad sector would, a folder and a loop of links answer with an error.
    rmSync(join(place, second, 'keyslots.json'));
    mkdirSync(join(place, second, 'keyslots.json'));
    const loop = third.replace(/\d{4}Z/, '0000Z');
    symlinkSync(join(place, loop), join(place, loop));
    const state = await team.services.ask('backup.state', {});
    expect(state.generations.map(({ id }) => id)).toEqual([third]);
    expect([...state.unreadable].sort()).toEqual([first, second, loop].sort());
    expect(await team.services.ask('backup.take', {})).toMatchObject({ due: false, lastFailure: null });
  });

  /** Makes a folder and what is in it stay; false where this system has no means for it. */
  const freeze = (folder: string): boolean => {
    chmodSync(folder, 0o500);
    return process.getuid?.() !== 0 || spawnSync('chattr', ['+i', folder]).status === 0;
  };
  const thaw = (folder: string): void => {
    spawnSync('chattr', ['-i', folder]);
    chmodSync(folder, 0o700);
  };

  test('and does not let go either, is told in the trail; the new one counts [11.10(e), A11 7.1-7.2]', async (context) => {
    await changeSetting(team, {
      key: 'backup.rule',
      value: { everyHours: 12, keep: { days: 1, weeks: 0, months: 0 }, drillEveryDays: 90 },
      reason: 'Short of space',
    });
    await team.login(administrator);
    await team.services.ask('backup.take', {});
    const [old = ''] = readdirSync(place);
    try {
      if (process.platform === 'win32' || !freeze(join(place, old))) context.skip('no folder stays here');
      team.services.clock.advance(26 * 3_600_000);
      await team.login(administrator);
      const state = await team.services.ask('backup.take', {});
      expect(state).toMatchObject({ due: false, lastFailure: null });
      expect(state.generations).toHaveLength(2);
      const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
      const told = entries.find(({ action }) => action === 'backup.keep')?.details;
      expect(told).toContainEqual({ name: 'notDropped', value: JSON.stringify({ [old]: 'vault/read-only' }) });
    } finally {
      thaw(join(place, old));
    }
  });
});

describe('a backup that is due', () => {
  test('is the program’s act, not that of whoever is logged in [11.10(e), ALCOA attributable]', async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
    const known = JSON.parse(readFileSync(join(team.services.folder, 'vaults.json'), 'utf8')) as {
      vaults: { folder: string }[];
    };
    const { userName, passPhrase } = administrator;
    team.services.lock('user');
    const opened = await openVault({
      folder: known.vaults[0]?.folder ?? '',
      ...{ userName, passPhrase, clock: team.services.clock, appVersion: 'x', kdf: quickKdf },
    });
    if (!opened.ok) throw new Error(opened.error.code);
    const vault = opened.value;
    const found = vault.read((db) => account(db, vault.accountId));
    if (found === undefined) throw new Error('nobody');
    takeIfDue({ clock: team.services.clock, caller: () => ({ ok: true, value: { vault, account: found } }) });
    const { items } = vault.read((db) => auditTrail(db, { limit: 2 }));
    vault.close();
    expect(items.map(({ action, account: who, reason: why }) => [action, who.id, why])).toEqual([
      ['backup.keep', programActor.accountId, null],
      ['vault.backup', programActor.accountId, reason],
    ]);
  });

  test('and cannot be, since the vault cannot be read, throws nothing at the clock that calls', () => {
    const unreadable = () => {
      throw new VaultFault('vault/io-error', 'EIO');
    };
    expect(() => takeIfDue({ clock: team.services.clock, caller: unreadable })).not.toThrow();
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

describe('a pass phrase that is tried on a backup', () => {
  test('counts and locks as at the door, however many are tried at once [11.300(d), draft 11.6-11.9]', async () => {
    await team.services.ask('backup.choosePlace', { sameVolumeReason: reason });
    const { generations } = await team.services.ask('backup.take', {});
    const generation = generations[0]?.id ?? '';
    const guess = async (passPhrase: string) => team.services.handlers['backup.drill']({ generation, passPhrase });
    const together = await Promise.all(['one', 'two', 'three', administrator.passPhrase].map(guess));
    expect(together.map((reply) => (reply.ok ? 'passed' : reply.error.code))).toEqual([
      'backup/wrong-pass-phrase',
      'backup/drill-runs',
      'backup/drill-runs',
      'backup/drill-runs',
    ]);
    for (const passPhrase of ['four', 'five', 'six', 'seven']) await guess(passPhrase);
    expect(await guess(administrator.passPhrase)).toMatchObject({ error: { code: 'vault/account-locked' } });
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries.filter(({ action }) => action === 'session.refuse')).toHaveLength(5);
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

describe('copies that were not finished', () => {
  const named = (): string => `Killed-1.vault.${randomUUID()}`;

  test('are found after a kill and removed where it is proven what they are; the rest is named [A11 7.1-7.2]', async () => {
    const { services } = team;
    await services.ask('backup.choosePlace', { sameVolumeReason: reason });
    await services.ask('session.logout', {});
    const { userName, passPhrase } = administrator;
    const unfinished = (): readonly string[] =>
      readdirSync(place).filter((name) => /^Killed-\d+\.vault\..{36}$/.test(name));
    // There is a moment in which the mark is there and nothing stands in it yet; and it goes when the copy is whole.
    const isMarked = (name: string) => {
      try {
        return readFileSync(join(place, name, 'unfinished.json'), 'utf8')
          .trimEnd()
          .endsWith('}');
      } catch {
        return false;
      }
    };
    for (let tries = 0; unfinished().length === 0 && tries < 20; tries++) {
      const child = vaultChild([
        'backups',
        vaultFolderOf(services.folder),
        userName,
        passPhrase,
        join(place, 'Killed'),
      ]);
      expect(await child.next()).toBe('open');
      while (!unfinished().some(isMarked)) await pause(1);
      child.kill();
      await child.ended;
      // Killed in the moment before it had its name, or its mark: another try.
      for (const name of unfinished().filter((one) => !isMarked(one))) rmSync(join(place, name), { recursive: true });
    }
    const [killed = ''] = unfinished();
    const mark = JSON.parse(readFileSync(join(place, killed, 'unfinished.json'), 'utf8')) as Record<string, unknown>;
    const marked = (change: Record<string, unknown> | null): string => {
      const name = named();
      mkdirSync(join(place, name));
      if (change) writeFileSync(join(place, name, 'unfinished.json'), JSON.stringify({ ...mark, ...change }));
      return name;
    };
    const unmarked = marked(null);
    const withMore = marked({});
    writeFileSync(join(place, withMore, 'notes.txt'), 'Somebody keeps something here.');
    const elsewhere = marked({ host: 'another-computer' });
    const running = marked({ pid: process.pid });
    const ofAnother = marked({ vaultId: randomUUID() });

    await team.login(administrator);
    const found = (await services.ask('backup.state', {})).leftovers;
    const state = (name: string) => found.find((one) => one.name === name)?.removable;
    expect([killed, unmarked, withMore, elsewhere, running, ofAnother].map(state)).toEqual([
      true,
      false,
      false,
      false,
      undefined,
      undefined,
    ]);
    await team.login(evaluator);
    expect(await services.refusal('backup.clearLeftovers', {})).toBe('access/denied');
    await team.login(administrator);
    const after = await services.ask('backup.clearLeftovers', {});
    expect(after.leftovers.map(({ removable }) => removable)).toEqual([false, false, false]);
    const left = readdirSync(place);
    expect(left).not.toContain(killed);
    expect(left).toEqual(expect.arrayContaining([unmarked, withMore, elsewhere, running, ofAnother]));
    const { entries } = await services.ask('audit.list', { before: null, subject: null });
    expect(entries.find(({ action }) => action === 'backup.clear')).toBeDefined();
    // A backup that was finished has no mark, and is none of these.
    await services.ask('backup.take', {});
    const { generations, leftovers } = await services.ask('backup.state', {});
    expect(leftovers).toHaveLength(3);
    expect(readdirSync(join(place, generations[0]?.id ?? ''))).not.toContain('unfinished.json');
  });
});
