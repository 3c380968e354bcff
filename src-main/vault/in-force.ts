import type { Derived } from '../domain/derived.ts';
import type { JsonValue } from '../domain/result.ts';
import type { SqlValue } from './driver.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { updateRecord } from './records.ts';
import type { Stamp } from './stamp.ts';

/** A record with a revision in force, by what its entry repeats of its content: no content is read. */
export interface InForce {
  readonly id: string;
  /** The revision that is in force. */
  readonly revision: number;
  readonly periodEnd: string | null;
  readonly facts: JsonValue;
}

/** Records of one type and system. */
export interface InForceFilter {
  readonly type: string;
  readonly systemId: string;
  /** A record that is left out. */
  readonly exceptId?: string | null;
  /** A fact that they have. */
  readonly fact?: { readonly name: string; readonly value: string };
}

type Row = Omit<InForce, 'facts'> & { readonly facts: string };

/**
 * Records with a revision in force: the latest period first, then the newest number. One that is being revised counts as
 * its revision in force says.
 */
export const recordsInForce = (db: ReadableVault, filter: InForceFilter, limit: number): readonly InForce[] => {
  const { fact, exceptId } = filter;
  const asked: readonly SqlValue[] = [filter.systemId, filter.type, exceptId ?? ''];
  const named: readonly SqlValue[] = fact === undefined ? [] : [`$."${fact.name}"`, fact.value];
  const hasFact = (of: string): string => (fact === undefined ? '' : `AND json_extract(${of}, ?) = ?`);
  return db
    .all<Row>(
      `SELECT * FROM (SELECT id, current_revision AS revision, period_end AS periodEnd, facts
         FROM record INDEXED BY record_in_force
         WHERE system_id = ? AND type = ? AND state = 'effective' AND id <> ? ${hasFact('facts')}
         ORDER BY period_end DESC, id DESC LIMIT ?)
       UNION ALL
       SELECT record.id, kept.revision, kept.period_end, kept.facts
       FROM entry_in_force AS kept CROSS JOIN record ON record.id = kept.record_id
       WHERE system_id = ? AND type = ? AND record.id <> ? ${hasFact('kept.facts')}
       ORDER BY periodEnd DESC, id DESC LIMIT ?`,
      ...asked,
      ...named,
      limit,
      ...asked,
      ...named,
      limit,
    )
    .map((row) => ({ ...row, facts: JSON.parse(row.facts) as JsonValue }));
};

/** What the revision in force says of a record that is being revised; undefined where no newer revision is written. */
export const entryInForce = (db: ReadableVault, recordId: string): EntryInForce | undefined => {
  const row = db.get<Omit<EntryInForce, 'facts'> & { readonly facts: string }>(
    `SELECT revision, title, period_start AS periodStart, period_end AS periodEnd, due_on AS dueOn, event_on AS eventOn,
       owner_id AS ownerId, facts
     FROM entry_in_force WHERE record_id = ?`,
    recordId,
  );
  return row && { ...row, facts: JSON.parse(row.facts) as JsonValue };
};

export interface EntryInForce extends Derived {
  readonly revision: number;
  readonly dueOn: string | null;
  readonly ownerId: string;
}

/**
 * Puts a record whose newest revision was withdrawn back to its revision in force, with all that its entry said then.
 * Answers that revision's number; null where none is in force.
 */
export const backToInForce = (db: WritableVault, stamp: Stamp, recordId: string): number | null => {
  const kept = entryInForce(db, recordId);
  if (kept === undefined) return null;
  const { revision, ...entry } = kept;
  updateRecord(db, stamp, recordId, { ...entry, state: 'effective', currentRevision: revision });
  db.run(
    'UPDATE record SET stage = (SELECT stage FROM revision WHERE record_id = id AND revision = current_revision) WHERE id = ?',
    recordId,
  );
  return revision;
};
