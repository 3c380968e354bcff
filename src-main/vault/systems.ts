import type { JsonValue } from '../domain/result.ts';
import { nextSystemId } from './counters.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { keysetPage, type Page } from './paging.ts';
import type { Stamp } from './stamp.ts';

/** An entry of the system inventory in its current version (Annex 11, 4.3). */
export interface SystemEntry {
  /** `SYS-0001` */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** What the inventory form holds; opaque to the vault. */
  readonly content: JsonValue;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One version of an entry: append-only, with who changed it and why. */
export interface SystemVersion {
  readonly systemId: string;
  readonly version: number;
  readonly content: JsonValue;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly reason: string | null;
}

type Stored<T extends { readonly content: JsonValue }> = Omit<T, 'content'> & { readonly content: string };
const parsed = <T extends { readonly content: JsonValue }>(row: Stored<T>): T =>
  ({ ...row, content: JSON.parse(row.content) as JsonValue }) as unknown as T;

const select = `
  SELECT system.id, system.name, current_version AS version, system_version.content, system.created_at AS createdAt,
    system.updated_at AS updatedAt
  FROM system JOIN system_version ON system_id = system.id AND version = current_version`;

export const system = (db: ReadableVault, id: string): SystemEntry | undefined => {
  const row = db.get<Stored<SystemEntry>>(`${select} WHERE system.id = ?`, id);
  return row && parsed<SystemEntry>(row);
};

/** Systems by name. `after` is the `next` of the page before. */
export const systems = (
  db: ReadableVault,
  query: { readonly limit: number; readonly after?: string | null },
): Page<SystemEntry> => {
  const after = query.after == null ? [] : (JSON.parse(query.after) as [name: string, id: string]);
  const rows = db.all<Stored<SystemEntry>>(
    `${select} ${after.length === 0 ? '' : 'WHERE (system.name COLLATE NOCASE, system.id) > (?, ?)'}
     ORDER BY system.name COLLATE NOCASE, system.id LIMIT ?`,
    ...after,
    query.limit + 1,
  );
  return keysetPage(
    rows.map((row) => parsed<SystemEntry>(row)),
    query.limit,
    (last) => JSON.stringify([last.name, last.id]),
  );
};

export interface SystemInput {
  readonly name: string;
  readonly content: JsonValue;
  readonly reason: string | null;
}

export const createSystem = (db: WritableVault, stamp: Stamp, input: SystemInput): SystemEntry => {
  const id = nextSystemId(db);
  db.run(
    'INSERT INTO system (id, name, current_version, created_at, updated_at) VALUES (?, ?, 1, ?, ?)',
    id,
    input.name,
    stamp.at,
    stamp.at,
  );
  addVersion(db, stamp, id, 1, input);
  return existing(db, id);
};

/** Adds a version and makes it the current one. */
export const saveSystem = (db: WritableVault, stamp: Stamp, id: string, input: SystemInput): SystemEntry => {
  const version = existing(db, id).version + 1;
  addVersion(db, stamp, id, version, input);
  db.run(
    'UPDATE system SET name = ?, current_version = ?, updated_at = ? WHERE id = ?',
    input.name,
    version,
    stamp.at,
    id,
  );
  return existing(db, id);
};

/** All versions, oldest first. */
export const systemVersions = (db: ReadableVault, id: string): readonly SystemVersion[] =>
  db
    .all<Stored<SystemVersion>>(
      `SELECT system_id AS systemId, version, content, changed_at AS changedAt, changed_by AS changedBy, reason
       FROM system_version WHERE system_id = ? ORDER BY version`,
      id,
    )
    .map((row) => parsed<SystemVersion>(row));

const addVersion = (db: WritableVault, stamp: Stamp, id: string, version: number, input: SystemInput): void => {
  db.run(
    'INSERT INTO system_version (system_id, version, content, changed_at, changed_by, reason) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    version,
    JSON.stringify(input.content),
    stamp.at,
    stamp.account.id,
    input.reason,
  );
};

const existing = (db: ReadableVault, id: string): SystemEntry => {
  const found = system(db, id);
  if (found === undefined) throw new Error(`no system ${id}`);
  return found;
};
