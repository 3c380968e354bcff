import type { DigestAlgorithm } from '../digest.ts';

/**
 * By what rules a CMS is judged: `pades` for ETSI.CAdES.detached, `pkcs7` for adbe.pkcs7.detached, `pkcs7-sha1` for
 * adbe.pkcs7.sha1 (ISO 32000-1 12.8.3.3.1), `timestamp` for ETSI.RFC3161 and for signature time-stamps.
 */
export type CmsProfile = 'pades' | 'pkcs7' | 'pkcs7-sha1' | 'timestamp';

/** What the CMS is about. */
export interface CheckCmsInput {
  /** Digest of what is signed or stamped: of a PDF's byte ranges, or of a signature's value. May be asked more than once. */
  readonly digestOf: (algorithm: DigestAlgorithm) => Uint8Array;
  /** What is signed itself; asked for only when there are no signed attributes, so that the signature is over it directly. */
  readonly contentOf?: () => Uint8Array;
  readonly profile: CmsProfile;
  /**
   * Certificates from elsewhere among which the signer's may be, DER, for a CMS that holds none: a time-stamp token need
   * not (RFC 3161 2.4.1, certReq), the document security store then does. Untrusted.
   */
  readonly certificates?: readonly Uint8Array[];
}
