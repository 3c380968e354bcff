import { constants, verify, type KeyObject } from 'node:crypto';
import { Asn1Error, readWhole } from './asn1/read.ts';
import { lacksNative } from './curves/runtime.ts';
import { verifyInJavaScript } from './curves/verify.ts';
import type { DigestAlgorithm } from './digest.ts';
import { type PublicKeyInfo, readPublicKey, toKeyObject } from './public-key.ts';
import type { SignatureScheme, SignatureVerdict } from './signature-scheme.ts';

export { readSignatureScheme, schemeLabel, type SignatureScheme, type SignatureVerdict } from './signature-scheme.ts';

/** Does the kind of key fit the scheme? */
const fits = (key: KeyObject, scheme: SignatureScheme): boolean => {
  switch (scheme.kind) {
    case 'rsa':
    case 'rsa-pss':
      return key.asymmetricKeyType === 'rsa';
    case 'ecdsa':
      return key.asymmetricKeyType === 'ec';
    default:
      return key.asymmetricKeyType === scheme.kind;
  }
};

/**
 * The one place where signature values are checked against a key: by the runtime where it has the algorithm, in
 * JavaScript where it has not (brainpool, secp256k1, P-224 and Ed448 under BoringSSL).
 * @param spki SubjectPublicKeyInfo, DER.
 * @param scheme with its digest known (RSA, ECDSA and DSA need one).
 */
export const verifySignature = (
  spki: Uint8Array,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): SignatureVerdict => {
  if (scheme.kind === 'ecdsa' || scheme.kind === 'ed448') {
    const info = keyInfoOf(spki);
    if (info !== null && lacksNative(info)) return verifyInJavaScript(info, scheme, data, signature);
  }
  return verifyNatively(spki, scheme, data, signature);
};

const keyInfoOf = (spki: Uint8Array): PublicKeyInfo | null => {
  try {
    return readPublicKey(readWhole(spki));
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
};

/** The same by node:crypto alone. */
export const verifyNatively = (
  spki: Uint8Array,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): SignatureVerdict => {
  if (scheme.kind === 'unknown') return 'unsupported';
  let key: KeyObject;
  try {
    key = toKeyObject(spki);
  } catch {
    return 'unsupported';
  }
  if (!fits(key, scheme)) return 'invalid';
  try {
    switch (scheme.kind) {
      case 'ed25519':
      case 'ed448':
        return verify(null, data, key, signature) ? 'valid' : 'invalid';
      case 'rsa-pss':
        // node:crypto takes the digest of MGF1 to be the digest itself; what differs is not judged (RFC 4055 recommends the same).
        if (scheme.mgf1Digest !== scheme.digest) return 'unsupported';
        return verify(
          scheme.digest,
          data,
          { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength },
          signature,
        )
          ? 'valid'
          : 'invalid';
      default: {
        if (scheme.digest === null) return 'unsupported';
        // The bare key costs the library less than one among options.
        const plain = scheme.kind === 'ecdsa' && scheme.plain;
        const withForm = plain ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
        return verify(scheme.digest, data, withForm, signature) ? 'valid' : 'invalid';
      }
    }
  } catch {
    // The library lacks the digest (or DSA, of which BoringSSL reads the keys and no more), or the value is not even of
    // the form: only the latter is the signature's fault.
    return scheme.kind !== 'dsa' && canDigest(scheme.digest) ? 'invalid' : 'unsupported';
  }
};

const canDigest = (digest: DigestAlgorithm | null): boolean =>
  digest === null || digest === 'sha1' || digest.startsWith('sha2') || digest === 'sha384' || digest === 'sha512';
