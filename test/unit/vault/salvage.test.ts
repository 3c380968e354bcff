import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  auditHead,
  auditTrail,
  checkVault,
  createSystem,
  salvageVault,
  sealedPdf,
  VaultFault,
  type SalvageInput,
} from '../../../src-main/vault/index.ts';
import type { Connection } from '../../../src-main/vault/driver.ts';
import { HeadMark } from '../../../src-main/vault/head-mark.ts';
import { Pages } from '../../../src-main/vault/salvage/pages.ts';
import { readTree } from '../../../src-main/vault/salvage/cells.ts';
import { readSchema, rowsBelow } from '../../../src-main/vault/salvage/walk.ts';
import { copyOf, filledVault, fillWith, inside, rowsOf } from '../../support/filled-vault.ts';
import { administrator, dataKeyOf, openAt, quickKdf, standingClock, type TestVault } from '../../support/vault.ts';

const clock = standingClock('2026-08-01T08:00:00.000Z');

const salvage = (damaged: string, more: Partial<SalvageInput> = {}): ReturnType<typeof salvageVault> => {
  const { userName, passPhrase } = administrator;
  const input = {
    damaged,
    folder: `${damaged}-out.vault`,
    userName,
    passPhrase,
    clock,
    appVersion: '0.0.0-test',
    kdf: quickKdf,
  };
  return salvageVault({ ...input, ...more });
};

/** What came out, where something did. */
const done = async (damaged: string, more: Partial<SalvageInput> = {}) => {
  const result = await salvage(damaged, more);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const damage = (folder: string, page: number, at = 2000): void => {
  const file = join(folder, 'vault.db');
  const bytes = readFileSync(file);
  const place = (page - 1) * 4096 + at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x40, place);
  writeFileSync(file, bytes);
};

/** The number of the last entry in a database. */
const storedTrailEnd = (db: Connection): number =>
  (db.all('SELECT max(seq) AS seq FROM audit_entry', [])[0] as { readonly seq: number }).seq;

/** The pages of a table's tree, its root first. */
const rootOf = async (one: TestVault, table: string): Promise<number> => {
  const pages = Pages.open(join(one.folder, 'vault.db'), await dataKeyOf(one.folder));
  const found = readSchema(pages, { seen: new Set(), lost: [] }).find(({ name }) => name === table);
  pages.close();
  return found?.root ?? 0;
};

describe('a salvaged copy', () => {
  test('of a sound vault holds all of it, byte for byte, and says that nothing was lost [ALCOA enduring]', async () => {
    const one = await filledVault(12);
    const key = await dataKeyOf(one.folder);
    const before = await inside(copyOf(one.folder, 'before'), key, rowsOf);
    const report = await done(one.folder);
    expect(report).toMatchObject({
      complete: true,
      pages: { damaged: [] },
      missing: [],
      auditGaps: [],
      replaced: [],
      lostRowCount: 0,
    });
    const after = await inside(report.folder, key, rowsOf);
    for (const [name, rows] of before)
      if (name !== 'audit_head') expect([...(after.get(name) ?? [])], name).toEqual(expect.arrayContaining([...rows]));
  });

  test('is opened by the same pass phrases, tells in its trail what it is, and can be checked and backed up', async () => {
    const one = await filledVault(6);
    damage(one.folder, await rootOf(one, 'contributor'));
    const report = await done(one.folder);
    const kim = await openAt(report.folder, clock, { userName: 'kim', passPhrase: 'kim-pass' });
    if (!kim.ok) throw new Error(kim.error.code);
    expect(kim.value.salvaged).toBe(true);
    const [entry] = kim.value.read((db) => auditTrail(db, { actions: ['vault.salvage'], limit: 1 })).items;
    expect(entry).toMatchObject({ account: { userName: 'Ada.Admin' }, details: { complete: false, damagedPages: 1 } });
    expect(kim.value.read((db) => checkVault(db)).audit.intact).toBe(true);
    expect(kim.value.backup(kim.value, `${report.folder}-backup`).ok).toBe(true);
  });

  test('takes no new work, and says so', async () => {
    const one = await filledVault(2);
    const report = await done(one.folder);
    const opened = await openAt(report.folder, clock);
    if (!opened.ok) throw new Error(opened.error.code);
    const vault = opened.value;
    const write = (): unknown =>
      vault.write(vault, (db, audit) => {
        const { id } = createSystem(db, audit, { name: 'New', content: {}, reason: null });
        audit.record({ action: 'system.create', subject: { type: 'system', id } });
      });
    expect(write).toThrow(new VaultFault('vault/salvaged', { action: 'system.create' }));
    expect(vault.read((db) => db.get("SELECT count(*) AS n FROM system WHERE name = 'New'"))).toEqual({ n: 0 });
  });

  test('is never put over something that stands, nor made from a vault that is open', async () => {
    const one = await filledVault(1, 'open');
    expect(await salvage(one.folder)).toMatchObject({ ok: false, error: { code: 'vault/in-use' } });
    one.vault.close();
    expect(await salvage(one.folder, { folder: one.folder })).toMatchObject({
      ok: false,
      error: { code: 'vault/exists' },
    });
    expect(await salvage(`${one.folder}x`)).toMatchObject({ ok: false, error: { code: 'vault/not-found' } });
  });
});

