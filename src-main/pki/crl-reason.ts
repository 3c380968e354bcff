/** CRLReason (RFC 5280 5.3.1). */
export const CrlReason = {
  Unspecified: 0,
  KeyCompromise: 1,
  CaCompromise: 2,
  AffiliationChanged: 3,
  Superseded: 4,
  CessationOfOperation: 5,
  CertificateHold: 6,
  RemoveFromCrl: 8,
  PrivilegeWithdrawn: 9,
  AaCompromise: 10,
} as const;
export type CrlReason = (typeof CrlReason)[keyof typeof CrlReason];

const labels: Readonly<Record<CrlReason, string>> = {
  0: 'unspecified',
  1: 'key compromise',
  2: 'CA compromise',
  3: 'affiliation changed',
  4: 'superseded',
  5: 'cessation of operation',
  6: 'certificate hold',
  8: 'removed from CRL',
  9: 'privilege withdrawn',
  10: 'AA compromise',
};

/** A reason by its number; null where the number means nothing. */
export const crlReasonOf = (value: number): CrlReason | null => (value in labels ? (value as CrlReason) : null);

/** For a reader. */
export const crlReasonLabel = (reason: CrlReason | null): string => labels[reason ?? CrlReason.Unspecified];
