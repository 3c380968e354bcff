import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A person's newest certificate, and whether somebody approved that another key takes its place. */
export interface NewestCertificate {
  readonly certificateId: string;
  readonly accountId: string;
  readonly der: Uint8Array;
  readonly revokedAt: string | null;
  /** RFC 5280, 5.3.1, e.g. `keyCompromise`; null while it stands. */
  readonly revocationReason: string | null;
  /** Since when its key may have been in other hands, UTC; null where none is known. */
  readonly invalidSince: string | null;
  /** Who approved that its owner gets a certificate for another key; null: nobody yet. */
  readonly approvedBy: string | null;
}

/** Of one account or of all; none of whoever never had a certificate. */
export const newestCertificates = (db: ReadableVault, accountId: string | null = null): readonly NewestCertificate[] =>
  db.all<NewestCertificate>(
    `SELECT newest.id AS certificateId, newest.account_id AS accountId, newest.der, newest.revoked_at AS revokedAt,
       newest.revocation_reason AS revocationReason, newest.invalid_since AS invalidSince,
       key_replacement.approved_by AS approvedBy
     FROM certificate AS newest LEFT JOIN key_replacement ON key_replacement.certificate_id = newest.id
     WHERE newest.account_id = coalesce(?, newest.account_id)
       AND NOT EXISTS (SELECT 1 FROM certificate AS next
         WHERE next.account_id = newest.account_id AND (next.issued_at, next.id) > (newest.issued_at, newest.id))
     ORDER BY newest.issued_at, newest.id`,
    accountId,
  );

/** A second person stands for the next certificate (21 CFR 11.200(a)(3)). The caller records why. */
export const approveReplacement = (db: WritableVault, stamp: Stamp, certificateId: string): void => {
  db.run(
    'INSERT INTO key_replacement (certificate_id, approved_by, approved_at) VALUES (?, ?, ?)',
    certificateId,
    stamp.account.id,
    stamp.at,
  );
};
