import { hash } from 'node:crypto';
import type { JsonValue } from '../domain/result.ts';
import { addContributor } from './contributors.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** One version of a record's content. Its content is immutable from the moment it is frozen. */
export interface Revision {
  readonly recordId: string;
  readonly revision: number;
  /** In the words of the domain's lifecycle. */
  readonly state: string;
  /** What the form holds; opaque to the vault. */
  readonly content: JsonValue;
  /** Counts the saves of the draft, from 1: two windows on one draft notice each other by it. */
  readonly edit: number;
  /** Why this revision was begun; null for the first. */
  readonly reason: string | null;
  /** SHA-256 of the frozen canonical JSON, lower-case hex; null while a draft. */
  readonly frozenSha256: string | null;
  readonly frozenAt: string | null;
  /** The working state inside the draft; null for types without stages. */
  readonly stage: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

type Row = Omit<Revision, 'content'> & { readonly content: string };

const select = `
  SELECT record_id AS recordId, revision, state, content, edit, reason, frozen_sha256 AS frozenSha256,
    frozen_at AS frozenAt, stage, created_at AS createdAt, created_by AS createdBy, updated_at AS updatedAt,
    updated_by AS updatedBy
  FROM revision`;

const revisionOf = (row: Row): Revision => ({ ...row, content: JSON.parse(row.content) as JsonValue });

export const revision = (db: ReadableVault, recordId: string, number: number): Revision | undefined => {
  const row = db.get<Row>(`${select} WHERE record_id = ? AND revision = ?`, recordId, number);
  return row && revisionOf(row);
};

/** All revisions of a record, oldest first. */
export const revisions = (db: ReadableVault, recordId: string): readonly Revision[] =>
  db.all<Row>(`${select} WHERE record_id = ? ORDER BY revision`, recordId).map(revisionOf);

export interface NewRevision {
  readonly recordId: string;
  readonly state: string;
  readonly stage?: string | null;
  readonly content: JsonValue;
  readonly reason: string | null;
}

/** Begins the next revision of a record. The record's entry names the current one: the caller moves it on. */
export const addRevision = (db: WritableVault, stamp: Stamp, input: NewRevision): Revision => {
  const number = (last(db, input.recordId) ?? 0) + 1;
  db.run(
    `INSERT INTO revision (record_id, revision, state, stage, content, edit, reason, created_at, created_by, updated_at, updated_by)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    input.recordId,
    number,
    input.state,
    input.stage ?? null,
    JSON.stringify(input.content),
    input.reason,
    stamp.at,
    stamp.account.id,
    stamp.at,
    stamp.account.id,
  );
  addContributor(db, stamp, input.recordId, number);
  return existing(db, input.recordId, number);
};

/** Saves a draft's content and answers its new edit number. @throws for a frozen revision (by the schema). */
export const saveDraft = (
  db: WritableVault,
  stamp: Stamp,
  draft: { readonly recordId: string; readonly revision: number; readonly content: JsonValue },
): number => {
  const { recordId, revision: number } = draft;
  const edit = existing(db, recordId, number).edit + 1;
  db.run(
    'UPDATE revision SET content = ?, edit = ?, updated_at = ?, updated_by = ? WHERE record_id = ? AND revision = ?',
    JSON.stringify(draft.content),
    edit,
    stamp.at,
    stamp.account.id,
    recordId,
    number,
  );
  addContributor(db, stamp, recordId, number);
  return edit;
};

/**
 * Freezes a revision: `canonical` is the RFC 8785 text of everything that is signed, as UTF-8. Answers its SHA-256.
 * From here on nothing of its content can change.
 */
export const freezeRevision = (
  db: WritableVault,
  stamp: Stamp,
  frozen: {
    readonly recordId: string;
    readonly revision: number;
    readonly state: string;
    readonly canonical: Uint8Array;
    /** What screens show of the frozen content; the draft's where absent. */
    readonly content?: JsonValue;
  },
): string => {
  const sha256 = hash('sha256', frozen.canonical, 'hex');
  db.run(
    `UPDATE revision SET state = ?, content = coalesce(?, content), frozen_json = ?, frozen_sha256 = ?, frozen_at = ?, updated_at = ?, updated_by = ?
     WHERE record_id = ? AND revision = ?`,
    frozen.state,
    frozen.content === undefined ? null : JSON.stringify(frozen.content),
    frozen.canonical,
    sha256,
    stamp.at,
    stamp.at,
    stamp.account.id,
    frozen.recordId,
    frozen.revision,
  );
  return sha256;
};

/** The frozen canonical JSON of a revision, undefined while it is a draft. */
export const frozenJson = (db: ReadableVault, recordId: string, number: number): Uint8Array | undefined =>
  db.get<{ readonly json: Uint8Array | null }>(
    'SELECT frozen_json AS json FROM revision WHERE record_id = ? AND revision = ?',
    recordId,
    number,
  )?.json ?? undefined;

/** Moves a revision to another state of the lifecycle; which steps are legal is the domain's to say. */
export const setRevisionState = (
  db: WritableVault,
  stamp: Stamp,
  recordId: string,
  number: number,
  state: string,
): void => {
  const changed = db.run(
    'UPDATE revision SET state = ?, updated_at = ?, updated_by = ? WHERE record_id = ? AND revision = ?',
    state,
    stamp.at,
    stamp.account.id,
    recordId,
    number,
  );
  if (changed !== 1) throw new Error(`no revision ${number} of ${recordId}`);
};

const last = (db: ReadableVault, recordId: string): number | null =>
  db.get<{ readonly n: number | null }>('SELECT max(revision) AS n FROM revision WHERE record_id = ?', recordId)?.n ??
  null;

const existing = (db: ReadableVault, recordId: string, number: number): Revision => {
  const found = revision(db, recordId, number);
  if (found === undefined) throw new Error(`no revision ${number} of ${recordId}`);
  return found;
};
