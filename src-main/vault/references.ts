import type { JsonValue } from '../domain/result.ts';
import type { ReferenceKind } from '../domain/references.ts';
import { nextNumber } from './counters.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A thing outside the vault that records point to. */
export interface Reference {
  /** `REF-0001` */
  readonly id: string;
  readonly systemId: string;
  readonly kind: ReferenceKind;
  /** The change or ticket number, the address, or the full hash of the commit. */
  readonly value: string;
  readonly title: string;
  /** ISO day of the change or commit; null for the others. */
  readonly occurredOn: string | null;
  /** What the kind keeps besides; opaque to the vault. */
  readonly facts: JsonValue;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly withdrawnAt: string | null;
  readonly withdrawReason: string | null;
}

type Row = Omit<Reference, 'facts'> & { readonly facts: string };
const referenceOf = (row: Row): Reference => ({ ...row, facts: JSON.parse(row.facts) as JsonValue });

const select = `
  SELECT id, system_id AS systemId, kind, value, title, occurred_on AS occurredOn, facts, created_at AS createdAt,
    created_by AS createdBy, withdrawn_at AS withdrawnAt, withdraw_reason AS withdrawReason
  FROM reference`;

export const reference = (db: ReadableVault, id: string): Reference | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && referenceOf(row);
};

/** The reference in use that names this thing for this system. */
export const referenceTo = (
  db: ReadableVault,
  systemId: string,
  kind: ReferenceKind,
  value: string,
): Reference | undefined => {
  const row = db.get<Row>(
    `${select} WHERE system_id = ? AND kind = ? AND value = ? AND withdrawn_at IS NULL`,
    systemId,
    kind,
    value,
  );
  return row && referenceOf(row);
};

/** The references of a system in use, newest first; of one kind and between two days where asked for. */
export const references = (
  db: ReadableVault,
  wanted: {
    readonly systemId: string;
    readonly kind?: ReferenceKind;
    readonly from?: string;
    readonly to?: string;
    readonly limit: number;
  },
): readonly Reference[] =>
  db
    .all<Row>(
      `${select} WHERE system_id = ? AND withdrawn_at IS NULL ${wanted.kind === undefined ? '' : 'AND kind = ?'}
         ${wanted.from === undefined ? '' : 'AND occurred_on >= ?'} ${wanted.to === undefined ? '' : 'AND occurred_on <= ?'}
       ORDER BY occurred_on DESC, id DESC LIMIT ?`,
      wanted.systemId,
      ...[wanted.kind, wanted.from, wanted.to].filter((value) => value !== undefined),
      wanted.limit,
    )
    .map(referenceOf);

export type NewReference = Pick<Reference, 'systemId' | 'kind' | 'value' | 'title' | 'occurredOn' | 'facts'>;

export const addReference = (db: WritableVault, stamp: Stamp, input: NewReference): Reference => {
  const id = `REF-${String(nextNumber(db, 'reference')).padStart(4, '0')}`;
  db.run(
    `INSERT INTO reference (id, system_id, kind, value, title, occurred_on, facts, created_at, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    input.systemId,
    input.kind,
    input.value,
    input.title,
    input.occurredOn,
    JSON.stringify(input.facts),
    stamp.at,
    stamp.account.id,
  );
  return existing(db, id);
};

/** Takes a reference out of use for a reason. @throws where it was withdrawn before (by the schema). */
export const withdrawReference = (db: WritableVault, stamp: Stamp, id: string, reason: string): Reference => {
  db.run(
    'UPDATE reference SET withdrawn_at = ?, withdrawn_by = ?, withdraw_reason = ? WHERE id = ?',
    stamp.at,
    stamp.account.id,
    reason,
    id,
  );
  return existing(db, id);
};

const existing = (db: ReadableVault, id: string): Reference => {
  const found = reference(db, id);
  if (!found) throw new Error(`no reference ${id}`);
  return found;
};

/** A folder on this machine with the version history of a system: commits are looked up in it. */
export interface Repository {
  readonly id: number;
  readonly systemId: string;
  /** Absolute path. */
  readonly path: string;
  readonly addedAt: string;
}

const repositorySelect = 'SELECT id, system_id AS systemId, path, added_at AS addedAt FROM repository';

/** The repositories of a system in use, in the order they were chosen. */
export const repositories = (db: ReadableVault, systemId: string): readonly Repository[] =>
  db.all<Repository>(`${repositorySelect} WHERE system_id = ? AND removed_at IS NULL ORDER BY id`, systemId);

export const repository = (db: ReadableVault, id: number): Repository | undefined =>
  db.get<Repository>(`${repositorySelect} WHERE id = ? AND removed_at IS NULL`, id);

/** Keeps a repository for a system; one that is kept already is answered as it is. */
export const addRepository = (db: WritableVault, stamp: Stamp, systemId: string, path: string): Repository => {
  const there = repositories(db, systemId).find((one) => one.path === path);
  if (there) return there;
  db.run(
    'INSERT INTO repository (system_id, path, added_at, added_by) VALUES (?, ?, ?, ?)',
    systemId,
    path,
    stamp.at,
    stamp.account.id,
  );
  const added = repositories(db, systemId).find((one) => one.path === path);
  if (!added) throw new Error('a repository that was not added');
  return added;
};

export const removeRepository = (db: WritableVault, stamp: Stamp, id: number): void => {
  db.run('UPDATE repository SET removed_at = ?, removed_by = ? WHERE id = ?', stamp.at, stamp.account.id, id);
};
