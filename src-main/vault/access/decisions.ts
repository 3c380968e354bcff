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
      `${select} WHERE id IN (SELECT act FROM access_decision WHERE file_id = ? AND ? BETWEEN first AND last) ORDER BY id`,
      fileId,
      line,
    )
    .map(actOf);

/** Where a line stands: little, so that fifty thousand are judged at once. */
export interface LineStanding {
  readonly line: number;
  readonly mask: number;
  readonly privileged: boolean;
  /** The act by which it stands decided. */
  readonly act: number | null;
}

/** The lines of a population from the least of these numbers to the greatest, in order, the ones between included. */
export const standingBetween = (db: ReadableVault, fileId: string, lines: readonly number[]): readonly LineStanding[] =>
  db
    .all<Omit<LineStanding, 'privileged'> & { readonly privileged: 0 | 1 }>(
      'SELECT line, mask, privileged, act FROM access_state WHERE file_id = ? AND line BETWEEN ? AND ? ORDER BY line',
      fileId,
      lines.reduce((least, line) => Math.min(least, line), Number.MAX_SAFE_INTEGER),
      lines.reduce((most, line) => Math.max(most, line), 0),
    )
    .map((row) => ({ ...row, privileged: row.privileged === 1 }));

/** Neighbours in a population, no other line between them, that stood by the same act before. */
export interface LineRun {
  readonly first: number;
  readonly last: number;
  readonly previous: number | null;
}

/** Lines that were chosen out of a population (in order) as the fewest runs. */
export const runsOf = (
  population: readonly Pick<LineStanding, 'line' | 'act'>[],
  chosen: (line: number) => boolean,
): readonly LineRun[] => {
  const runs: { readonly first: number; last: number; readonly previous: number | null }[] = [];
  let broken = true;
  for (const { line, act } of population) {
    const run = broken ? undefined : runs.at(-1);
    broken = !chosen(line);
    if (broken) continue;
    if (run?.previous === act) run.last = line;
    else runs.push({ first: line, last: line, previous: act });
  }
  return runs;
};

export interface NewAct {
  readonly recordId: string;
  readonly fileId: string;
  readonly decision: string;
  readonly justification: string;
  readonly removeRoles: readonly string[];
  readonly mode: 'single' | 'bulk';
  readonly lines: number;
  readonly runs: readonly LineRun[];
}

/** Decides lines: the history grows, the lines stand decided. Answers the act. */
export const decideAccess = (db: WritableVault, stamp: Stamp, input: NewAct): number => {
  const id = addAct(db, stamp, { ...input, undoes: null });
  addRuns(db, input.fileId, id, input.runs);
  for (const { first, last } of input.runs)
    db.run(
      'UPDATE access_state SET decision = ?, act = ? WHERE file_id = ? AND line BETWEEN ? AND ?',
      input.decision,
      id,
      input.fileId,
      first,
      last,
    );
  return id;
};

/** Takes an act back: lines that still stand by it stand again as before. Answers how many. */
export const undoAccessAct = (db: WritableVault, stamp: Stamp, recordId: string, act: AccessAct): number => {
  const population = db.all<Pick<LineStanding, 'line' | 'act'>>(
    'SELECT line, act FROM access_state WHERE file_id = ? ORDER BY line',
    act.fileId,
  );
  const standing = new Set(population.flatMap((one) => (one.act === act.id ? [one.line] : [])));
  const id = addAct(db, stamp, { ...act, recordId, mode: 'undo', lines: standing.size, undoes: act.id });
  addRuns(
    db,
    act.fileId,
    id,
    runsOf(population, (line) => standing.has(line)),
  );
  const before = db.all<LineRun>(
    'SELECT first, last, previous FROM access_decision WHERE file_id = ? AND act = ? ORDER BY first',
    act.fileId,
    act.id,
  );
  for (const { first, last, previous } of before)
    db.run(
      `UPDATE access_state SET act = ?, decision = (SELECT decision FROM access_act WHERE id = ?)
       WHERE file_id = ? AND line BETWEEN ? AND ? AND act = ?`,
      previous,
      previous,
      act.fileId,
      first,
      last,
      act.id,
    );
  return standing.size;
};

const addRuns = (db: WritableVault, fileId: string, act: number, runs: readonly LineRun[]): void => {
  for (const { first, last, previous } of runs)
    db.run(
      'INSERT INTO access_decision (file_id, act, first, last, previous) VALUES (?, ?, ?, ?, ?)',
      fileId,
      act,
      first,
      last,
      previous,
    );
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

/** A replaced population keeps the decisions on lines that did not change: `pairs` are old and new line. */
export const carryDecisions = (
  db: WritableVault,
  carry: { readonly from: string; readonly to: string; readonly pairs: readonly (readonly [number, number])[] },
): number => {
  const stood = new Map(
    db
      .all<{ readonly line: number; readonly act: number; readonly decision: string | null }>(
        'SELECT line, act, decision FROM access_state WHERE file_id = ? AND act IS NOT NULL',
        carry.from,
      )
      .map((one) => [one.line, one] as const),
  );
  let carried = 0;
  for (const [old, line] of carry.pairs) {
    const before = stood.get(old);
    if (before === undefined) continue;
    addRuns(db, carry.to, before.act, [{ first: line, last: line, previous: null }]);
    db.run(
      'UPDATE access_state SET decision = ?, act = ? WHERE file_id = ? AND line = ?',
      before.decision,
      before.act,
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
