import { ed448 } from '@noble/curves/ed448.js';
import { digest } from '../digest.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import type { SignatureScheme, SignatureVerdict } from '../signature-scheme.ts';
import { verifyEcdsa } from './ecdsa.ts';
import { pointsOf } from './points.ts';

/** `unsupported` for keys and digests that are not known here, and for octets that are no point of the curve. */
export const verifyInJavaScript = (
  key: PublicKeyInfo,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): SignatureVerdict => {
  const points = key.kind === 'ec' && key.curve !== null ? pointsOf(key.curve) : null;
  if (points === null && key.kind !== 'ed448') return 'unsupported';
  if (scheme.kind !== (points === null ? 'ed448' : 'ecdsa')) return 'invalid';
  if (points === null && signature.length !== 114) return 'invalid';
  try {
    if (scheme.kind !== 'ecdsa' || points === null)
      // RFC 8032 5.2.7: as the runtimes do, without the looser rules of ZIP 215.
      return ed448.verify(signature, data, key.keyBits, { zip215: false }) ? 'valid' : 'invalid';
    if (scheme.digest === null) return 'unsupported';
    const hash = digest(scheme.digest, data);
    return verifyEcdsa(points, key.keyBits, hash, signature, scheme.plain) ? 'valid' : 'invalid';
  } catch {
    return 'unsupported';
  }
};
