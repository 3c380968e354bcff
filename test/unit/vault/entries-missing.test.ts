import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  auditHead,
  auditTrail,
  checkVault,
  openVault,
  type OpenVault,
  type StoredAuditEntry,
} from '../../../src-main/vault/index.ts';
import { HeadMark } from '../../../src-main/vault/head-mark.ts';
import { StoredTrail } from '../../../src-main/vault/stored-trail.ts';
import { copyOf, filledVault, fillWith } from '../../support/filled-vault.ts';
import { administrator, dataKeyOf, openAt, quickKdf } from '../../support/vault.ts';

/** A vault as a killed process leaves it: its newest entries stand in the log alone. */
const killed = async () => {
  const one = await filledVault(2);
  const opened = await one.open();
  if (!opened.ok) throw new Error(opened.error.code);
  fillWith(opened.value, 4, 3);
  const head = opened.value.read(auditHead);
  const folder = copyOf(one.folder, 'killed');
  opened.value.close();
  return { one, folder, head };
};

const storedHead = (database: string, key: Uint8Array) =>
  StoredTrail.look(database, key, 'as-sqlite', (trail) => trail.head());

const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

const accept = (
  folder: string,
  clock: Parameters<typeof openAt>[1],
  acceptMissing: string,
  who = administrator,
): ReturnType<typeof openVault> => {
  const { userName, passPhrase } = who;
  return openVault({ folder, userName, passPhrase, clock, appVersion: '0', kdf: quickKdf, acceptMissing });
};

const first = (vault: OpenVault, seq: number): StoredAuditEntry | undefined =>
  vault.read((db) => auditTrail(db, { limit: 500 })).items.find((entry) => entry.seq === seq);

const actions = (vault: OpenVault): readonly string[] =>
  vault.read((db) => auditTrail(db, { limit: 500 })).items.map(({ action }) => action);

describe('a vault that misses acknowledged entries', () => {
  test.each([
    ['its log was cut at its end', (log: string) => truncateSync(log, Math.floor(statSync(log).size / 2))],
    ['its log is gone', (log: string) => rmSync(log)],
    ['its log is empty', (log: string) => truncateSync(log, 0)],
  ])('%s: it is refused with both numbers, and no byte of it changes [11.10(a), 11.10(e)]', async (_, harm) => {
    const { one, folder, head } = await killed();
    harm(join(folder, 'vault.db-wal'));
    const before = bytesOf(folder);
    for (let times = 0; times < 2; times += 1) {
      const opened = await openAt(folder, one.clock);
      expect(opened).toMatchObject({
        ok: false,
        error: { code: 'vault/entries-missing', details: { acknowledged: head.seq } },
      });
      expect(!opened.ok && Number(opened.error.details?.['found'])).toBeLessThan(head.seq);
      expect(bytesOf(folder)).toEqual(before);
    }
  });

  test('an older database in its place is refused likewise; so is one with another history [11.10(a)]', async () => {
    const one = await filledVault(1);
    const older = copyOf(one.folder, 'older');
    const later = await one.open();
    if (!later.ok) throw new Error(later.error.code);
    fillWith(later.value, 1, 2);
    later.value.close();
    const mark = readFileSync(join(one.folder, 'vault.head'));
    writeFileSync(join(older, 'vault.head'), mark);
    expect(await openAt(older, one.clock)).toMatchObject({ error: { code: 'vault/entries-missing' } });
    // It goes on elsewhere, past the number that the mark knows.
    rmSync(join(older, 'vault.head'));
    const elsewhere = await openAt(older, one.clock);
    if (!elsewhere.ok) throw new Error(elsewhere.error.code);
    fillWith(elsewhere.value, 3, 5);
    elsewhere.value.close();
    writeFileSync(join(older, 'vault.head'), mark);
    expect(await openAt(older, one.clock)).toMatchObject({ error: { code: 'vault/entries-missing' } });
  });

  test('an administrator opens it for a reason, which is the first thing written, and once is enough [A11 9]', async () => {
    const { one, folder, head } = await killed();
    rmSync(join(folder, 'vault.db-wal'));
    const kim = { ...administrator, userName: 'kim', passPhrase: 'kim-pass' };
    expect(await accept(folder, one.clock, 'I need it', kim)).toMatchObject({
      error: { code: 'vault/entries-missing' },
    });
    const opened = await accept(folder, one.clock, 'the laptop lost power, no copy of the log was found');
    if (!opened.ok) throw new Error(opened.error.code);
    const { foundHead } = opened.value;
    expect(first(opened.value, foundHead.seq + 1)).toMatchObject({
      action: 'vault.accept-loss',
      account: { userName: administrator.userName },
      reason: 'the laptop lost power, no copy of the log was found',
      details: { acknowledged: { ...head }, found: { ...foundHead } },
    });
    expect(opened.value.read((db) => checkVault(db)).intact).toBe(true);
    opened.value.close();
    const again = await openAt(folder, one.clock);
    if (!again.ok) throw new Error(again.error.code);
    expect(actions(again.value).filter((action) => action === 'vault.accept-loss')).toHaveLength(1);
  });

  test('a reason where nothing is missing leaves no word', async () => {
    const one = await filledVault(1);
    const opened = await accept(one.folder, one.clock, 'just in case');
    if (!opened.ok) throw new Error(opened.error.code);
    expect(actions(opened.value)).not.toContain('vault.accept-loss');
    opened.value.close();
  });
});

