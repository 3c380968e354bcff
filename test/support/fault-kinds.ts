import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { Connection } from '../../src-main/vault/driver.ts';
import { readable } from '../../src-main/vault/handle.ts';
import {
  checkVault,
  foreignPdf,
  schemaVersion,
  sealedParts,
  tableRows,
  tables,
  type OpenVault,
} from '../../src-main/vault/index.ts';
import { migrate } from '../../src-main/vault/migrate.ts';
import { migrations } from '../../src-main/vault/migrations/index.ts';
import { filledVault } from './filled-vault.ts';
import { dataKeyOf, openAt, temporaryFolder, type TestVault } from './vault.ts';
import { vaultChild, type VaultChild } from './vault-process.ts';

/** Every kind of write on a vault. */
export const kinds = [
  'record',
  'sign',
  'import',
  'slots',
  'backup',
  'restore',
  'rekey',
  'migration',
  'export',
] as const;
export type Kind = (typeof kinds)[number];

/** What each is, for the table. */
export const kindWords: Readonly<Record<Kind, string>> = {
  record: 'records are written',
  sign: 'signatures are added to a sealed PDF',
  import: 'records are imported',
  slots: 'pass phrases are replaced',
  backup: 'a backup is taken',
  restore: 'a backup is restored',
  rekey: 'the data key is rotated',
  migration: 'the schema is brought up to date',
  export: 'everything is exported',
};

export const worker = fileURLToPath(new URL('./fault-child.ts', import.meta.url));
const cli = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url));

interface Word {
  readonly record?: string;
  readonly signed?: string;
  readonly sha256?: string;
  readonly imported?: string;
  readonly rephrasing?: string;
  readonly rephrased?: string;
  readonly copied?: string;
  readonly fault?: string;
}

/** A vault on which one kind of write is done again and again by processes that meet faults. */
export interface Subject {
  readonly folder: string;
  /** Starts a process that does it. */
  start(env?: NodeJS.ProcessEnv): VaultChild;
  /** Looks after a process has ended, however: everything that it said is done is there, and nothing is half done. */
  judge(child: VaultChild): Promise<void>;
}

/** A vault for one kind of write, in a folder of its own. `steps`: how many a process does. */
export const subjectOf = async (kind: Kind, root = temporaryFolder(), steps = 4): Promise<Subject> => {
  const home = join(root, 'home.vault');
  const one = await filledVault(8, 'open', home);
  const backup = join(root, 'backup.vault');
  if (kind === 'restore') one.vault.backup(one.vault, backup);
  one.vault.close();
  if (kind === 'migration') await downgrade(one);
  let target = '';
  let count = 0;
  let phrases: readonly string[] = ['kim-pass'];
  const known = { records: new Set<string>(), imported: new Set<string>(), signed: new Map<string, string[]>() };

  const start = (env: NodeJS.ProcessEnv = {}): VaultChild => {
    target = join(root, `target-${++count}.vault`);
    if (kind === 'export') {
      const login = { COUNTERSIGN_USER: 'quinn', COUNTERSIGN_PASSPHRASE: 'quinn-pass' };
      return vaultChild(['export', one.folder, '--out', target], { QUIET: '1', ...login, ...env }, cli);
    }
    return vaultChild(
      [kind, kind === 'restore' ? backup : one.folder, target, String(steps)],
      { QUIET: '1', ...env },
      worker,
    );
  };

  const judge = async (child: VaultChild): Promise<void> => {
    const words = child.said as readonly Word[];
    for (const { record, imported, signed, sha256, rephrasing, rephrased } of words) {
      if (record) known.records.add(record);
      if (imported) known.imported.add(imported);
      if (signed && sha256) known.signed.set(signed, [...(known.signed.get(signed) ?? []), sha256]);
      if (rephrasing) phrases = [...phrases, rephrasing];
      if (rephrased) phrases = [rephrased];
    }
    const opened = await openAt(one.folder, one.clock);
    if (!opened.ok) throw new Error(`after a fault: ${JSON.stringify(opened.error)}`);
    judgeHeld(opened.value, known);
    opened.value.close();
    if (kind === 'slots') phrases = [await phraseThatOpens(one, phrases)];
    const acknowledged =
      words.some(({ copied }) => copied !== undefined) || (kind === 'export' && (await child.ended) === 0);
    if (kind === 'backup' || kind === 'restore') await judgeCopy(one, target, acknowledged);
    if (kind === 'export') {
      expect(existsSync(target)).toBe(acknowledged || existsSync(join(target, 'SHA256SUMS')));
    }
    rmSync(target, { recursive: true, force: true });
    for (const left of readdirSync(root))
      if (left.startsWith(basename(target))) rmSync(join(root, left), { recursive: true });
    if (kind === 'migration') await downgrade(one);
  };
  return { folder: one.folder, start, judge };
};