describe('what was lost is named', () => {
  test('the first page: the schema is found on the pages that are left', async () => {
    const one = await filledVault(8);
    damage(one.folder, 1);
    const report = await done(one.folder);
    expect(report.pages.damaged).toEqual([1]);
    expect(report.missing).toEqual([]);
    expect(report.tables.find(({ name }) => name === 'record')?.rows).toBe(8);
    expect(report.audit.intact).toBe(true);
  });

  test('one byte of the salt, without which no page can be proven, is found again', async () => {
    const one = await filledVault(3);
    damage(one.folder, 1, 5);
    const report = await done(one.folder);
    expect(report.tables.find(({ name }) => name === 'record')?.rows).toBe(3);
    expect(report.pages.damaged).toEqual([]);
  });

  test('a page above others: the rows below it are found without it', async () => {
    const one = await filledVault(60);
    damage(one.folder, await rootOf(one, 'audit_entry'));
    const report = await done(one.folder);
    const trail = report.tables.find(({ name }) => name === 'audit_entry');
    expect(trail?.strayRows).toBe(trail?.rows);
    expect(report.auditGaps).toEqual([]);
    expect(report.audit.intact).toBe(true);
  });

  test('entries of the audit trail, by their numbers; the trail stands up to them', async () => {
    const one = await filledVault(60);
    const pages = Pages.open(join(one.folder, 'vault.db'), await dataKeyOf(one.folder));
    const root = await rootOf(one, 'audit_entry');
    const top = readTree(pages, pages.read(root) ?? Buffer.alloc(0), root);
    const leaf = top.children[1] ?? 0;
    const lost = readTree(pages, pages.read(leaf) ?? Buffer.alloc(0), leaf).rows.map(({ rowid }) => Number(rowid));
    pages.close();
    damage(one.folder, leaf);
    const report = await done(one.folder);
    expect(report.auditGaps).toEqual([[lost[0], lost.at(-1)]]);
    expect(report.audit).toMatchObject({
      intact: false,
      verified: (lost[0] ?? 0) - 1,
      firstBad: { seq: lost[0], defect: 'gap' },
    });
  });

  test('accounts: whoever acted is named as their last audit entry names them, and can open the copy', async () => {
    const one = await filledVault(4);
    damage(one.folder, await rootOf(one, 'account'));
    damage(one.folder, await rootOf(one, 'account_role'));
    const report = await done(one.folder);
    expect(report.replaced).toEqual(['the account of Ada.Admin, as its last audit entry names it']);
    expect(report.missing.filter(({ table }) => table === 'account').map(({ namedBy }) => namedBy)).toEqual([]);
    const opened = await openAt(report.folder, clock);
    expect(opened.ok).toBe(true);
  });

  test('a sealed PDF of which a part is gone: the part before it stands, and the record is named', async () => {
    const one = await filledVault(4);
    const key = await dataKeyOf(one.folder);
    const pages = Pages.open(join(one.folder, 'vault.db'), key);
    const rows = [...rowsBelow(pages, await rootOf(one, 'sealed_part'), { seen: new Set(), lost: [] })];
    // The last row of its page, and the second part of a PDF: the page's last chain is its own.
    const second = rows.find(({ values, page }, at) => values[2] === 2 && rows[at + 1]?.page !== page);
    const leaf = second?.page ?? 0;
    const end = readTree(pages, pages.read(leaf) ?? Buffer.alloc(0), leaf).overflow.at(-1) ?? 0;
    pages.close();
    damage(one.folder, end);
    const report = await done(one.folder);
    const id = String(second?.values[0]);
    expect(report.lostRows).toEqual([
      { table: 'sealed_part', begins: [id, 1, 2, 'author'], page: leaf, because: { missingPage: end } },
    ]);
    const opened = await openAt(report.folder, clock);
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.read((db) => sealedPdf(db, id, 1))?.parts).toBe(1);
  });
});

