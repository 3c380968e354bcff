import type { CertificateInfo } from './certificate.ts';
import type { CrlReason } from './crl-reason.ts';
import type { CrlInfo } from './crl.ts';
import type { OcspInfo } from './ocsp.ts';
import type { ReportedLoss } from './reported-loss.ts';

/** The evidence at hand, and who may have signed it. */
export interface RevocationEvidence {
  readonly crls: readonly CrlInfo[];
  readonly ocsps: readonly OcspInfo[];
  /** Certificates at hand, among which a responder's may be that did not come with its response (a DSS keeps them apart). */
  readonly responders: readonly CertificateInfo[];
  /**
   * Who may sign CRLs under a name (`DistinguishedName.key`): paths to the anchor of the certificate that is judged
   * (RFC 5280 6.3.3 f), the signer's certificate first.
   */
  readonly crlSigners: (name: string) => readonly (readonly CertificateInfo[])[];
  readonly reported: readonly ReportedLoss[];
}

/** One usable answer about one certificate. */
export interface RevocationAnswer {
  readonly source: 'crl' | 'ocsp';
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** SHA-256 of what it rests on, hex: a delta CRL rests on its base too. */
  readonly evidence: readonly string[];
  /** null: not revoked. */
  readonly revoked: { readonly at: Date; readonly since: Date; readonly reason: CrlReason | null } | null;
  /** Certificates that expired after this are still answered for. */
  readonly answersForExpiredSince: Date | null;
}

/** A moment, to the minute, as reasons name it. */
export const minuteOf = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ');