describe('the mark of the last acknowledged entry', () => {
  test('is written with every commit, and never ahead of what is stored', async () => {
    const one = await filledVault(1);
    const key = await dataKeyOf(one.folder);
    const opened = await one.open();
    if (!opened.ok) throw new Error(opened.error.code);
    for (let n = 0; n < 5; n += 1) {
      fillWith(opened.value, 1, n + 2);
      const head = opened.value.read(auditHead);
      expect(HeadMark.read(join(one.folder, 'vault.head'), key)).toEqual(head);
      expect(storedHead(join(one.folder, 'vault.db'), key)).toEqual(head);
    }
    opened.value.close();
    expect(HeadMark.read(join(one.folder, 'vault.head'), key)).toEqual(storedHead(join(one.folder, 'vault.db'), key));
  });

  test('of which one line is torn counts by the other; one that is gone, older or forged stands in nobody’s way', async () => {
    const one = await filledVault(1);
    const file = join(one.folder, 'vault.head');
    const sound = readFileSync(file, 'latin1');
    const length = sound.length / 2;
    const older = sound.slice(length);
    const forged = sound.replaceAll(/^ *\d+/gm, (digits) => String(Number(digits) + 500).padStart(digits.length));
    const texts = [`${'x'.repeat(40)}${sound.slice(40)}`, sound.slice(0, length + 30), older + older, forged, '', 'no'];
    for (const text of texts) {
      writeFileSync(file, text);
      const opened = await openAt(one.folder, one.clock);
      expect(opened.ok, JSON.stringify(text)).toBe(true);
      if (opened.ok) opened.value.close();
    }
    rmSync(file);
    const opened = await openAt(one.folder, one.clock);
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.value.close();
    expect(existsSync(file)).toBe(true);
  });

  test('goes with the new key after a rotation, and is not carried into a backup', async () => {
    const one = await filledVault(1, 'open');
    const backup = `${one.folder}-backup.vault`;
    one.vault.backup(one.vault, backup);
    expect(readdirSync(backup).sort()).toEqual(['keyslots.json', 'vault.db', 'vault.lock']);
    expect(one.vault.rekey(one.vault)).toEqual({ ok: true, value: undefined });
    const key = await dataKeyOf(one.folder);
    const head = storedHead(join(one.folder, 'vault.db'), key);
    expect(head).not.toBeNull();
    expect(HeadMark.read(join(one.folder, 'vault.head'), key)).toEqual(head);
    expect((await openAt(one.folder, one.clock)).ok).toBe(true);
  });
});
