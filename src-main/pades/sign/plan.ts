import type { FieldLock, Permission } from '../mdp.ts';

/** Where a signature goes: a field that is there, or a new one on a page (0-based). Without `rect` it is invisible. */
export type FieldChoice =
  | { readonly kind: 'existing'; readonly name: string }
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly page?: number;
      /** Lower left and upper right corner in points of the page's own space. */
      readonly rect?: readonly [number, number, number, number];
    };

/** DER values for the document security store (ETSI EN 319 142-1, 5.4.2.2). */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** What one signature will say and do. */
export interface SignaturePlan {
  readonly field: FieldChoice;
  /** The signer's claimed time, written to /M in the zone given. */
  readonly signedAt: Date;
  /** Minutes east of UTC; 0 when absent. */
  readonly zoneOffsetMinutes?: number;
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
  /** Makes this the certification signature (ISO 32000-2, 12.8.2.2). Only the first signature can be one. */
  readonly certify?: Permission;
  /** Locks fields with this signature. A lock that the field already carries goes before it. */
  readonly lock?: FieldLock;
  /** A PDF whose first page becomes the field's appearance, fonts and images with it. */
  readonly appearance?: Uint8Array;
  /** Certificates and revocation data written with the signature, and covered by it. */
  readonly dss?: ValidationData;
  /** Bytes kept free for the CMS. */
  readonly reserved?: number;
}

/** A signature that is complete but for the CMS (habit: a signing phase is a value). */
export interface PreparedSignature {
  /** The file as it was. */
  readonly pdf: Uint8Array;
  /** The incremental update that comes behind it. */
  readonly update: Uint8Array;
  /** Offset and length of the two signed spans (ISO 32000-2, 12.8.1): the first ends in the update. */
  readonly byteRange: readonly [number, number, number, number];
  /** Bytes kept free for the CMS. */
  readonly reserved: number;
  readonly field: string;
}

/** Why a plan cannot be carried out. */
export const SignFailure = {
  Unreadable: 'pades/unreadable',
  /** What was given does not open it. */
  Encrypted: 'pades/encrypted',
  /** Its permissions do not allow `details.needs` (`fillForms`, `addFields`) to whoever opened it; the owner may. */
  NotPermitted: 'pades/not-permitted',
  /**
   * A MAC (ISO/TS 32004) covers the whole encrypted file. Whoever holds the file's key may write the new one that an update
   * needs, attached to a signature or on its own; we make none, and an update without one would break the file.
   */
  MacProtected: 'pades/mac-protected',
  NoSuchField: 'pades/no-such-field',
  FieldExists: 'pades/field-exists',
  NotASignatureField: 'pades/not-a-signature-field',
  AlreadySigned: 'pades/already-signed',
  CertifiedNoChanges: 'pades/certified-no-changes',
  CertifyNotFirst: 'pades/certify-not-first',
  FieldLocked: 'pades/field-locked',
  /** A new visible field over the content of a certified document: verifiers take that for an attack. */
  CoversContent: 'pades/covers-content',
  NoSuchPage: 'pades/no-such-page',
  BadAppearance: 'pades/bad-appearance',
  TooLarge: 'pades/cms-too-large',
} as const;
export type SignFailure = (typeof SignFailure)[keyof typeof SignFailure];
