import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A certificate whose key was reported lost, and that no other has taken the place of yet. */
export interface LostCertificate {
  readonly certificateId: string;
  readonly accountId: string;
  /** Since when its key may have been in other hands, UTC. */
  readonly since: string;
  /** Who approved that its owner gets another; null: nobody yet. */
  readonly approvedBy: string | null;
}

/** What is lost and not replaced, of one account or of all, the newest loss of each account. */
export const lostCertificates = (db: ReadableVault, accountId: string | null = null): readonly LostCertificate[] =>
  db.all<LostCertificate>(
    `SELECT lost.id AS certificateId, lost.account_id AS accountId, coalesce(lost.invalid_since, lost.revoked_at) AS since,
       key_replacement.approved_by AS approvedBy
     FROM certificate AS lost LEFT JOIN key_replacement ON key_replacement.certificate_id = lost.id
     WHERE lost.account_id = coalesce(?, lost.account_id) AND lost.revocation_reason = 'keyCompromise'
       AND NOT EXISTS (SELECT 1 FROM certificate AS next
         WHERE next.account_id = lost.account_id
           AND (next.issued_at >= lost.revoked_at
             OR (next.revocation_reason = 'keyCompromise' AND (next.revoked_at, next.id) > (lost.revoked_at, lost.id))))
     ORDER BY lost.revoked_at, lost.id`,
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
