import { boolean, integer, octetString, oid, sequence } from '../asn1/write.ts';
import { type DigestAlgorithm, digestIdentifierWithNull } from '../digest.ts';

/** What is to be stamped: a digest, never the data itself (RFC 3161 2.4.1, messageImprint). */
export interface Imprint {
  readonly algorithm: DigestAlgorithm;
  readonly hash: Uint8Array;
}

/** TimeStampReq (RFC 3161 2.4.1), DER. */
export const buildTimestampRequest = (request: {
  readonly imprint: Imprint;
  /** Unsigned, big-endian: the answer repeats it, and so is known to be no old one. */
  readonly nonce: Uint8Array;
  /** The policy, as an OID, that the authority has to follow; absent: its own choice. */
  readonly policy?: string;
}): Uint8Array =>
  sequence(
    integer(1),
    // Parameters NULL: some servers know the older form only.
    sequence(digestIdentifierWithNull(request.imprint.algorithm), octetString(request.imprint.hash)),
    ...(request.policy === undefined ? [] : [oid(request.policy)]),
    integer(request.nonce),
    // certReq: the token brings its certificate, without which nobody could judge it later.
    boolean(true),
  );
