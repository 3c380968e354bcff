/** The main status indications of ETSI EN 319 102-1, 5.1.3. */
export const Indication = {
  Passed: 'TOTAL-PASSED',
  Indeterminate: 'INDETERMINATE',
  Failed: 'TOTAL-FAILED',
} as const;
export type Indication = (typeof Indication)[keyof typeof Indication];

/** The sub-indications of ETSI EN 319 102-1, table 6 (5.1.3): why a signature failed or could not be judged. */
export const SubIndication = {
  // with TOTAL-FAILED
  FormatFailure: 'FORMAT_FAILURE',
  HashFailure: 'HASH_FAILURE',
  SigCryptoFailure: 'SIG_CRYPTO_FAILURE',
  Revoked: 'REVOKED',
  Expired: 'EXPIRED',
  NotYetValid: 'NOT_YET_VALID',
  // with INDETERMINATE
  SigConstraintsFailure: 'SIG_CONSTRAINTS_FAILURE',
  ChainConstraintsFailure: 'CHAIN_CONSTRAINTS_FAILURE',
  CertificateChainGeneralFailure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  CryptoConstraintsFailure: 'CRYPTO_CONSTRAINTS_FAILURE',
  CryptoConstraintsFailureNoPoe: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  PolicyProcessingError: 'POLICY_PROCESSING_ERROR',
  SignaturePolicyNotAvailable: 'SIGNATURE_POLICY_NOT_AVAILABLE',
  TimestampOrderFailure: 'TIMESTAMP_ORDER_FAILURE',
  NoSigningCertificateFound: 'NO_SIGNING_CERTIFICATE_FOUND',
  NoCertificateChainFound: 'NO_CERTIFICATE_CHAIN_FOUND',
  NoCertificateChainFoundNoPoe: 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  RevokedNoPoe: 'REVOKED_NO_POE',
  RevokedCaNoPoe: 'REVOKED_CA_NO_POE',
  OutOfBoundsNotRevoked: 'OUT_OF_BOUNDS_NOT_REVOKED',
  OutOfBoundsNoPoe: 'OUT_OF_BOUNDS_NO_POE',
  RevocationOutOfBoundsNoPoe: 'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  NoPoe: 'NO_POE',
  TryLater: 'TRY_LATER',
  SignedDataNotFound: 'SIGNED_DATA_NOT_FOUND',
} as const;
export type SubIndication = (typeof SubIndication)[keyof typeof SubIndication];

/** One building block's conclusion (EN 319 102-1, 5.1.3): a status, its cause, and sentences for a reader. */
export interface Conclusion {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly reasons: readonly string[];
}

const severity = { [Indication.Passed]: 0, [Indication.Indeterminate]: 1, [Indication.Failed]: 2 } as const;

/** The worst of several indications; of none, INDETERMINATE: nothing was shown. */
export const worst = (indications: readonly Indication[]): Indication =>
  indications.length === 0
    ? Indication.Indeterminate
    : indications.reduce((a, b) => (severity[b] > severity[a] ? b : a));