describe('key slots', () => {
  test('one that is damaged takes no other with it', async () => {
    const one = await filledVault(2);
    const file = join(one.folder, 'keyslots.json');
    const text = readFileSync(file, 'utf8');
    // The second slot, Kim's: a quote is gone, so that it is no JSON any more.
    const at = text.lastIndexOf('"privateKey"');
    writeFileSync(file, `${text.slice(0, at)}#${text.slice(at + 1)}`);
    expect(await openAt(one.folder, clock)).toMatchObject({ ok: false, error: { code: 'vault/slots-damaged' } });
    const report = await done(one.folder);
    expect(report.slots).toEqual({ from: 'vault', sound: false, kept: 2 });
    expect(
      await salvage(one.folder, { folder: `${one.folder}-b.vault`, userName: 'kim', passPhrase: 'kim-pass' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'vault/slots-damaged' },
    });
  });

  test('that are missing: those of a backup open the vault', async () => {
    const one = await filledVault(2, 'open');
    const backup = `${one.folder}-backup`;
    one.vault.backup(one.vault, backup);
    one.vault.close();
    rmSync(join(one.folder, 'keyslots.json'));
    expect(await salvage(one.folder)).toMatchObject({
      ok: false,
      error: { code: 'vault/slots-damaged', details: { cause: 'missing' } },
    });
    const report = await done(one.folder, { slots: join(backup, 'keyslots.json') });
    expect(report).toMatchObject({ complete: true, slots: { from: 'given', sound: true, kept: 3 } });
  });

  test('of another vault fit no page, and a wrong pass phrase is one', async () => {
    const one = await filledVault(1);
    const other = await filledVault(1);
    const slots = join(other.folder, 'keyslots.json');
    expect(await salvage(one.folder, { slots })).toMatchObject({
      ok: false,
      error: { code: 'vault/database-damaged' },
    });
    expect(await salvage(one.folder, { passPhrase: 'wrong' })).toMatchObject({
      ok: false,
      error: { code: 'vault/wrong-credentials' },
    });
    expect(existsSync(`${one.folder}-out.vault`)).toBe(false);
  });
});

