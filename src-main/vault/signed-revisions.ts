import type { SqlValue } from './driver.ts';
import type { ReadableVault } from './handle.ts';

/** A revision that all its signers signed, whether it is still in force or not. */
export interface SignedRevision {
  readonly recordId: string;
  readonly revision: number;
  readonly type: string;
  readonly systemId: string;
  readonly title: string;
  readonly state: string;
}

/** Which of them; all that is given must hold. Null: no restriction. */
export interface SignedFilter {
  readonly systems: readonly string[] | null;
  readonly types: readonly string[] | null;
  /** Days, both included. A record with a period is in where the two overlap; another by the day it speaks of, or was frozen. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Effective, superseded and retired revisions, by record id and revision. */
export const signedRevisions = (db: ReadableVault, filter: SignedFilter): readonly SignedRevision[] => {
  const sql = ["revision.state IN ('effective', 'superseded', 'retired')"];
  const values: SqlValue[] = [];
  const add = (text: string, value: SqlValue): void => {
    sql.push(text);
    values.push(value);
  };
  const day = 'coalesce(record.event_on, substr(revision.frozen_at, 1, 10))';
  if (filter.systems !== null)
    add('record.system_id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.systems));
  if (filter.types !== null) add('record.type IN (SELECT value FROM json_each(?))', JSON.stringify(filter.types));
  if (filter.from !== null) add(`coalesce(record.period_end, ${day}) >= ?`, filter.from);
  if (filter.to !== null) add(`coalesce(record.period_start, ${day}) <= ?`, filter.to);
  return db.all<SignedRevision>(
    `SELECT revision.record_id AS recordId, revision.revision, record.type, record.system_id AS systemId, record.title,
       revision.state
     FROM revision JOIN counted_record AS record ON record.id = revision.record_id
     WHERE ${sql.join(' AND ')} ORDER BY revision.record_id, revision.revision`,
    ...values,
  );
};
