import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Asn1, readAsn1, readBits, readOid, readUnsigned, readWhole, sameBytes, Tag } from './asn1/read.ts';
import { bitString, integer, nullValue, oid, sequence } from './asn1/write.ts';
import { Oid } from './oids.ts';

/** What a SubjectPublicKeyInfo holds (RFC 5280 4.1.2.7), as far as judging it needs. */
export interface PublicKeyInfo {
  readonly kind: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | 'unknown';
  /** SubjectPublicKeyInfo as it stands in the certificate. */
  readonly spki: Uint8Array;
  /** The algorithm's OID: tells id-RSASSA-PSS keys from rsaEncryption ones. */
  readonly oid: string;
  /** The curve by its usual name (`P-256`, `brainpoolP256r1`), or its OID, or `explicit`; null for other kinds. */
  readonly curve: string | null;
  /** Modulus length, or the order of the curve's size, in bits; null where unknown. */
  readonly bits: number | null;
  /** For a reader: `RSA 3072 bits`, `ECDSA P-256`. */
  readonly label: string;
  /** The key octets of the BIT STRING: what an OCSP CertID and many key identifiers hash. */
  readonly keyBits: Uint8Array;
}

const curves: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  [Oid.p224]: ['P-224', 224],
  [Oid.p256]: ['P-256', 256],
  [Oid.p384]: ['P-384', 384],
  [Oid.p521]: ['P-521', 521],
  [Oid.secp256k1]: ['secp256k1', 256],
  [Oid.brainpoolP256r1]: ['brainpoolP256r1', 256],
  [Oid.brainpoolP320r1]: ['brainpoolP320r1', 320],
  [Oid.brainpoolP384r1]: ['brainpoolP384r1', 384],
  [Oid.brainpoolP512r1]: ['brainpoolP512r1', 512],
};

const bitLength = (unsigned: Uint8Array): number => {
  const first = unsigned[0] ?? 0;
  return first === 0 ? 0 : unsigned.length * 8 - Math.clz32(first) + 24;
};

/** Reads SubjectPublicKeyInfo. An RSA modulus with its sign bit set is read as the unsigned number that was meant. @throws Asn1Error */
export const readPublicKey = (element: Asn1): PublicKeyInfo => {
  const algorithm = element.expect(Tag.Sequence).at(0, Tag.Sequence);
  const algorithmOid = readOid(algorithm.at(0, Tag.Oid));
  const keyBits = readBits(element.at(1, Tag.BitString)).octets;
  const base = { spki: element.raw, oid: algorithmOid, keyBits };
  switch (algorithmOid) {
    case Oid.rsaEncryption:
    case Oid.rsassaPss: {
      const bits = bitLength(readUnsigned(readAsn1(keyBits).at(0, Tag.Integer)));
      return { ...base, kind: 'rsa', curve: null, bits, label: `RSA ${bits} bits` };
    }
    case Oid.ecPublicKey: {
      const parameters = algorithm.children[1];
      const curveOid = parameters?.is(Tag.Oid) === true ? readOid(parameters) : 'explicit';
      const [curve, bits] = curves[curveOid] ?? [curveOid, null];
      return { ...base, kind: 'ec', curve, bits, label: `ECDSA ${curve}` };
    }
    case Oid.ed25519:
      return { ...base, kind: 'ed25519', curve: null, bits: 256, label: 'Ed25519' };
    case Oid.ed448:
      return { ...base, kind: 'ed448', curve: null, bits: 456, label: 'Ed448' };
    case Oid.dsa:
      return { ...base, kind: 'dsa', curve: null, bits: null, label: 'DSA' };
    default:
      return { ...base, kind: 'unknown', curve: null, bits: null, label: algorithmOid };
  }
};

/** Keys of structures that are kept: made once as long as these are. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/**
 * The key for node:crypto. RSA keys are written anew as rsaEncryption with an unsigned modulus: real cards carry
 * negative ones, and BoringSSL knows neither those nor the id-RSASSA-PSS key type.
 * @throws what node:crypto throws when it lacks the curve or the key is nonsense.
 */
export const toKeyObject = (spki: Uint8Array): KeyObject => {
  const known = keyObjects.get(spki);
  if (known) return known;
  const made = makeKeyObject(spki);
  keyObjects.set(spki, made);
  return made;
};

const makeKeyObject = (spki: Uint8Array): KeyObject => {
  const element = readWhole(spki);
  const key = readPublicKey(element);
  let der: Uint8Array = spki;
  if (key.kind === 'rsa') {
    const numbers = readAsn1(key.keyBits);
    const modulus = numbers.at(0, Tag.Integer);
    if (key.oid !== Oid.rsaEncryption || ((modulus.content[0] ?? 0) & 0x80) !== 0)
      der = sequence(
        sequence(oid(Oid.rsaEncryption), nullValue()),
        bitString(sequence(integer(readUnsigned(modulus)), integer(readUnsigned(numbers.at(1, Tag.Integer))))),
      );
  }
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
};

/**
 * Do two SubjectPublicKeyInfo, of certificates or of a request, hold the same key, however they are written (a curve's
 * point compressed or not, RSA as rsaEncryption or id-RSASSA-PSS)? A key that cannot be read is only the same as its
 * own octets.
 */
export const samePublicKey = (spki: Uint8Array, other: Uint8Array): boolean => {
  if (sameBytes(spki, other)) return true;
  try {
    return canonical(toKeyObject(spki)) === canonical(toKeyObject(other));
  } catch {
    return false;
  }
};

/**
 * A key's numbers. Not `KeyObject.equals`: it leaves an error in OpenSSL's queue where the kinds differ, and the next key
 * that is read fails by it.
 */
const canonical = (key: KeyObject): string => {
  try {
    return JSON.stringify(key.export({ format: 'jwk' }));
  } catch {
    // JWK has no names for curves like Brainpool's.
    return key.export({ format: 'der', type: 'spki' }).toString('hex');
  }
};