describe('the write-ahead log that a crash left', () => {
  /** A vault as a crash leaves it: what was done last stands in the log alone. */
  const crashed = async (): Promise<{ readonly one: TestVault; readonly folder: string; readonly wal: string }> => {
    const one = await filledVault(3, 'open');
    one.vault.close();
    const opened = await one.open();
    if (!opened.ok) throw new Error(opened.error.code);
    fillWith(opened.value, 9, 4);
    const folder = copyOf(one.folder, 'crashed');
    opened.value.close();
    return { one, folder, wal: join(folder, 'vault.db-wal') };
  };

  const flip = (file: string, at: number): void => {
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
  };

  test('is read with the database, and neither is written', async () => {
    const { folder, wal } = await crashed();
    const [log, database] = [readFileSync(wal), readFileSync(join(folder, 'vault.db'))];
    const report = await done(folder);
    expect(report).toMatchObject({ complete: true, wal: { damaged: [], headerDamaged: false } });
    expect(report.tables.find(({ name }) => name === 'record')?.rows).toBe(12);
    expect(readFileSync(wal).equals(log)).toBe(true);
    expect(readFileSync(join(folder, 'vault.db')).equals(database)).toBe(true);
  });

  test.each([
    ['its header', 16],
    ['the header of a frame', 32 + 2 * 4120 + 2],
    ['the salt of a frame', 32 + 2 * 4120 + 9],
    ['a page', 32 + 2 * 4120 + 24 + 900],
  ])('damaged at %s: opening is refused, since SQLite would forget what follows; salvage gets it', async (_, at) => {
    const { folder, wal } = await crashed();
    flip(wal, at);
    const before = readFileSync(wal);
    const opened = await openAt(folder, clock);
    expect(opened).toMatchObject({ ok: false, error: { code: 'vault/database-damaged' } });
    expect(JSON.stringify(opened)).toContain('write-ahead log');
    expect(readFileSync(wal).equals(before)).toBe(true);
    const report = await done(folder);
    expect(report.tables.find(({ name }) => name === 'record')?.rows).toBe(12);
  });

  test('cut at the end of a transaction, or gone: the database is sound in itself, and the mark tells how many entries are missing at its end [A11 9]', async () => {
    const { one, folder, wal } = await crashed();
    const key = await dataKeyOf(one.folder);
    const mark = HeadMark.read(join(folder, 'vault.head'), key);
    expect(await done(folder)).toMatchObject({
      complete: true,
      mark: { file: 'proven', acknowledged: mark, found: mark, missingAtEnd: null, otherHistory: false },
    });
    rmSync(wal);
    const found = await inside(copyOf(folder, 'look'), key, (db) => storedTrailEnd(db));
    expect(found).toBeLessThan(mark?.seq ?? 0);
    const report = await done(folder, { folder: `${folder}-gone.vault` });
    expect(report).toMatchObject({
      complete: false,
      auditGaps: [],
      audit: { intact: true },
      mark: { file: 'proven', acknowledged: mark, found: { seq: found }, missingAtEnd: [found + 1, mark?.seq] },
    });
    const opened = await openAt(report.folder, clock);
    if (!opened.ok) throw new Error(opened.error.code);
    const [entry] = opened.value.read((db) => auditTrail(db, { actions: ['vault.salvage'], limit: 1 })).items;
    expect(entry).toMatchObject({ details: { complete: false, missingAtEnd: [found + 1, mark?.seq] } });
  });

  test('a mark of another history, one that is damaged and one that is gone are told apart', async () => {
    const one = await filledVault(2);
    const older = copyOf(one.folder, 'older');
    const later = await one.open();
    if (!later.ok) throw new Error(later.error.code);
    fillWith(later.value, 1, 3);
    later.value.close();
    const elsewhere = await openAt(older, clock);
    if (!elsewhere.ok) throw new Error(elsewhere.error.code);
    fillWith(elsewhere.value, 3, 5);
    elsewhere.value.close();
    const mark = join(older, 'vault.head');
    writeFileSync(mark, readFileSync(join(one.folder, 'vault.head')));
    expect(await done(older)).toMatchObject({ complete: false, mark: { otherHistory: true, missingAtEnd: null } });
    writeFileSync(mark, 'nothing that anybody signed');
    const unproven = await done(older, { folder: `${older}-unproven.vault` });
    expect(unproven).toMatchObject({ complete: true, mark: { file: 'unproven', acknowledged: null } });
    rmSync(mark);
    const absent = await done(older, { folder: `${older}-absent.vault` });
    expect(absent).toMatchObject({ complete: true, mark: { file: 'absent', acknowledged: null } });
  });

  test('torn at its end, as a power cut leaves it: the vault opens with all that was acknowledged before', async () => {
    const one = await filledVault(9);
    const opened = await one.open();
    if (!opened.ok) throw new Error(opened.error.code);
    fillWith(opened.value, 2, 10);
    const head = opened.value.read(auditHead);
    const mark = readFileSync(join(one.folder, 'vault.head'));
    fillWith(opened.value, 1, 12);
    const folder = copyOf(one.folder, 'torn');
    opened.value.close();
    // The last commit was on its way: half of it came to the disk, and nobody was told that it is done.
    const wal = join(folder, 'vault.db-wal');
    writeFileSync(wal, readFileSync(wal).subarray(0, statSync(wal).size - 2000));
    writeFileSync(join(folder, 'vault.head'), mark);
    const again = await openAt(folder, clock);
    if (!again.ok) throw new Error(again.error.code);
    expect(again.value.foundHead).toEqual(head);
  });
});
