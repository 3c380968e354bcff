import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { Asn1Error, readWhole, sameBytes, Tag, toHex } from '../asn1/read.ts';
import { integer, sequence } from '../asn1/write.ts';

/** r and s as unsigned octets; null where the value is not of the form. */
const readPair = (signature: Uint8Array, plain: boolean, width: number): readonly [Uint8Array, Uint8Array] | null => {
  if (plain) return signature.length === 2 * width ? [signature.subarray(0, width), signature.subarray(width)] : null;
  try {
    const pair = readWhole(signature).expect(Tag.Sequence);
    const r = pair.at(0, Tag.Integer).content;
    const s = pair.at(1, Tag.Integer).content;
    // As OpenSSL and BoringSSL do: DER and nothing else, so that a signature has one encoding.
    if (((r[0] ?? 0x80) | (s[0] ?? 0x80)) & 0x80) return null;
    return sameBytes(sequence(integer(r), integer(s)), signature) ? [r, s] : null;
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
};

const numberOf = (octets: Uint8Array): bigint => (octets.length === 0 ? 0n : BigInt(`0x${toHex(octets)}`));

/**
 * ECDSA verification (FIPS 186-5 6.4.2) on public values, so without care for timing.
 * @param publicKey the point's octets, compressed or not (SEC 1 2.3.4).
 * @param hash of what was signed; its leftmost bits count when it is longer than the order.
 * @param plain r || s (BSI TR-03111 5.2.1) instead of the DER sequence.
 * @throws what the point's reader throws for octets that are no point of the curve.
 */
export const verifyEcdsa = (
  points: WeierstrassPointCons<bigint>,
  publicKey: Uint8Array,
  hash: Uint8Array,
  signature: Uint8Array,
  plain: boolean,
): boolean => {
  const { Fn } = points;
  const q = points.fromBytes(publicKey);
  q.assertValidity();
  const pair = readPair(signature, plain, Fn.BYTES);
  if (pair === null) return false;
  const r = numberOf(pair[0]);
  const s = numberOf(pair[1]);
  if (r <= 0n || r >= Fn.ORDER || s <= 0n || s >= Fn.ORDER) return false;
  const surplus = hash.length * 8 - Fn.BITS;
  const e = Fn.create(surplus > 0 ? numberOf(hash) >> BigInt(surplus) : numberOf(hash));
  const inverse = Fn.inv(s);
  const point = points.BASE.multiplyUnsafe(Fn.mul(e, inverse)).add(q.multiplyUnsafe(Fn.mul(r, inverse)));
  return !point.is0() && Fn.create(point.toAffine().x) === r;
};
