import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../../domain/clock.ts';
import {
  auditWriter,
  createRecord,
  createSystem,
  createVault,
  defaultKdfCost,
  deriveKey,
  newSalt,
  nextRecordId,
  openVault,
  records,
  schemaSql,
  type AuditWriter,
  type ReadableVault,
  type WritableVault,
} from '../../vault/index.ts';
import { systemClock, version } from '../runtime.ts';
import { compare, measure, type Comparison } from './measure.ts';

const count = 10_000;
const batch = 100;
const passPhrase = 'bench: quiet harbour lanterns';

/** Opening a vault; inserting and listing 10,000 records, encrypted and (by Node's own SQLite) in the clear. */
export const vaultBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const environment: { readonly clock: Clock; readonly appVersion: string } = { clock: systemClock, appVersion: version };

const run = async (folder: string): Promise<readonly Comparison[]> => {
  const path = join(folder, 'bench.vault');
  const administrator = { userName: 'bench', fullName: 'Bench', passPhrase };
  const created = await createVault({
    ...environment,
    folder: path,
    name: 'Bench',
    organisation: 'Bench',
    administrator,
  });
  if (!created.ok) throw new Error(created.error.code);
  created.value.close();

  const opening = await measure('open a vault', 7, async () => {
    const opened = await openVault({ ...environment, folder: path, userName: 'bench', passPhrase });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.close();
  });
  const salt = newSalt();
  const derivation = await measure('Argon2id alone (64 MiB, 3 passes)', 7, () =>
    deriveKey(passPhrase, salt, defaultKdfCost),
  );

  const opened = await openVault({ ...environment, folder: path, userName: 'bench', passPhrase });
  if (!opened.ok) throw new Error(opened.error.code);
  const vault = opened.value;
  const plain = plainTwin(join(folder, 'plain.db'), vault.accountId);
  try {
    const encrypted = await inserts('SQLCipher', (work) => vault.write(vault, work));
    const clear = await inserts('the same schema and statements, in the clear', plain.write);
    const listing = await lists('SQLCipher', (work) => vault.read(work));
    const clearListing = await lists('in the clear', plain.read);
    return [
      compare('vault open', opening, derivation, 'dominated by the derivation of the key, on purpose'),
      compare(`insert ${count} records, ${batch} a transaction`, encrypted, clear, 'bar: at most 2.5 times plain'),
      compare(`list ${count} records, pages of 100`, listing, clearListing, 'keyset paging'),
    ];
  } finally {
    plain.close();
    vault.close();
  }
};

type Write = <T>(work: (db: WritableVault, audit: AuditWriter) => T) => T;
type Read = <T>(work: (db: ReadableVault) => T) => T;

const inserts = async (name: string, write: Write): ReturnType<typeof measure> => {
  const systemId = write((db, audit) => {
    const { id } = createSystem(db, audit, { name: 'Bench', content: {}, reason: null });
    audit.record({ action: 'system.create', subject: { type: 'system', id } });
    return id;
  });
  return measure(name, 3, () => {
    for (let done = 0; done < count; done += batch)
      write((db, audit) => {
        for (let index = 0; index < batch; index += 1) {
          const id = nextRecordId(db, 'PE', 2026);
          createRecord(db, audit, {
            id,
            type: 'periodic-evaluation',
            systemId,
            title: `Periodic evaluation ${id}`,
            state: 'draft',
            ownerId: audit.account.id,
            content: { identity: { values: { scope: 'All modules in use. '.repeat(20) } } },
          });
          audit.record({ action: 'record.create', subject: { type: 'record', id } });
        }
      });
  });
};

const lists = (name: string, read: Read): ReturnType<typeof measure> =>
  measure(name, 5, () =>
    read((db) => {
      let after: string | null = null;
      let seen = 0;
      do {
        const page: ReturnType<typeof records> = records(db, { limit: 100, after });
        seen += page.items.length;
        after = page.next;
      } while (after !== null && seen < count);
    }),
  );

/** The vault's schema and queries over Node's own SQLite, unencrypted: what the cipher is measured against. */
const plainTwin = (file: string, accountId: string): { write: Write; read: Read; close(): void } => {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;',
  );
  database.exec('PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON;');
  schemaSql.forEach((sql) => database.exec(sql));
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepared = (sql: string) => {
    const found = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, found);
    return found;
  };
  const db: WritableVault = {
    get: <Row>(sql: string, ...values: readonly SQLInputValue[]) =>
      prepared(sql).get(...(values as SQLInputValue[])) as Row | undefined,
    all: <Row>(sql: string, ...values: readonly SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    walk: () => {
      throw new Error('not part of the bench');
    },
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
  };
  db.run(
    `INSERT INTO account (id, user_name, user_name_folded, full_name, status, must_change_pass_phrase, created_at, updated_at)
     VALUES (?, 'bench', 'bench', 'Bench', 'active', 0, '', '')`,
    accountId,
  );
  return {
    read: (work) => work(db),
    write: (work) => {
      database.exec('BEGIN IMMEDIATE');
      const value = work(
        db,
        auditWriter(
          db,
          { id: accountId, userName: 'bench', roles: [] },
          { now: systemClock.now(), zone: systemClock.zone(), appVersion: version, drift: null },
        ),
      );
      database.exec('COMMIT');
      return value;
    },
    close: () => {
      database.close();
    },
  };
};
