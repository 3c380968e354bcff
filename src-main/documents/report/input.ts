import type { Conclusion, Indication, SubIndication } from '../../domain/indication.ts';

/** A certificate by name and by the SHA-256 of its DER, hexadecimal. */
export interface NamedCertificate {
  readonly subject: string;
  readonly fingerprint: string;
}

/** What all verdicts of a report rest on. Times are ISO 8601. */
export interface ReportBasis {
  /** The program that judged, e.g. `Countersign 1.0.0`. */
  readonly program: string;
  /** When the report was made: the only thing in it that differs from one run to the next. */
  readonly madeAt: string;
  /** The time that the signatures were judged for. */
  readonly validatedFor: string;
  /** The roots that were trusted. */
  readonly anchors: readonly NamedCertificate[];
  /** How many revocation lists were given besides those in the files. */
  readonly revocationLists: number;
}

export interface ReportedCertificate extends NamedCertificate {
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface ReportedRevocation {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** `crl`, `ocsp`, or null. */
  readonly source: string | null;
  readonly knownUpTo: string | null;
  readonly revokedAt: string | null;
  readonly reason: string | null;
}

export interface ReportedChange {
  readonly revision: number;
  /** The rule that explains it, by its id; `forbidden` where none does. */
  readonly rule: string;
  readonly description: string;
  readonly permitted: boolean;
}

export interface ReportedMoment extends Conclusion {
  readonly at: string;
  readonly proven: boolean;
}

/** One signature or document time-stamp with the verdict on it. Pages and revisions count from 1. */
export interface ReportedSignature {
  readonly kind: 'signature' | 'documentTimestamp';
  readonly field: string;
  readonly signer: string | null;
  readonly signedAt: string | null;
  readonly timeSource: 'claimed' | 'timestamp';
  readonly claimedAt: string | null;
  readonly judgedAt: string | null;
  /** The certificates when it was signed, and at the time of validation as if nothing were proven. */
  readonly moments: { readonly signing: ReportedMoment | null; readonly now: ReportedMoment } | null;
  readonly level: string;
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly answers: {
    readonly bytes: Conclusion;
    readonly signer: Conclusion;
    readonly coverage: Conclusion;
    readonly changes: Conclusion;
  };
  readonly coversWholeFile: boolean;
  readonly docMDP: number | null;
  readonly revision: number;
  readonly place: { readonly page: number } | null;
  readonly subFilter: string | null;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  readonly claims: {
    readonly name: string | null;
    readonly reason: string | null;
    readonly location: string | null;
    readonly contactInfo: string | null;
  };
  readonly laterChanges: readonly ReportedChange[];
  /** The signer's certificate first. */
  readonly chain: readonly ReportedCertificate[];
  readonly revocation: ReportedRevocation | null;
  readonly warnings: readonly string[];
  /** What the signature looks like in its document: a PDF of one page. Null: it shows nothing. */
  readonly picture: Uint8Array | null;
}

/** A file with its verdict, or with why there is none. */
export type ReportedFile =
  | {
      readonly name: string;
      /** Bytes, and their SHA-256, hexadecimal. */
      readonly size: number;
      readonly sha256: string;
      readonly indication: Indication;
      readonly reasons: readonly string[];
      readonly warnings: readonly string[];
      readonly revisions: number;
      readonly signatures: readonly ReportedSignature[];
    }
  | { readonly name: string; readonly failure: { readonly code: string; readonly message: string } };
