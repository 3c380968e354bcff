import type { ReadableVault, WritableVault } from '../handle.ts';
import type { Stamp } from '../stamp.ts';

/** An incident or an action that was raised because of a line of a population. */
export interface AccessRaised {
  readonly kind: 'record' | 'action';
  /** `IN-2026-0003`, `AI-2026-0001`. */
  readonly id: string;
  readonly fileId: string;
  readonly line: number;
  /** The account's row, as JSON. */
  readonly account: string;
  /** Kinds of findings that the line had then. */
  readonly findings: readonly string[];
  readonly at: string;
  readonly accountId: string;
}

type Row = Omit<AccessRaised, 'findings'> & { readonly findings: string };

/** What was raised in a review, oldest first; of one line alone where that is given. */
export const accessRaised = (
  db: ReadableVault,
  recordId: string,
  of: { readonly fileId: string; readonly line: number } | null = null,
): readonly AccessRaised[] =>
  db
    .all<Row>(
      `SELECT raised.entity_kind AS kind, raised.entity_id AS id, raised.file_id AS fileId, raised.line, line.account,
         raised.findings, raised.at, raised.account_id AS accountId
       FROM access_raised AS raised
         JOIN access_line AS line ON line.file_id = raised.file_id AND line.line = raised.line
       WHERE raised.record_id = ? AND raised.file_id = coalesce(?, raised.file_id)
         AND raised.line = coalesce(?, raised.line)
       ORDER BY raised.at, raised.entity_id`,
      recordId,
      of?.fileId ?? null,
      of?.line ?? null,
    )
    .map((row) => ({ ...row, findings: JSON.parse(row.findings) as string[] }));

export const addAccessRaised = (
  db: WritableVault,
  stamp: Stamp,
  recordId: string,
  raised: Omit<AccessRaised, 'account' | 'at' | 'accountId'>,
): void => {
  db.run(
    `INSERT INTO access_raised (record_id, entity_kind, entity_id, file_id, line, findings, at, account_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    recordId,
    raised.kind,
    raised.id,
    raised.fileId,
    raised.line,
    JSON.stringify(raised.findings),
    stamp.at,
    stamp.account.id,
  );
};
