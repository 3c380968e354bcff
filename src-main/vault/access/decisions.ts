import type { ReadableVault, WritableVault } from '../handle.ts';
import type { Stamp } from '../stamp.ts';

/** One act of deciding, over one line or many. */
export interface AccessAct {
  readonly id: number;
  readonly fileId: string;
  /** A decision; for an undo the one that was taken back. */
  readonly decision: string;
  readonly justification: string;
  readonly removeRoles: readonly string[];
  readonly mode: 'single' | 'bulk' | 'undo';
  readonly lines: number;
  readonly undoes: number | null;
  readonly at: string;
  readonly accountId: string;
}

type Row = Omit<AccessAct, 'removeRoles'> & { readonly removeRoles: string };

const select = `
  SELECT id, file_id AS fileId, decision, justification, remove_roles AS removeRoles, mode, lines, undoes, at,
    account_id AS accountId FROM access_act`;

const actOf = (row: Row): AccessAct => ({ ...row, removeRoles: JSON.parse(row.removeRoles) as string[] });

export const accessAct = (db: ReadableVault, id: number): AccessAct | undefined => {
  const row = db.get<Row>(`${select} WHERE id = ?`, id);
  return row && actOf(row);
};

/** Acts on a population, oldest first. */
export const accessActs = (db: ReadableVault, fileId: string): readonly AccessAct[] =>
  db.all<Row>(`${select} WHERE file_id = ? ORDER BY id`, fileId).map(actOf);

/** The acts that touched a line, oldest first. */
export const accessActsOf = (db: ReadableVault, fileId: string, line: number): readonly AccessAct[] =>
  db
    .all<Row>(
      `${select} WHERE id IN (SELECT act FROM access_decision WHERE file_id = ? AND line = ?) ORDER BY id`,
      fileId,
      line,
    )
    .map(actOf);

export interface NewAct {
  readonly recordId: string;
  readonly fileId: string;
  readonly decision: string;
  readonly justification: string;
  readonly removeRoles: readonly string[];
  readonly mode: 'single' | 'bulk';
  readonly lines: readonly number[];
}

/** Decides lines: the history grows, the lines stand decided. Answers the act. */
export const decideAccess = (db: WritableVault, stamp: Stamp, input: NewAct): number => {
  const id = addAct(db, stamp, { ...input, lines: input.lines.length, undoes: null });
  const lines = JSON.stringify(input.lines);
  db.run(
    `INSERT INTO access_decision (file_id, line, act, previous)
     SELECT file_id, line, ?, act FROM access_state WHERE file_id = ? AND line IN (SELECT value FROM json_each(?))`,
    id,
    input.fileId,
    lines,
  );
  db.run(
    `UPDATE access_state SET decision = ?, act = ? WHERE file_id = ? AND line IN (SELECT value FROM json_each(?))`,
    input.decision,
    id,
    input.fileId,
    lines,
  );
  return id;
};

/** Takes an act back: lines that still stand by it stand again as before. Answers how many. */
export const undoAccessAct = (db: WritableVault, stamp: Stamp, recordId: string, act: AccessAct): number => {
  const lines =
    db.get<{ readonly n: number }>(
      'SELECT count(*) AS n FROM access_state WHERE file_id = ? AND act = ?',
      act.fileId,
      act.id,
    )?.n ?? 0;
  const id = addAct(db, stamp, { ...act, recordId, mode: 'undo', lines, undoes: act.id });
  db.run(
    `INSERT INTO access_decision (file_id, line, act, previous)
     SELECT file_id, line, ?, act FROM access_state WHERE file_id = ? AND act = ?`,
    id,
    act.fileId,
    act.id,
  );
  db.run(
    `UPDATE access_state SET act = before.previous,
       decision = (SELECT decision FROM access_act WHERE id = before.previous)
     FROM access_decision AS before
     WHERE access_state.file_id = ? AND access_state.act = ? AND before.file_id = access_state.file_id
       AND before.act = access_state.act AND before.line = access_state.line`,
    act.fileId,
    act.id,
  );
  return lines;
};

const addAct = (
  db: WritableVault,
  stamp: Stamp,
  act: Omit<AccessAct, 'id' | 'at' | 'accountId'> & { readonly recordId: string },
): number => {
  const row = db.get<{ readonly id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM access_act');
  const id = row?.id ?? 1;
  db.run(
    `INSERT INTO access_act (id, record_id, file_id, decision, justification, remove_roles, mode, lines, undoes, at,
       account_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    act.recordId,
    act.fileId,
    act.decision,
    act.justification,
    JSON.stringify(act.removeRoles),
    act.mode,
    act.lines,
    act.undoes,
    stamp.at,
    stamp.account.id,
  );
  return id;
};

/** What a decision asks of a line: little, so that fifty thousand are judged at once. */
export interface LineToDecide {
  readonly line: number;
  readonly mask: number;
  readonly privileged: boolean;
}

/** Lines of a population by number; unknown numbers are left out. */
export const linesToDecide = (db: ReadableVault, fileId: string, lines: readonly number[]): readonly LineToDecide[] => {
  const wanted = new Set(lines);
  return db
    .all<Omit<LineToDecide, 'privileged'> & { readonly privileged: 0 | 1 }>(
      'SELECT line, mask, privileged FROM access_state WHERE file_id = ? AND line BETWEEN ? AND ? ORDER BY line',
      fileId,
      lines.reduce((least, line) => Math.min(least, line), Number.MAX_SAFE_INTEGER),
      lines.reduce((most, line) => Math.max(most, line), 0),
    )
    .filter(({ line }) => wanted.has(line))
    .map((row) => ({ ...row, privileged: row.privileged === 1 }));
};

/** A replaced population keeps the decisions on lines that did not change: `pairs` are old and new line. */
export const carryDecisions = (
  db: WritableVault,
  carry: { readonly from: string; readonly to: string; readonly pairs: readonly (readonly [number, number])[] },
): number => {
  let carried = 0;
  for (const [old, line] of carry.pairs) {
    const stood = db.get<{ readonly decision: string | null; readonly act: number | null }>(
      'SELECT decision, act FROM access_state WHERE file_id = ? AND line = ?',
      carry.from,
      old,
    );
    if (stood?.act == null) continue;
    db.run(
      'INSERT INTO access_decision (file_id, line, act, previous) VALUES (?, ?, ?, NULL)',
      carry.to,
      line,
      stood.act,
    );
    db.run(
      'UPDATE access_state SET decision = ?, act = ? WHERE file_id = ? AND line = ?',
      stood.decision,
      stood.act,
      carry.to,
      line,
    );
    carried += 1;
  }
  return carried;
};

/** Lines whose findings or person changed wait again; the history of what was decided stays. */
export const reopenLines = (db: WritableVault, fileId: string, lines: readonly number[]): number =>
  db.run(
    `UPDATE access_state SET decision = NULL, act = NULL
     WHERE file_id = ? AND act IS NOT NULL AND line IN (SELECT value FROM json_each(?))`,
    fileId,
    JSON.stringify(lines),
  );
