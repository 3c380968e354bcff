import type { CertificateInfo } from './certificate.ts';
import type { CrlReason } from './crl-reason.ts';

/**
 * A certificate that whoever judges knows to be out of use, though no list says so yet: its key was reported lost to them,
 * and its authority lists it days later.
 */
export interface ReportedLoss {
  /** SHA-256 of the certificate's DER, hex. */
  readonly fingerprint: string;
  /** When it was reported. */
  readonly revokedAt: Date;
  /** Since when the key may have been in other hands; null: nothing before `revokedAt` is known. */
  readonly since: Date | null;
  readonly reason: CrlReason | null;
}

/** What is reported of a certificate, with the time from which on it counts as revoked. */
export const reportsOf = (
  certificate: CertificateInfo,
  reported: readonly ReportedLoss[],
): readonly { readonly at: Date; readonly since: Date; readonly reason: CrlReason | null }[] =>
  reported
    .filter(({ fingerprint }) => fingerprint.toLowerCase() === certificate.fingerprint)
    .map(({ revokedAt, since, reason }) => ({
      at: revokedAt,
      since: since !== null && since < revokedAt ? since : revokedAt,
      reason,
    }));
