import type { JsonValue } from '../domain/result.ts';
import type { ReadableVault } from './handle.ts';

/** A record of a period, as lists know it: no content is read. */
export interface PeriodRecord {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly day: string | null;
  readonly facts: Readonly<Record<string, JsonValue>>;
}

type Row = Omit<PeriodRecord, 'facts'> & { readonly facts: string };
const recordOf = ({ facts, ...row }: Row): PeriodRecord => ({
  ...row,
  facts: JSON.parse(facts) as Readonly<Record<string, JsonValue>>,
});

/** Two days, both included. */
interface Days {
  readonly start: string;
  readonly end: string;
}

/**
 * Records of a type that happened on a day of the period, and those from before it that were still open in it. What was
 * withdrawn is no record. Earliest first.
 */
export const happenedIn = (
  db: ReadableVault,
  systemId: string,
  type: string,
  { start, end }: Days,
): readonly PeriodRecord[] =>
  db
    .all<Row>(
      `SELECT id, title, state, event_on AS day, facts FROM record
       WHERE type = ? AND system_id = ? AND event_on <= ? AND state <> 'withdrawn'
         AND (event_on >= ? OR state <> 'effective' OR substr(updated_at, 1, 10) >= ?)
       ORDER BY event_on, id`,
      type,
      systemId,
      end,
      start,
      start,
    )
    .map(recordOf);

/** Records of a type whose own period ended, or whose day lies, in the period. Earliest first. */
export const completedIn = (
  db: ReadableVault,
  systemId: string,
  type: string,
  { start, end }: Days,
): readonly PeriodRecord[] =>
  db
    .all<Row>(
      `SELECT id, title, state, coalesce(period_end, event_on) AS day, facts FROM record
       WHERE system_id = ? AND type = ? AND state <> 'withdrawn' AND coalesce(period_end, event_on) BETWEEN ? AND ?
       ORDER BY day, id`,
      systemId,
      type,
      start,
      end,
    )
    .map(recordOf);

/** Defects whose risk is accepted for a time that had not run out when the period began. */
export const acceptedRisks = (db: ReadableVault, systemId: string, { start, end }: Days): readonly PeriodRecord[] =>
  db
    .all<Row>(
      `SELECT id, title, state, event_on AS day, facts FROM record
       WHERE type = 'defect' AND facts ->> 'riskExpires' IS NOT NULL AND system_id = ? AND facts ->> 'riskExpires' >= ?
         AND facts ->> 'decision' = 'accept' AND state <> 'withdrawn' AND coalesce(event_on, '') <= ?
       ORDER BY facts ->> 'riskExpires', id`,
      systemId,
      start,
      end,
    )
    .map(recordOf);

/** Which of these ids the vault has, as a record, an action or the number of a reference (withdrawn ones too). */
export const knownIds = (db: ReadableVault, systemId: string, ids: readonly string[]): ReadonlySet<string> =>
  new Set(
    db
      .all<{ readonly id: string }>(
        `SELECT value AS id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM record WHERE record.id = value)
           OR EXISTS (SELECT 1 FROM action WHERE action.id = value)
           OR EXISTS (SELECT 1 FROM reference WHERE system_id = ? AND kind = 'change' AND reference.value = json_each.value)`,
        JSON.stringify(ids),
        systemId,
      )
      .map((row) => row.id),
  );

/** A record with what its hash is taken over: the frozen JSON's where it has one, else the draft's content. */
export interface HashedRecord {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly revision: number;
  readonly frozenSha256: string | null;
  readonly content: string | null;
}

/** Current revisions of many records, by one question. */
export const hashedRecords = (db: ReadableVault, ids: readonly string[]): readonly HashedRecord[] =>
  db.all<HashedRecord>(
    `SELECT record.id, record.title, record.state, revision.revision, frozen_sha256 AS frozenSha256,
       CASE WHEN frozen_sha256 IS NULL THEN content END AS content
     FROM json_each(?) JOIN record ON record.id = value
       JOIN revision ON record_id = record.id AND revision.revision = current_revision
     ORDER BY json_each.key`,
    JSON.stringify(ids),
  );
