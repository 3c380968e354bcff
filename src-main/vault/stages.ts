import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A working step that somebody took in a revision. */
export interface StageRow {
  readonly step: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly accountId: string;
}

/** The steps of a revision, oldest first. */
export const stageEntries = (db: ReadableVault, recordId: string, revision: number): readonly StageRow[] =>
  db.all<StageRow>(
    `SELECT step, from_stage AS "from", to_stage AS "to", reason, at, account_id AS accountId
     FROM stage_entry WHERE record_id = ? AND revision = ? ORDER BY ordinal`,
    recordId,
    revision,
  );

/** The steps of all revisions of a record, by where they led from and to. */
export const stepsTaken = (db: ReadableVault, recordId: string): readonly Pick<StageRow, 'from' | 'to'>[] =>
  db.all('SELECT from_stage AS "from", to_stage AS "to" FROM stage_entry WHERE record_id = ?', recordId);

/** Whether a revision before the current one was signed by all. */
export const signedBefore = (db: ReadableVault, recordId: string): boolean =>
  db.get(
    `SELECT 1 FROM record JOIN revision ON record_id = id AND revision < current_revision
     WHERE id = ? AND revision.state IN ('effective', 'superseded', 'retired')`,
    recordId,
  ) !== undefined;

/** Takes a step: the revision and its record move, and who did it stays. Which steps are legal is the domain's to say. */
export const addStageEntry = (
  db: WritableVault,
  stamp: Stamp,
  at: { readonly recordId: string; readonly revision: number },
  entry: Omit<StageRow, 'at' | 'accountId'>,
): void => {
  db.run(
    `INSERT INTO stage_entry (record_id, revision, ordinal, step, from_stage, to_stage, reason, at, account_id)
     SELECT ?, ?, 1 + count(*), ?, ?, ?, ?, ?, ? FROM stage_entry WHERE record_id = ? AND revision = ?`,
    at.recordId,
    at.revision,
    entry.step,
    entry.from,
    entry.to,
    entry.reason,
    stamp.at,
    stamp.account.id,
    at.recordId,
    at.revision,
  );
  setStage(db, stamp, at, entry.to);
};

/** Puts a revision and its record at a stage without a step of its own: a new revision, or the last signature. */
export const setStage = (
  db: WritableVault,
  stamp: Stamp,
  at: { readonly recordId: string; readonly revision: number },
  stage: string | null,
): void => {
  db.run(
    'UPDATE revision SET stage = ?, updated_at = ?, updated_by = ? WHERE record_id = ? AND revision = ?',
    stage,
    stamp.at,
    stamp.account.id,
    at.recordId,
    at.revision,
  );
  db.run('UPDATE record SET stage = ?, updated_at = ? WHERE id = ?', stage, stamp.at, at.recordId);
};
