import type { ReadableVault, WritableVault } from '../handle.ts';
import type { Stamp } from '../stamp.ts';

/** A line that somebody has to change in the reviewed system, with how far that is. */
export interface RemedyLine {
  readonly line: number;
  /** The account's row, as JSON. */
  readonly account: string;
  readonly decision: string;
  readonly act: number;
  readonly justification: string;
  /** JSON. */
  readonly removeRoles: string;
  readonly decidedAt: string;
  readonly decidedBy: string;
  readonly ticket: string | null;
  readonly doneBy: string | null;
  readonly doneOn: string | null;
  /** What the latest list said, and which. */
  readonly proof: string | null;
  readonly later: string | null;
  readonly exceptionReason: string | null;
  readonly expiresOn: string | null;
}

/** Lines that stand decided as Modify or Revoke. Remedies, proofs and exceptions count for the decision they were made for. */
export const remedyLines = (db: ReadableVault, fileId: string): readonly RemedyLine[] =>
  db.all<RemedyLine>(
    `SELECT state.line, line.account, state.decision, state.act, act.justification, act.remove_roles AS removeRoles,
       act.at AS decidedAt, act.account_id AS decidedBy, ticket, done_by AS doneBy, done_on AS doneOn,
       proof.proof, proof.later, exception.reason AS exceptionReason, exception.expires_on AS expiresOn
     FROM access_state AS state
       JOIN access_line AS line ON line.file_id = state.file_id AND line.line = state.line
       JOIN access_act AS act ON act.id = state.act
       LEFT JOIN access_remedy AS remedy ON remedy.file_id = state.file_id AND remedy.line = state.line
         AND remedy.act = state.act AND remedy.ordinal = (SELECT max(ordinal) FROM access_remedy AS later
           WHERE later.file_id = state.file_id AND later.line = state.line)
       LEFT JOIN access_proof AS proof ON proof.file_id = state.file_id AND proof.line = state.line
         AND proof.act = state.act AND proof.later = (SELECT max(newest.later) FROM access_proof AS newest
           WHERE newest.file_id = state.file_id AND newest.line = state.line)
       LEFT JOIN access_exception AS exception ON exception.file_id = state.file_id AND exception.line = state.line
         AND exception.act = state.act AND exception.ordinal = (SELECT max(ordinal) FROM access_exception AS newer
           WHERE newer.file_id = state.file_id AND newer.line = state.line)
     WHERE state.file_id = ? AND state.decision IN ('modify', 'revoke') ORDER BY state.line`,
    fileId,
  );

interface OfLine {
  readonly fileId: string;
  readonly line: number;
  readonly act: number;
}

export const addRemedy = (
  db: WritableVault,
  stamp: Stamp,
  remedy: OfLine & { readonly ticket: string; readonly doneBy: string; readonly doneOn: string },
): void => {
  db.run(
    `INSERT INTO access_remedy (file_id, line, ordinal, act, ticket, done_by, done_on, at, account_id)
     VALUES (?, ?, 1 + (SELECT count(*) FROM access_remedy WHERE file_id = ? AND line = ?), ?, ?, ?, ?, ?, ?)`,
    remedy.fileId,
    remedy.line,
    remedy.fileId,
    remedy.line,
    remedy.act,
    remedy.ticket,
    remedy.doneBy,
    remedy.doneOn,
    stamp.at,
    stamp.account.id,
  );
};

export const addProof = (
  db: WritableVault,
  proof: OfLine & { readonly later: string; readonly proof: string },
): void => {
  db.run(
    'INSERT INTO access_proof (file_id, line, later, act, proof) VALUES (?, ?, ?, ?, ?)',
    proof.fileId,
    proof.line,
    proof.later,
    proof.act,
    proof.proof,
  );
};

export const addException = (
  db: WritableVault,
  stamp: Stamp,
  exception: OfLine & { readonly reason: string; readonly expiresOn: string },
): void => {
  db.run(
    `INSERT INTO access_exception (file_id, line, ordinal, act, reason, expires_on, at, account_id)
     VALUES (?, ?, 1 + (SELECT count(*) FROM access_exception WHERE file_id = ? AND line = ?), ?, ?, ?, ?, ?)`,
    exception.fileId,
    exception.line,
    exception.fileId,
    exception.line,
    exception.act,
    exception.reason,
    exception.expiresOn,
    stamp.at,
    stamp.account.id,
  );
};
