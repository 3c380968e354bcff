import type { JsonValue } from '../domain/result.ts';
import { nextNumber } from './counters.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { keysetPage, pageKey, type Page } from './paging.ts';
import type { Stamp } from './stamp.ts';

/** An entry of an inventory (systems, suppliers) in its current version. */
export interface VersionedEntry {
  /** `SYS-0001`, `SUP-0001` */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** What the inventory's form holds; opaque to the vault. */
  readonly content: JsonValue;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One version of an entry: append-only, with who changed it and why. */
export interface EntryVersion {
  readonly version: number;
  readonly content: JsonValue;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly reason: string | null;
}

export interface EntryInput {
  readonly name: string;
  readonly content: JsonValue;
  readonly reason: string | null;
}

/** The queries of one inventory. */
export interface VersionedEntries {
  readonly one: (db: ReadableVault, id: string) => VersionedEntry | undefined;
  /** Entries by name. `after` is the `next` of the page before. */
  readonly page: (
    db: ReadableVault,
    query: { readonly limit: number; readonly after?: string | null },
  ) => Page<VersionedEntry>;
  readonly create: (db: WritableVault, stamp: Stamp, input: EntryInput) => VersionedEntry;
  /** Adds a version and makes it the current one. */
  readonly save: (db: WritableVault, stamp: Stamp, id: string, input: EntryInput) => VersionedEntry;
  /** All versions, oldest first. */
  readonly versions: (db: ReadableVault, id: string) => readonly EntryVersion[];
}

type Stored<T extends { readonly content: JsonValue }> = Omit<T, 'content'> & { readonly content: string };
const parsed = <T extends { readonly content: JsonValue }>(row: Stored<T>): T =>
  ({ ...row, content: JSON.parse(row.content) as JsonValue }) as unknown as T;

/** An inventory in the tables `table` and `table_version`; its ids count up behind `prefix`. */
export const versionedEntries = (table: 'system' | 'supplier', prefix: string): VersionedEntries => {
  const select = `
    SELECT ${table}.id, ${table}.name, current_version AS version, ${table}_version.content,
      ${table}.created_at AS createdAt, ${table}.updated_at AS updatedAt
    FROM ${table} JOIN ${table}_version ON ${table}_id = ${table}.id AND version = current_version`;

  const one: VersionedEntries['one'] = (db, id) => {
    const row = db.get<Stored<VersionedEntry>>(`${select} WHERE ${table}.id = ?`, id);
    return row && parsed<VersionedEntry>(row);
  };
  const existing = (db: ReadableVault, id: string): VersionedEntry => {
    const found = one(db, id);
    if (found === undefined) throw new Error(`no ${table} ${id}`);
    return found;
  };
  const addVersion = (db: WritableVault, stamp: Stamp, id: string, version: number, input: EntryInput): void => {
    db.run(
      `INSERT INTO ${table}_version (${table}_id, version, content, changed_at, changed_by, reason)
       VALUES (?, ?, ?, ?, ?, ?)`,
      id,
      version,
      JSON.stringify(input.content),
      stamp.at,
      stamp.account.id,
      input.reason,
    );
  };

  return {
    one,
    page: (db, query) => {
      const after = pageKey(query.after, 'string', 'string');
      const rows = db.all<Stored<VersionedEntry>>(
        `${select} ${after.length === 0 ? '' : `WHERE (${table}.name COLLATE NOCASE, ${table}.id) > (?, ?)`}
         ORDER BY ${table}.name COLLATE NOCASE, ${table}.id LIMIT ?`,
        ...after,
        query.limit + 1,
      );
      return keysetPage(
        rows.map((row) => parsed<VersionedEntry>(row)),
        query.limit,
        (last) => JSON.stringify([last.name, last.id]),
      );
    },
    create: (db, stamp, input) => {
      const id = `${prefix}-${String(nextNumber(db, table)).padStart(4, '0')}`;
      db.run(
        `INSERT INTO ${table} (id, name, current_version, created_at, updated_at) VALUES (?, ?, 1, ?, ?)`,
        id,
        input.name,
        stamp.at,
        stamp.at,
      );
      addVersion(db, stamp, id, 1, input);
      return existing(db, id);
    },
    save: (db, stamp, id, input) => {
      const version = existing(db, id).version + 1;
      addVersion(db, stamp, id, version, input);
      db.run(
        `UPDATE ${table} SET name = ?, current_version = ?, updated_at = ? WHERE id = ?`,
        input.name,
        version,
        stamp.at,
        id,
      );
      return existing(db, id);
    },
    versions: (db, id) =>
      db
        .all<Stored<EntryVersion>>(
          `SELECT version, content, changed_at AS changedAt, changed_by AS changedBy, reason
           FROM ${table}_version WHERE ${table}_id = ? ORDER BY version`,
          id,
        )
        .map((row) => parsed<EntryVersion>(row)),
  };
};
