import type { ActionStatus, ActionType } from '../domain/actions.ts';
import type { SqlValue } from './driver.ts';
import { nextRecordId } from './counters.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { keysetPage, pageKey, type Page } from './paging.ts';
import type { Stamp } from './stamp.ts';

/** Something that somebody owes: agreed in a record, or entered for a system. Days are ISO 8601. */
export interface Action {
  /** `AI-2026-0001` */
  readonly id: string;
  readonly systemId: string;
  /** The record that it was agreed in; null where it was entered for the system. */
  readonly recordId: string | null;
  readonly action: string;
  /** How one will see that it is done. */
  readonly outcome: string;
  readonly type: ActionType;
  /** The account that owes it; null for a person without one. */
  readonly ownerId: string | null;
  readonly ownerName: string;
  readonly dueOn: string;
  readonly status: ActionStatus;
  /** The evidence of what was done, or the reason why it was dropped. */
  readonly closingNote: string | null;
  /** The day it was done or dropped, as reported; `closedAt` is when that was entered. */
  readonly closedOn: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly effectivenessDueOn: string | null;
  /** What the effectiveness check found; null before it. */
  readonly effective: boolean | null;
  readonly effectivenessNote: string | null;
  readonly effectivenessAt: string | null;
  readonly effectivenessBy: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
}

type Row = Omit<Action, 'effective'> & { readonly effective: number | null };
const actionOf = (row: Row): Action => ({ ...row, effective: row.effective === null ? null : row.effective === 1 });

const select = `
  SELECT id, system_id AS systemId, record_id AS recordId, action, outcome, type, owner_id AS ownerId,
    owner_name AS ownerName, due_on AS dueOn, status, closing_note AS closingNote, closed_on AS closedOn,
    closed_at AS closedAt, closed_by AS closedBy, effectiveness_due_on AS effectivenessDueOn, effective,
    effectiveness_note AS effectivenessNote, effectiveness_at AS effectivenessAt, effectiveness_by AS effectivenessBy,
    created_at AS createdAt, created_by AS createdBy, updated_at AS updatedAt
  FROM action`;

export const action = (db: ReadableVault, id: string): Action | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && actionOf(row);
};

/** Which actions; all that is given must hold. */
export interface ActionFilter {
  readonly systemId?: string;
  readonly recordId?: string;
  readonly ownerId?: string;
  readonly status?: ActionStatus;
  /** Something is owed on this day or before it: the action while open, its effectiveness check when done. */
  readonly owedUntil?: string;
  /** Open on some day of this period, or closed in it. */
  readonly period?: { readonly start: string; readonly end: string };
}

/** Actions by their due day, earliest first. `after` is the `next` of the page before. */
export const actions = (
  db: ReadableVault,
  query: ActionFilter & { readonly limit: number; readonly after?: string | null },
): Page<Action> => {
  const { sql, values } = conditions(query);
  if (query.after != null) {
    sql.push('(due_on, id) > (?, ?)');
    values.push(...pageKey(query.after, 'string', 'string'));
  }
  const rows = db.all<Row>(
    `${select} ${sql.length === 0 ? '' : `WHERE ${sql.join(' AND ')}`} ORDER BY due_on, id LIMIT ?`,
    ...values,
    query.limit + 1,
  );
  return keysetPage(rows.map(actionOf), query.limit, (last) => JSON.stringify([last.dueOn, last.id]));
};

/** Every action that the filter lets through, read page by page. */
export const allActions = (db: ReadableVault, filter: ActionFilter): readonly Action[] => {
  const found: Action[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = actions(db, { ...filter, limit: 1000, after: after ?? null });
    found.push(...page.items);
    after = page.next;
  }
  return found;
};

