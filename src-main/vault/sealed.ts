import { hash } from 'node:crypto';
import type { ReadableVault, WritableVault } from './handle.ts';
import { VaultFault } from './failures.ts';
import type { Stamp } from './stamp.ts';

/** The PDF of a revision as it stands after the last signature. */
export interface SealedPdf {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, lower-case hex. */
  readonly sha256: string;
  /** 1 for the unsigned PDF, and one more per incremental update. */
  readonly parts: number;
}

/** One part of a sealed PDF: what one incremental update added. */
export interface SealedPart {
  readonly ordinal: number;
  /** The requirement whose signature this part carries; null for the PDF as it was rendered. */
  readonly requirementId: string | null;
  /** Length and SHA-256 of the whole PDF up to and with this part. */
  readonly totalLength: number;
  readonly sha256: string;
  readonly addedAt: string;
}

/** The parts of a revision's PDF, first to last, without their bytes. */
export const sealedParts = (db: ReadableVault, recordId: string, revision: number): readonly SealedPart[] =>
  db.all<SealedPart>(
    `SELECT ordinal, requirement_id AS requirementId, total_length AS totalLength, sha256, added_at AS addedAt
     FROM sealed_part WHERE record_id = ? AND revision = ? ORDER BY ordinal`,
    recordId,
    revision,
  );

/**
 * The sealed PDF: its parts end to end, checked against the hash that was stored with the last of them. Undefined for
 * a revision that was never sent for signature.
 *
 * @throws VaultFault `vault/database-damaged` naming the record when the bytes are not what was stored.
 */
export const sealedPdf = (db: ReadableVault, recordId: string, revision: number): SealedPdf | undefined => {
  const parts = db.all<{ readonly bytes: Uint8Array; readonly sha256: string }>(
    'SELECT bytes, sha256 FROM sealed_part WHERE record_id = ? AND revision = ? ORDER BY ordinal',
    recordId,
    revision,
  );
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  const bytes = parts.length === 1 ? last.bytes : Buffer.concat(parts.map((part) => part.bytes));
  if (hash('sha256', bytes, 'hex') !== last.sha256)
    throw new VaultFault('vault/database-damaged', `sealed PDF of ${recordId} revision ${revision}`);
  return { bytes, sha256: last.sha256, parts: parts.length };
};

/** Whether a revision's PDF had this SHA-256 after one of its signatures, or has it now. */
export const wasSealedAs = (db: ReadableVault, recordId: string, revision: number, sha256: string): boolean =>
  db.get(
    'SELECT 1 FROM sealed_part WHERE record_id = ? AND revision = ? AND sha256 = ?',
    recordId,
    revision,
    sha256,
  ) !== undefined;

/**
 * Stores the next state of a revision's PDF, of which only what is new is kept: a signature can add bytes and can
 * change none (ISO 32000-2, 12.8: incremental update). Answers the SHA-256 of the whole.
 *
 * @throws Error when the PDF does not begin with all bytes stored so far, or adds none.
 */
export const appendSealed = (
  db: WritableVault,
  stamp: Stamp,
  seal: {
    readonly recordId: string;
    readonly revision: number;
    readonly pdf: Uint8Array;
    readonly requirementId: string | null;
  },
): string => {
  const { recordId, revision, pdf } = seal;
  let length = 0;
  let ordinal = 1;
  // Part by part: only the new PDF is in memory as a whole.
  const stored = db.walk(
    'SELECT bytes FROM sealed_part WHERE record_id = ? AND revision = ? ORDER BY ordinal',
    recordId,
    revision,
  );
  for (const [bytes] of stored) {
    const part = bytes as Uint8Array;
    const same = Buffer.compare(part, pdf.subarray(length, length + part.length)) === 0;
    length = same ? length + part.length : Number.POSITIVE_INFINITY;
    ordinal += 1;
  }
  if (pdf.length <= length)
    throw new Error(`the PDF of ${recordId} revision ${revision} is no continuation of what was sealed`);
  const sha256 = hash('sha256', pdf, 'hex');
  db.run(
    `INSERT INTO sealed_part (record_id, revision, ordinal, requirement_id, bytes, total_length, sha256, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    recordId,
    revision,
    ordinal,
    seal.requirementId,
    pdf.subarray(length),
    pdf.length,
    sha256,
    stamp.at,
  );
  return sha256;
};

/** Every revision that has a PDF, whatever became of it, by record id and revision. */
export const sealedRevisions = (
  db: ReadableVault,
): readonly { readonly recordId: string; readonly revision: number }[] =>
  db.all('SELECT DISTINCT record_id AS recordId, revision FROM sealed_part ORDER BY record_id, revision');
