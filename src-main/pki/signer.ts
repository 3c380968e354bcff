/** Signature algorithms we make, by digest and scheme (RFC 5753, RFC 8017, RFC 8419). */
export const SignatureAlgorithm = {
  EcdsaSha256: 'ecdsa-sha256',
  EcdsaSha384: 'ecdsa-sha384',
  EcdsaSha512: 'ecdsa-sha512',
  RsaSha256: 'rsa-sha256',
  RsaPssSha256: 'rsa-pss-sha256',
  Ed25519: 'ed25519',
} as const;
export type SignatureAlgorithm = (typeof SignatureAlgorithm)[keyof typeof SignatureAlgorithm];

/** A key that can sign, wherever it lives (a file under a pass phrase, a token, a card). The key itself never leaves. */
export interface Signer {
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array;
  /** Issuer certificates, the leaf's issuer first, DER. May be empty. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /** Signs `data` (hashing is part of the operation). ECDSA answers in DER (RFC 3279 2.2.3). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
