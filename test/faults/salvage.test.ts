import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '../../src-main/vault/driver.ts';
import { readable } from '../../src-main/vault/handle.ts';
import { salvageVault, tables, VaultFault, type SalvageReport } from '../../src-main/vault/index.ts';
import { copyOf, filledVault, inside, rowsOf, seeded, textOf } from '../support/filled-vault.ts';
import { report, tried } from '../support/fault-table.ts';
import { administrator, dataKeyOf, quickKdf, type TestVault } from '../support/vault.ts';

const rounds = tried(12);

/** Written by the salvage itself, or about the sessions of the copy. */
const own = new Set(['vault_setting', 'audit_head']);

type Rows = ReadonlyMap<string, ReadonlySet<string>>;

const salvaged = async (one: TestVault, damaged: string, slots?: string): Promise<SalvageReport> => {
  const { userName, passPhrase } = administrator;
  const environment = { clock: one.clock, appVersion: '0.0.0-test', kdf: quickKdf };
  const folder = `${damaged}-salvaged.vault`;
  const done = await salvageVault({
    damaged,
    folder,
    userName,
    passPhrase,
    ...environment,
    ...(slots ? { slots } : {}),
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
};

/** What SQLite still reads of each table, row by row of those that were there; nothing where it cannot open the file. */
const readableRows = (folder: string, key: Buffer, before: Rows): Rows => {
  const found = new Map<string, Set<string>>();
  let db: Connection;
  try {
    db = Connection.open(join(folder, 'vault.db'), key, 'existing');
  } catch {
    return found;
  }
  try {
    for (const table of tables(readable(db))) {
      const rows = new Set<string>();
      found.set(table.name, rows);
      const names = table.columns.filter((column) => column.key > 0).map(({ name }) => `"${name}"`);
      const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
      for (const text of before.get(table.name) ?? []) {
        const wanted = JSON.parse(text) as unknown[];
        const values = table.columns.flatMap((column, index) => (column.key > 0 ? [wanted[index] as string] : []));
        if (names.length === 0) continue;
        try {
          const [row] = db.all(
            `SELECT ${columns} FROM "${table.name}" NOT INDEXED WHERE (${names.join(', ')}) = (${values.map(() => '?').join(', ')})`,
            values,
          );
          if (row !== undefined) rows.add(textOf(Object.values(row as object)));
        } catch {
          continue;
        }
      }
    }
  } catch (error) {
    // Too damaged for SQLite to say which tables there are.
    if (!(error instanceof VaultFault)) throw error;
  } finally {
    db.close();
  }
  return found;
};

/** Everything that SQLite reads is in the copy, and nothing is in the copy that was not in the vault. */
const judge = async (copy: string, key: Buffer, still: Rows, before: Rows): Promise<number> =>
  inside(copy, key, (db) => {
    const out = rowsOf(db);
    let total = 0;
    for (const [name, rows] of out) {
      if (own.has(name)) continue;
      total += rows.size;
      const invented = [...rows].filter((row) => before.get(name)?.has(row) !== true && !row.includes('vault.salvage'));
      expect(invented, `${name}: rows that never were`).toEqual([]);
      const left = [...(still.get(name) ?? [])].filter((row) => before.get(name)?.has(row) === true && !rows.has(row));
      expect(left, `${name}: rows that SQLite reads`).toEqual([]);
    }
    return total;
  });

const sum = (rows: Rows): number => [...rows.values()].reduce((n, one) => n + one.size, 0);

test('bits flipped and files cut short anywhere: every row that SQLite still reads is in the salvaged copy, byte for byte', async () => {
  const one = await filledVault(60);
  const key = await dataKeyOf(one.folder);
  const before = await inside(copyOf(one.folder, 'before'), key, rowsOf);
  const size = statSync(join(one.folder, 'vault.db')).size;
  const out: { readonly got: number; readonly still: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const random = seeded(round);
    const damaged = copyOf(one.folder, String(round));
    const file = join(damaged, 'vault.db');
    if (round % 4 === 3) truncateSync(file, 4096 + random(size - 4096));
    else {
      const bytes = readFileSync(file);
      for (let n = 0; n <= round % 12; n += 1) {
        const at = random(size);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at);
      }
      writeFileSync(file, bytes);
    }
    const bytes = readFileSync(file);
    const found = await salvaged(one, damaged);
    // The damaged vault is evidence: not a byte of it is another one.
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(found.pages.damaged.length).toBeGreaterThan(0);
    expect(found.complete).toBe(false);
    const still = readableRows(damaged, key, before);
    out.push({ got: await judge(found.folder, key, still, before), still: sum(still) });
  }
  const of = (what: (one: (typeof out)[number]) => number): number => out.reduce((n, one) => n + what(one), 0);
  // More than SQLite reads: it opens no file that was cut short.
  expect(of(({ got }) => got)).toBeGreaterThan(of(({ still }) => still));
  report({
    fault: 'Up to twelve bits flipped in the database, or its end cut off, and then salvaged',
    promise:
      'every row that SQLite still reads is in the copy, byte for byte; none that never was; the damaged files stay',
    tried: rounds,
    kept: rounds,
    seen: `of ${rounds * sum(before)} rows SQLite reads ${of(({ still }) => still)}; ${of(({ got }) => got)} were got out`,
    test: 'test/faults/salvage.test.ts',
  });
});
