import type { Conclusion, Indication, SubIndication } from '../../domain/indication.ts';
import type { JsonValue } from '../../domain/result.ts';
import type { Permission } from '../mdp.ts';
import type { JudgedChange } from './later-changes.ts';

/** The baseline levels of ETSI EN 319 142-1, 6; `none`: not a PAdES signature. */
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'none';

/** A certificate of the path, for a reader. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the DER, hexadecimal. */
  readonly fingerprint: string;
}

/** What is known about the signer's certificate not having been revoked. */
export interface RevocationSummary {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** `crl`, `ocsp`, `report` (a loss that the judge knows of, and no list yet), or null. */
  readonly source: string | null;
  /** The information speaks for times up to here, ISO 8601. */
  readonly knownUpTo: string | null;
  /** When and why it was revoked. */
  readonly revokedAt: string | null;
  /** Since when its key may have been in other hands; the same as `revokedAt` where nothing earlier is reported. */
  readonly invalidSince: string | null;
  readonly reason: string | null;
}

/** What is to be said of the signer's certificates at one moment. */
export interface Moment extends Conclusion {
  /** ISO 8601. */
  readonly at: string;
  /** A trusted time-stamp proves that the signature existed then. */
  readonly proven: boolean;
}

/** The certificates when it was signed (null: no time is known), and at the time of validation as if nothing were proven. */
export interface Moments {
  readonly signing: Moment | null;
  readonly now: Moment;
}

/** One signature or document time-stamp. Times are ISO 8601 in UTC, pages count from 1. */
export interface SignatureReport {
  readonly kind: 'signature' | 'documentTimestamp';
  /** Fully qualified field name; empty for a signature that no field leads to. */
  readonly field: string;
  /** Common name of the signer's certificate, its whole name where it has none. */
  readonly signer: string | null;
  readonly signedAt: string | null;
  readonly timeSource: 'claimed' | 'timestamp';
  readonly level: Level;
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly coversWholeFile: boolean;
  readonly changesAfter: 'none' | 'permitted' | 'forbidden';
  readonly docMDP: Permission | null;
  readonly reasons: readonly string[];
  /** Four answers that do not lean on each other (C38). */
  readonly answers: {
    readonly bytes: Conclusion;
    readonly signer: Conclusion;
    readonly coverage: Conclusion;
    readonly changes: Conclusion;
  };
  /** The revision that brought the signature. */
  readonly revision: number;
  readonly place: { readonly page: number; readonly rect: readonly [number, number, number, number] } | null;
  readonly subFilter: string | null;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  /** What the signature dictionary says besides. */
  readonly claims: {
    readonly name: string | null;
    readonly reason: string | null;
    readonly location: string | null;
    readonly contactInfo: string | null;
  };
  /** /M of the dictionary or the signing-time attribute, whatever time was believed. */
  readonly claimedAt: string | null;
  /** The time that the certificates were judged at. */
  readonly judgedAt: string | null;
  /** The same certificates at two other moments; null where there is nothing to judge. */
  readonly moments: Moments | null;
  readonly laterChanges: readonly JudgedChange[];
  /** The signer's certificate first. */
  readonly chain: readonly CertificateSummary[];
  readonly revocation: RevocationSummary | null;
  /** Whether it was made after the reported loss of its key; null where no loss is known. */
  readonly signedAfterLoss: boolean | null;
  readonly warnings: readonly string[];
}

/**
 * The machine-readable record inside one of our PDFs: the members of its JSON's `record` (id, type, title, revision, ...)
 * and what is known about the embedded file.
 */
export type EmbeddedRecord = Readonly<Record<string, JsonValue>> & {
  /** SHA-256 of the embedded bytes, hexadecimal. */
  readonly sha256: string;
  /** The embedded file stands in the first signature's revision, and that signature's bytes are intact. */
  readonly coveredByFirstSignature: boolean;
};

/** What `verify` says about one PDF; the caller adds `file`. */
export interface ValidationReport {
  /** The worst of the signatures; INDETERMINATE where there is none. */
  readonly indication: Indication;
  readonly reasons: readonly string[];
  readonly signatures: readonly SignatureReport[];
  readonly record: EmbeddedRecord | null;
  readonly warnings: readonly string[];
  readonly revisions: number;
  /** Some signature covers the last revision. */
  readonly lastRevisionCovered: boolean;
}
