import type { AuditLink } from '../../domain/audit-entry.ts';
import type { SqlValue } from '../driver.ts';
import type { ReadableVault } from '../handle.ts';
import { keysetPage, pageKey, type Page } from '../paging.ts';
import type { AuditEntry } from './entry.ts';

/** Which entries to show; all that is given must hold. */
export interface AuditFilter {
  readonly subjectType?: string;
  readonly subjectId?: string;
  readonly accountId?: string;
  /** Exact actions, e.g. `['record.sign', 'record.reject']`. */
  readonly actions?: readonly string[];
  /** Entry time, UTC, both ends included. */
  readonly from?: string;
  readonly to?: string;
  /** Numbers: those beyond `after`, up to and with `upTo`. */
  readonly after?: number;
  readonly upTo?: number;
}

export interface AuditQuery extends Omit<AuditFilter, 'after' | 'upTo'> {
  readonly order?: 'newest-first' | 'oldest-first';
  /** The `next` of the page before. */
  readonly after?: string | null;
  /** 1 to 1000. */
  readonly limit: number;
}

/** An entry with the hash it is known by. */
export type StoredAuditEntry = AuditEntry & { readonly hash: string };

/** One page of the trail. Pages follow the sequence number, so they stay right while entries are added. */
export const auditTrail = (db: ReadableVault, query: AuditQuery): Page<StoredAuditEntry> => {
  const newestFirst = query.order !== 'oldest-first';
  const { after: _, ...filter } = query;
  const where = conditions(db, filter);
  if (query.after != null) {
    where.sql.push(newestFirst ? 'seq < ?' : 'seq > ?');
    where.values.push(...pageKey(query.after, 'number'));
  }
  const rows = db.all<{ readonly canonical: string; readonly hash: string }>(
    `SELECT canonical, hash FROM audit_entry ${where.sql.length > 0 ? `WHERE ${where.sql.join(' AND ')}` : ''}
     ORDER BY seq ${newestFirst ? 'DESC' : 'ASC'} LIMIT ?`,
    ...where.values,
    query.limit + 1,
  );
  return keysetPage(rows.map(entryOf), query.limit, (entry) => JSON.stringify([entry.seq]));
};

/** All entries that match, oldest first, one by one: for exports of any length. */
export function* auditEntries(
  db: ReadableVault,
  filter: AuditFilter = {},
): Generator<StoredAuditEntry, void, undefined> {
  const where = conditions(db, filter);
  const rows = db.walk(
    `SELECT canonical, hash FROM audit_entry ${where.sql.length > 0 ? `WHERE ${where.sql.join(' AND ')}` : ''} ORDER BY seq`,
    ...where.values,
  );
  for (const [canonical, hash] of rows) yield entryOf({ canonical: canonical as string, hash: hash as string });
}

/** Entries as they are kept, in order, from the one after `after` up to and with `upTo`: for exports that go in pieces. */
export const auditLinks = (
  db: ReadableVault,
  range: { readonly after: number; readonly upTo: number; readonly limit: number },
): readonly AuditLink[] =>
  db.all<AuditLink>(
    'SELECT seq, hash, canonical FROM audit_entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
    range.after,
    range.upTo,
    range.limit,
  );

/**
 * The entries of a time, as what stands before the first and the last of them by number. Clocks may be set back: the span
 * runs from the first entry that is in it to the last one, whatever stands between.
 */
export const auditSpan = (
  db: ReadableVault,
  time: { readonly from: string | null; readonly to: string | null },
): { readonly after: number; readonly upTo: number } => {
  const found = db.get<{ readonly first: number | null; readonly last: number | null }>(
    'SELECT min(seq) AS first, max(seq) AS last FROM audit_entry WHERE at >= ? AND at <= ?',
    time.from ?? '',
    time.to ?? '9999',
  );
  return { after: (found?.first ?? 1) - 1, upTo: found?.last ?? 0 };
};

const entryOf = (row: { readonly canonical: string; readonly hash: string }): StoredAuditEntry => ({
  ...(JSON.parse(row.canonical) as AuditEntry),
  hash: row.hash,
});

const conditions = (db: ReadableVault, filter: AuditFilter): { sql: string[]; values: SqlValue[] } => {
  const sql: string[] = [];
  const values: SqlValue[] = [];
  const add = (text: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    sql.push(text);
    values.push(value);
  };
  add('subject_id = ?', filter.subjectId);
  add('subject_type = ?', filter.subjectType);
  add('account_id = ?', filter.accountId);
  add('action IN (SELECT value FROM json_each(?))', filter.actions && JSON.stringify(filter.actions));
  add('seq > ?', filter.after);
  add('seq <= ?', filter.upTo);
  if (filter.from !== undefined || filter.to !== undefined) {
    // Looked up by time once, then walked by number: SQLite would sort all entries of the time for every page.
    const span = auditSpan(db, { from: filter.from ?? null, to: filter.to ?? null });
    add('seq > ?', span.after);
    add('seq <= ?', span.upTo);
    add('+at >= ?', filter.from);
    add('+at <= ?', filter.to);
  }
  return { sql, values };
};
