import type { KeyUsage } from './certificate.ts';

/** Whether revocation has to be known of a certificate, is looked at where something is known, or is left alone. */
export type RevocationDemand = 'required' | 'if-known' | 'ignored';

/** By what rules certificate paths are judged: a value, so that it can be stored, shown and compared (C25). */
export interface ValidationPolicy {
  readonly id: string;
  /** Certificates in a path, leaf and anchor counted. */
  readonly maxPathLength: number;
  readonly revocation: { readonly leaf: RevocationDemand; readonly issuers: RevocationDemand };
  /**
   * A revocation answer issued longer than this before the time of judgement is too old even while it is in force;
   * milliseconds, null: nextUpdate alone decides.
   */
  readonly maxRevocationAge: number | null;
  /** A signer's keyUsage, where it has one, must name one of these (C21). */
  readonly leafKeyUsage: readonly KeyUsage[];
  /** A signer's extKeyUsage, where it has one, must name one of these OIDs; null: any will do. */
  readonly leafPurposes: readonly string[] | null;
  /** A signer's certificate that is itself an anchor is trusted as it is. */
  readonly trustLeafAnchors: boolean;
  /** Anchors must be inside their own validity, too. RFC 5280 6.1 and EN 319 102-1 leave them out: trust is a local decision. */
  readonly anchorsExpire: boolean;
}

/** The defaults: revocation must be known of all but the anchor; keyUsage digitalSignature or nonRepudiation; PKIX shell model. */
export const defaultValidationPolicy: ValidationPolicy = {
  id: 'countersign-default/1',
  maxPathLength: 8,
  revocation: { leaf: 'required', issuers: 'required' },
  maxRevocationAge: null,
  leafKeyUsage: ['digitalSignature', 'nonRepudiation'],
  leafPurposes: null,
  trustLeafAnchors: true,
  anchorsExpire: false,
};