/** How many there are, counted up to `bound`. */
export const countActions = (
  db: ReadableVault,
  filter: ActionFilter = {},
  bound: number = Number.MAX_SAFE_INTEGER,
): number => {
  const { sql, values } = conditions(filter);
  const where = sql.length === 0 ? '' : `WHERE ${sql.join(' AND ')}`;
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM action ${where} LIMIT ?)`;
  return db.get<{ readonly n: number }>(counted, ...values, bound)?.n ?? 0;
};

const conditions = (filter: ActionFilter): { readonly sql: string[]; readonly values: SqlValue[] } => {
  const sql: string[] = [];
  const values: SqlValue[] = [];
  const where = (text: string, ...given: readonly SqlValue[]): void => {
    sql.push(text);
    values.push(...given);
  };
  if (filter.systemId !== undefined) where('system_id = ?', filter.systemId);
  if (filter.recordId !== undefined) where('record_id = ?', filter.recordId);
  if (filter.ownerId !== undefined) where('owner_id = ?', filter.ownerId);
  if (filter.status !== undefined) where('status = ?', filter.status);
  if (filter.owedUntil !== undefined)
    where(
      `((status = 'open' AND due_on <= ?) OR (status = 'done' AND effective IS NULL AND effectiveness_due_on <= ?))`,
      filter.owedUntil,
      filter.owedUntil,
    );
  if (filter.period !== undefined)
    where(
      'substr(created_at, 1, 10) <= ? AND (closed_on IS NULL OR closed_on >= ?)',
      filter.period.end,
      filter.period.start,
    );
  return { sql, values };
};

export type NewAction = Pick<
  Action,
  'systemId' | 'recordId' | 'action' | 'outcome' | 'type' | 'ownerId' | 'ownerName' | 'dueOn' | 'effectivenessDueOn'
>;

/** Creates an open action; `year` is the year of its number. */
export const createAction = (db: WritableVault, stamp: Stamp, year: number, input: NewAction): Action => {
  const id = nextRecordId(db, 'AI', year);
  db.run(
    `INSERT INTO action (id, system_id, record_id, action, outcome, type, owner_id, owner_name, due_on, status,
       effectiveness_due_on, created_at, created_by, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?)`,
    id,
    input.systemId,
    input.recordId,
    input.action,
    input.outcome,
    input.type,
    input.ownerId,
    input.ownerName,
    input.dueOn,
    input.effectivenessDueOn,
    stamp.at,
    stamp.account.id,
    stamp.at,
  );
  return existing(db, id);
};

/** What of an open action may change; what was agreed may not. */
export type ActionUpdate = Partial<Pick<Action, 'ownerId' | 'ownerName' | 'dueOn' | 'effectivenessDueOn'>>;

export const updateAction = (db: WritableVault, stamp: Stamp, id: string, update: ActionUpdate): Action => {
  const next = { ...existing(db, id), ...update };
  db.run(
    'UPDATE action SET owner_id = ?, owner_name = ?, due_on = ?, effectiveness_due_on = ?, updated_at = ? WHERE id = ?',
    next.ownerId,
    next.ownerName,
    next.dueOn,
    next.effectivenessDueOn,
    stamp.at,
    id,
  );
  return existing(db, id);
};

/** Closes an action for good. @throws where it was closed before (by the schema). */
export const closeAction = (
  db: WritableVault,
  stamp: Stamp,
  id: string,
  closing: { readonly status: 'done' | 'dropped'; readonly note: string; readonly on: string },
): Action => {
  db.run(
    `UPDATE action SET status = ?, closing_note = ?, closed_on = ?, closed_at = ?, closed_by = ?, updated_at = ?
     WHERE id = ?`,
    closing.status,
    closing.note,
    closing.on,
    stamp.at,
    stamp.account.id,
    stamp.at,
    id,
  );
  return existing(db, id);
};

/** Keeps what the effectiveness check found. @throws where it was made before (by the schema). */
export const judgeAction = (
  db: WritableVault,
  stamp: Stamp,
  id: string,
  judgement: { readonly effective: boolean; readonly note: string },
): Action => {
  db.run(
    `UPDATE action SET effective = ?, effectiveness_note = ?, effectiveness_at = ?, effectiveness_by = ?, updated_at = ?
     WHERE id = ?`,
    judgement.effective ? 1 : 0,
    judgement.note,
    stamp.at,
    stamp.account.id,
    stamp.at,
    id,
  );
  return existing(db, id);
};

const existing = (db: ReadableVault, id: string): Action => {
  const found = action(db, id);
  if (!found) throw new Error(`no action ${id}`);
  return found;
};
