import type { JsonValue } from '../domain/result.ts';
import type { SqlValue } from './driver.ts';
import type { ReadableVault } from './handle.ts';

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

/** Records whose current revision is in force: the latest period first, then the newest number. */
export const recordsInForce = (db: ReadableVault, filter: InForceFilter, limit: number): readonly InForce[] => {
  const { fact, exceptId } = filter;
  const values: SqlValue[] = [filter.systemId, filter.type, exceptId ?? ''];
  if (fact !== undefined) values.push(`$."${fact.name}"`, fact.value);
  return db
    .all<Row>(
      `SELECT id, current_revision AS revision, period_end AS periodEnd, facts
       FROM record INDEXED BY record_in_force
       WHERE system_id = ? AND type = ? AND state = 'effective' AND id <> ?
         ${fact === undefined ? '' : 'AND json_extract(facts, ?) = ?'}
       ORDER BY period_end DESC, id DESC LIMIT ?`,
      ...values,
      limit,
    )
    .map((row) => ({ ...row, facts: JSON.parse(row.facts) as JsonValue }));
};

/**
 * Records that are being revised while an earlier revision of theirs is in force: their entry speaks of the draft, so
 * what is in force has to be asked of that revision's content.
 */
export const revisedInForce = (
  db: ReadableVault,
  { type, systemId, exceptId }: InForceFilter,
): readonly { readonly id: string; readonly revision: number }[] =>
  db.all(
    `SELECT record.id, revision.revision FROM record JOIN revision ON record_id = record.id
     WHERE system_id = ? AND type = ? AND record.state IN ('draft', 'in-review', 'awaiting-signatures', 'returned', 'withdrawn')
       AND current_revision > 1 AND record.id <> ? AND revision.state = 'effective'
     ORDER BY record.id`,
    systemId,
    type,
    exceptId ?? '',
  );
