import type { JsonValue } from '../domain/result.ts';
import type { SqlValue } from './driver.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { keysetPage, pageKey, type Page } from './paging.ts';
import { addRevision } from './revisions.ts';
import type { Stamp } from './stamp.ts';

/** What lists show of a record. Its content stands in its revisions. */
export interface RecordEntry {
  /** `PE-2026-0007`; never reused. */
  readonly id: string;
  readonly type: string;
  readonly systemId: string;
  readonly title: string;
  /** The record's state in the words of the domain's lifecycle. */
  readonly state: string;
  /** Days, both included; null for records that speak of no period. */
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly dueOn: string | null;
  readonly ownerId: string;
  readonly currentRevision: number;
  /** The working state of the current revision; null for types without stages. */
  readonly stage: string | null;
  /** The day the record speaks of, where that is no period. */
  readonly eventOn: string | null;
  /** Derived from the content of the current revision. */
  readonly facts: JsonValue;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const select = `
  SELECT id, type, system_id AS systemId, title, state, period_start AS periodStart, period_end AS periodEnd,
    due_on AS dueOn, owner_id AS ownerId, current_revision AS currentRevision, stage, event_on AS eventOn, facts,
    created_at AS createdAt, updated_at AS updatedAt
  FROM record`;

type Row = Omit<RecordEntry, 'facts'> & { readonly facts: string };

const entryOf = (row: Row): RecordEntry => ({ ...row, facts: JSON.parse(row.facts) as JsonValue });

export const record = (db: ReadableVault, id: string): RecordEntry | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && entryOf(row);
};

/** Which records; all that is given must hold. */
export interface RecordFilter {
  readonly type?: string;
  readonly states?: readonly string[];
  readonly systemId?: string;
  readonly ownerId?: string;
  /** Due on this day or before it. */
  readonly dueUntil?: string;
}

/** The orders that have an index: a page costs the same at a hundred records and at a hundred thousand. */
const orders = {
  'last-changed': { column: 'updated_at', direction: 'DESC', key: (item: RecordEntry) => item.updatedAt },
  'first-due': { column: 'due_on', direction: 'ASC', key: (item: RecordEntry) => item.dueOn ?? '' },
  id: { column: 'id', direction: 'ASC', key: (item: RecordEntry) => item.id },
} as const;

export interface RecordQuery extends RecordFilter {
  /** `first-due` lists only records that are due some day. */
  readonly order?: keyof typeof orders;
  /** The `next` of the page before. */
  readonly after?: string | null;
  /** 1 to 1000. */
  readonly limit: number;
}

export const records = (db: ReadableVault, query: RecordQuery): Page<RecordEntry> => {
  const order = orders[query.order ?? 'last-changed'];
  const { sql, values } = conditions(query);
  if (order.column === 'due_on') sql.push('due_on IS NOT NULL');
  if (query.after != null) {
    sql.push(`(${order.column}, id) ${order.direction === 'ASC' ? '>' : '<'} (?, ?)`);
    values.push(...pageKey(query.after, 'string', 'string'));
  }
  const rows = db.all<Row>(
    `${select} ${sql.length > 0 ? `WHERE ${sql.join(' AND ')}` : ''}
     ORDER BY ${order.column} ${order.direction}, id ${order.direction} LIMIT ?`,
    ...values,
    query.limit + 1,
  );
  return keysetPage(rows.map(entryOf), query.limit, (last) => JSON.stringify([order.key(last), last.id]));
};

/** The records with these ids, in no order. */
export const recordsOf = (db: ReadableVault, ids: readonly string[]): readonly RecordEntry[] =>
  db.all<Row>(`${select} WHERE id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids)).map(entryOf);

/**
 * How many records there are, counted up to `bound`: a count costs with what it counts, and no list of ten thousand is
 * read to its end. (Sums kept up to date would have to be kept for every combination of filters.)
 */
export const countRecords = (
  db: ReadableVault,
  filter: RecordFilter = {},
  bound: number = Number.MAX_SAFE_INTEGER,
): number => {
  const { sql, values } = conditions(filter);
  const where = sql.length > 0 ? `WHERE ${sql.join(' AND ')}` : '';
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM record ${where} LIMIT ?)`;
  return db.get<{ readonly n: number }>(counted, ...values, bound)?.n ?? 0;
};

