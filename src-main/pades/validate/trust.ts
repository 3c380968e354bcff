import { type Conclusion, SubIndication } from '../../domain/indication.ts';
import type { CmsReport } from '../../pki/cms/check.ts';
import { conclude, indeterminate } from '../../pki/findings.ts';
import type { Coverage } from './byte-range.ts';
import type { CertificateSummary, Level, RevocationSummary } from './report.ts';
import type { SecurityStore } from './security-store.ts';
import type { FoundSignature } from './signatures.ts';

/** What trust is judged from. All DER. */
export interface TrustInput {
  /** Roots that the caller trusts; never taken from the file (C20). */
  readonly anchors: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  /** The time of validation. */
  readonly at: Date;
}

/** One signature's bytes as judged before, waiting for its trust. */
export interface CheckedSignature {
  readonly signature: FoundSignature;
  readonly cms: CmsReport;
  readonly coverage: Coverage;
}

/** Who signed, at which time, and whether that certificate was good then. */
export interface Trust {
  readonly conclusion: Conclusion;
  /** A time that a time-stamp proves; null: only claimed. */
  readonly time: Date | null;
  readonly judgedAt: Date | null;
  readonly level: Level;
  readonly chain: readonly CertificateSummary[];
  readonly revocation: RevocationSummary | null;
  readonly warnings: readonly string[];
}

export const judgeTrust = (
  signatures: readonly CheckedSignature[],
  _store: SecurityStore,
  input: TrustInput,
): Trust[] =>
  signatures.map(() => ({
    conclusion: conclude([indeterminate(SubIndication.NoCertificateChainFound, 'the certificate path is not judged')]),
    time: null,
    judgedAt: input.at,
    level: 'none',
    chain: [],
    revocation: null,
    warnings: [],
  }));
