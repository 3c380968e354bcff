import { hash } from 'node:crypto';
import type { IdentityDocument, ProofingMethod } from '../domain/enrolment.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** What is on record of a person before they sign: identity and training. Days are `YYYY-MM-DD`. */
export interface Enrolment {
  readonly accountId: string;
  readonly version: number;
  readonly method: ProofingMethod;
  readonly documentKind: IdentityDocument;
  readonly verifiedOn: string;
  readonly trainingReference: string;
  readonly trainedOn: string;
  readonly recordedAt: string;
  /** Account ids. */
  readonly recordedBy: string;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
}

const select = `
  SELECT account_id AS accountId, version, method, document_kind AS documentKind, verified_on AS verifiedOn,
    training_reference AS trainingReference, trained_on AS trainedOn, recorded_at AS recordedAt,
    recorded_by AS recordedBy, approved_at AS approvedAt, approved_by AS approvedBy
  FROM enrolment WHERE account_id = ?`;

/** Every version, newest first. */
export const enrolments = (db: ReadableVault, accountId: string): readonly Enrolment[] =>
  db.all<Enrolment>(`${select} ORDER BY version DESC`, accountId);

/** The version that counts now; undefined while nothing is on record. */
export const currentEnrolment = (db: ReadableVault, accountId: string): Enrolment | undefined =>
  db.get<Enrolment>(`${select} ORDER BY version DESC LIMIT 1`, accountId);

/** Records a new version and answers its number; it waits for its approval. */
export const recordEnrolment = (
  db: WritableVault,
  stamp: Stamp,
  input: Pick<Enrolment, 'accountId' | 'method' | 'documentKind' | 'verifiedOn' | 'trainingReference' | 'trainedOn'>,
): number => {
  const version = (currentEnrolment(db, input.accountId)?.version ?? 0) + 1;
  db.run(
    `INSERT INTO enrolment (account_id, version, method, document_kind, verified_on, training_reference, trained_on,
       recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    input.accountId,
    version,
    input.method,
    input.documentKind,
    input.verifiedOn,
    input.trainingReference,
    input.trainedOn,
    stamp.at,
    stamp.account.id,
  );
  return version;
};

/** Approves a version. @throws Error (by the schema) where it was approved, or who approves has a part in it. */
export const approveEnrolment = (db: WritableVault, stamp: Stamp, accountId: string, version: number): void => {
  const changed = db.run(
    'UPDATE enrolment SET approved_at = ?, approved_by = ? WHERE account_id = ? AND version = ?',
    stamp.at,
    stamp.account.id,
    accountId,
    version,
  );
  if (changed !== 1) throw new Error(`no enrolment ${accountId} ${version}`);
};

/** An undertaking as its person signed it. */
export interface Undertaking {
  readonly accountId: string;
  readonly number: number;
  /** Version of the text that was signed. */
  readonly textVersion: number;
  readonly signedAt: string;
  readonly zone: string;
  readonly certificateId: string;
  readonly sha256: string;
}

/** The last undertaking that a person signed. */
export const currentUndertaking = (db: ReadableVault, accountId: string): Undertaking | undefined =>
  db.get<Undertaking>(
    `SELECT account_id AS accountId, number, text_version AS textVersion, signed_at AS signedAt, zone,
       certificate_id AS certificateId, sha256
     FROM undertaking WHERE account_id = ? ORDER BY number DESC LIMIT 1`,
    accountId,
  );

/** The PDF of a person's last undertaking. */
export const undertakingPdf = (db: ReadableVault, accountId: string): Uint8Array | undefined =>
  db.get<{ readonly pdf: Uint8Array }>(
    'SELECT pdf FROM undertaking WHERE account_id = ? ORDER BY number DESC LIMIT 1',
    accountId,
  )?.pdf;

/** Keeps a signed undertaking and answers the SHA-256 of its PDF. */
export const addUndertaking = (
  db: WritableVault,
  input: Omit<Undertaking, 'number' | 'sha256'> & { readonly pdf: Uint8Array },
): string => {
  const sha256 = hash('sha256', input.pdf, 'hex');
  db.run(
    `INSERT INTO undertaking (account_id, number, text_version, signed_at, zone, certificate_id, sha256, pdf)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    input.accountId,
    (currentUndertaking(db, input.accountId)?.number ?? 0) + 1,
    input.textVersion,
    input.signedAt,
    input.zone,
    input.certificateId,
    sha256,
    input.pdf,
  );
  return sha256;
};
