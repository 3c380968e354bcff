import type { Meaning } from '../domain/signing.ts';
import type { Role } from '../domain/roles.ts';
import type { ReadableVault, WritableVault } from './handle.ts';

export type RequirementStatus = 'pending' | 'signed' | 'rejected' | 'cancelled';

/** A signature that a revision demands, the person named for it, and what became of it. */
export interface Requirement {
  readonly recordId: string;
  readonly revision: number;
  readonly id: string;
  /** Place in the signing order, from 1. */
  readonly ordinal: number;
  readonly title: string;
  readonly role: Role;
  readonly meaning: Meaning;
  readonly accountId: string;
  readonly status: RequirementStatus;
  /** When it was signed (a rejection is signed too): UTC, with the IANA zone of the signer's machine. */
  readonly signedAt: string | null;
  readonly zone: string | null;
  readonly certificateId: string | null;
  readonly comment: string | null;
}

const select = `
  SELECT record_id AS recordId, revision, requirement_id AS id, ordinal, title, role, meaning, account_id AS accountId,
    status, signed_at AS signedAt, zone, certificate_id AS certificateId, comment
  FROM requirement`;

/** The requirements of a revision in signing order. */
export const requirements = (db: ReadableVault, recordId: string, revision: number): readonly Requirement[] =>
  db.all<Requirement>(`${select} WHERE record_id = ? AND revision = ? ORDER BY ordinal`, recordId, revision);

/** A pending requirement of somebody, and whether it is their turn: all before it in order are signed. */
export type PendingRequirement = Requirement & { readonly isNext: boolean };

/** What waits for this person's signature, oldest record first. */
export const pendingRequirements = (db: ReadableVault, accountId: string): readonly PendingRequirement[] =>
  db
    .all<Requirement & { readonly waiting: number }>(
      `SELECT mine.*, (SELECT count(*) FROM requirement other WHERE other.record_id = mine.recordId
         AND other.revision = mine.revision AND other.ordinal < mine.ordinal AND other.status <> 'signed') AS waiting
       FROM (${select} WHERE account_id = ? AND status = 'pending') mine
       ORDER BY mine.recordId, mine.revision, mine.ordinal`,
      accountId,
    )
    .map(({ waiting, ...requirement }) => ({ ...requirement, isNext: waiting === 0 }));

export type NewRequirement = Pick<Requirement, 'id' | 'ordinal' | 'title' | 'role' | 'meaning' | 'accountId'>;

/** Names who is to sign a revision that is being sent for signature. */
export const addRequirements = (
  db: WritableVault,
  recordId: string,
  revision: number,
  wanted: readonly NewRequirement[],
): void =>
  wanted.forEach((requirement) => {
    db.run(
      `INSERT INTO requirement (record_id, revision, requirement_id, ordinal, title, role, meaning, account_id, status)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
      recordId,
      revision,
      requirement.id,
      requirement.ordinal,
      requirement.title,
      requirement.role,
      requirement.meaning,
      requirement.accountId,
    );
  });

/** A signature or a signed rejection, as the schema keeps it for good. */
export interface Decision {
  readonly recordId: string;
  readonly revision: number;
  readonly id: string;
  readonly status: 'signed' | 'rejected';
  /** The time in the signature itself. */
  readonly signedAt: string;
  readonly zone: string;
  readonly certificateId: string;
  readonly comment: string | null;
}

/** @throws Error when there is no such requirement, or it was decided before (by the schema). */
export const decideRequirement = (db: WritableVault, decision: Decision): void => {
  const changed = db.run(
    `UPDATE requirement SET status = ?, signed_at = ?, zone = ?, certificate_id = ?, comment = ?
     WHERE record_id = ? AND revision = ? AND requirement_id = ?`,
    decision.status,
    decision.signedAt,
    decision.zone,
    decision.certificateId,
    decision.comment,
    decision.recordId,
    decision.revision,
    decision.id,
  );
  if (changed !== 1) throw new Error(`no requirement ${decision.id} of ${decision.recordId}`);
};

/** Cancels what is still pending, after a rejection or withdrawal. Answers how many there were. */
export const cancelPending = (db: WritableVault, recordId: string, revision: number): number =>
  db.run(
    "UPDATE requirement SET status = 'cancelled' WHERE record_id = ? AND revision = ? AND status = 'pending'",
    recordId,
    revision,
  );
