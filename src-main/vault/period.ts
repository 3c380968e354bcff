import type { JsonValue } from '../domain/result.ts';
import type { ReadableVault } from './handle.ts';

/** A record of a period by what counts of it, the revision in force where there is one: no content is read. */
export interface PeriodRecord {
  readonly id: string;
  readonly title: string;
  /** Of the newest revision where the work is asked for, else of the one that counts. */
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
 * Records of a type that happened on a day of the period, and those from before it that were still open in it: `state` is
 * that of the work, which is open again while a signed record is revised. What was withdrawn is no record. Earliest first.
 */
export const happenedIn = (
  db: ReadableVault,
  systemId: string,
  type: string,
  { start, end }: Days,
): readonly PeriodRecord[] =>
  db
    .all<Row>(
      `SELECT id, title, work_state AS state, event_on AS day, facts FROM counted_record
       WHERE type = ? AND system_id = ? AND event_on <= ? AND state <> 'withdrawn'
         AND (event_on >= ? OR work_state <> 'effective' OR substr(updated_at, 1, 10) >= ?)
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
      `SELECT id, title, state, coalesce(period_end, event_on) AS day, facts FROM counted_record
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
      `SELECT id, title, state, event_on AS day, facts FROM counted_record
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

/** Of many records the revisions that count, by one question, in the order asked for. */
export const hashedRecords = (db: ReadableVault, ids: readonly string[]): readonly HashedRecord[] => {
  const rows = db.all<HashedRecord>(
    `SELECT counted.id, counted.title, counted.state, revision.revision, frozen_sha256 AS frozenSha256,
       CASE WHEN frozen_sha256 IS NULL THEN content END AS content
     FROM counted_record AS counted CROSS JOIN revision
       ON record_id = counted.id AND revision.revision = counted.revision
     WHERE counted.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
};