/** How many records there are of each type in each state. */
export const recordCounts = (
  db: ReadableVault,
): readonly { readonly type: string; readonly state: string; readonly records: number }[] =>
  db.all('SELECT type, state, count(*) AS records FROM record GROUP BY type, state ORDER BY type, state');

export interface NewRecord {
  /** From `nextRecordId`. */
  readonly id: string;
  readonly type: string;
  readonly systemId: string;
  readonly title: string;
  readonly state: string;
  readonly periodStart?: string | null;
  readonly periodEnd?: string | null;
  readonly dueOn?: string | null;
  readonly ownerId: string;
  readonly stage?: string | null;
  readonly eventOn?: string | null;
  readonly facts?: JsonValue;
  readonly content: JsonValue;
}

/** Creates a record with its first revision. */
export const createRecord = (db: WritableVault, stamp: Stamp, input: NewRecord): RecordEntry => {
  db.run(
    `INSERT INTO record (id, type, system_id, title, state, period_start, period_end, due_on, owner_id, current_revision,
       stage, event_on, facts, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    input.id,
    input.type,
    input.systemId,
    input.title,
    input.state,
    input.periodStart ?? null,
    input.periodEnd ?? null,
    input.dueOn ?? null,
    input.ownerId,
    input.stage ?? null,
    input.eventOn ?? null,
    JSON.stringify(input.facts ?? {}),
    stamp.at,
    stamp.at,
  );
  addRevision(db, stamp, {
    recordId: input.id,
    state: input.state,
    stage: input.stage ?? null,
    content: input.content,
    reason: null,
  });
  return existing(db, input.id);
};

/** What of a record's entry may change; its content changes through its revisions. */
export interface RecordUpdate {
  readonly title?: string;
  readonly state?: string;
  readonly periodStart?: string | null;
  readonly periodEnd?: string | null;
  readonly dueOn?: string | null;
  readonly ownerId?: string;
  readonly currentRevision?: number;
  readonly eventOn?: string | null;
  readonly facts?: JsonValue;
}

export const updateRecord = (db: WritableVault, stamp: Stamp, id: string, update: RecordUpdate): RecordEntry => {
  const next = { ...existing(db, id), ...update };
  db.run(
    `UPDATE record SET title = ?, state = ?, period_start = ?, period_end = ?, due_on = ?, owner_id = ?,
       current_revision = ?, event_on = ?, facts = ?, updated_at = ? WHERE id = ?`,
    next.title,
    next.state,
    next.periodStart,
    next.periodEnd,
    next.dueOn,
    next.ownerId,
    next.currentRevision,
    next.eventOn,
    JSON.stringify(next.facts),
    stamp.at,
    id,
  );
  return existing(db, id);
};

const existing = (db: ReadableVault, id: string): RecordEntry => {
  const found = record(db, id);
  if (found === undefined) throw new Error(`no record ${id}`);
  return found;
};

const conditions = (filter: RecordFilter): { sql: string[]; values: SqlValue[] } => {
  const sql: string[] = [];
  const values: SqlValue[] = [];
  const add = (text: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    sql.push(text);
    values.push(value);
  };
  add('type = ?', filter.type);
  add('system_id = ?', filter.systemId);
  add('owner_id = ?', filter.ownerId);
  add('due_on <= ?', filter.dueUntil);
  // One state is an equality, which an index of its order serves.
  const [only, ...further] = filter.states ?? [];
  if (further.length === 0) add('state = ?', only);
  else add('state IN (SELECT value FROM json_each(?))', JSON.stringify(filter.states));
  return { sql, values };
};