const judgeHeld = (
  vault: OpenVault,
  known: { records: Set<string>; imported: Set<string>; signed: Map<string, string[]> },
): void => {
  const check = vault.read((db) => checkVault(db));
  expect(check).toMatchObject({ intact: true, search: [] });
  const ids = new Set(vault.read((db) => db.all<{ readonly id: string }>('SELECT id FROM record')).map(({ id }) => id));
  expect(ids.size).toBeGreaterThanOrEqual(8 + known.records.size);
  for (const id of known.records) expect(ids).toContain(id);
  for (const sha256 of known.imported) expect(vault.read((db) => foreignPdf(db, sha256))).toBeDefined();
  for (const [id, hashes] of known.signed) {
    const parts = vault.read((db) => sealedParts(db, id, 1)).map((part) => part.sha256);
    expect(parts).toEqual(expect.arrayContaining(hashes));
  }
};

const phraseThatOpens = async (one: TestVault, phrases: readonly string[]): Promise<string> => {
  for (const passPhrase of phrases.toReversed()) {
    const entered = await one.open({ userName: 'kim', passPhrase });
    if (!entered.ok) continue;
    entered.value.close();
    // So that trying the others does not lock the account.
    return passPhrase;
  }
  throw new Error('neither the old pass phrase nor the new one opens the slot');
};

/** A copy is there and whole, or not there; and it is there where it was said to be. */
const judgeCopy = async (one: TestVault, folder: string, acknowledged: boolean): Promise<void> => {
  if (acknowledged) expect(existsSync(folder)).toBe(true);
  if (!existsSync(folder)) return;
  const copy = await openAt(folder, one.clock);
  if (!copy.ok) throw new Error(`the copy: ${JSON.stringify(copy.error)}`);
  expect(copy.value.read((db) => checkVault(db)).intact).toBe(true);
  copy.value.close();
};

/** The schema before search came: bringing that up to date is the most work. */
const oldSchema = 3;

/** Puts a vault's rows into a database of an older schema, as an older Countersign would have written it. */
const downgrade = async ({ folder }: TestVault): Promise<void> => {
  const key = await dataKeyOf(folder);
  const file = join(folder, 'vault.db');
  const from = Connection.open(file, key, 'existing');
  const old = Connection.open(`${file}.old`, key, 'create');
  try {
    old.exec('PRAGMA foreign_keys = OFF');
    old.transaction(() => {
      migrate(old, migrations.slice(0, oldSchema));
      const triggers = old.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", []) as {
        name: string;
        sql: string;
      }[];
      triggers.forEach(({ name }) => old.exec(`DROP TRIGGER ${name}`));
      old.exec('DELETE FROM audit_head');
      for (const table of tables(readable(old)))
        for (const row of tableRows(readable(from), table))
          old.run(
            `INSERT INTO ${table.name} (${table.columns.map(({ name }) => name).join(', ')}) VALUES (${row.map(() => '?').join(', ')})`,
            row,
          );
      triggers.forEach(({ sql }) => old.exec(sql));
    });
  } finally {
    from.close();
    old.close();
  }
  renameSync(`${file}.old`, file);
  expect(schemaVersion).toBeGreaterThan(oldSchema);
};
