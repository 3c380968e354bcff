import { createPublicKey, verify } from 'node:crypto';
import { bitString, integer, oid, sequence } from '../asn1/write.ts';
import { Oid } from '../oids.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import { pointsOf } from './points.ts';

const known = new Map<string, boolean>();

const oidByCurve: Readonly<Record<string, string>> = {
  'P-224': Oid.p224,
  secp256k1: Oid.secp256k1,
  brainpoolP256r1: Oid.brainpoolP256r1,
  brainpoolP320r1: Oid.brainpoolP320r1,
  brainpoolP384r1: Oid.brainpoolP384r1,
  brainpoolP512r1: Oid.brainpoolP512r1,
};

/** The public key of RFC 8032 7.4, "blank". */
const ed448Key = Buffer.from(
  '5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180',
  'hex',
);

/** A key of the kind that is certainly sound: the base point of the curve. */
const soundKey = (name: string): Uint8Array => {
  const points = pointsOf(name);
  return points === null
    ? sequence(sequence(oid(Oid.ed448)), bitString(ed448Key))
    : sequence(sequence(oid(Oid.ecPublicKey), oid(oidByCurve[name] as string)), bitString(points.BASE.toBytes(false)));
};

/**
 * Should keys of this kind be computed here? True for a curve of ours that node:crypto of this runtime cannot do: found
 * out once by trying, because neither versions nor names of runtimes tell (BoringSSL in Electron; OpenSSL builds differ).
 */
export const lacksNative = (key: PublicKeyInfo): boolean => {
  const name = key.kind === 'ed448' ? 'Ed448' : key.kind === 'ec' && pointsOf(key.curve ?? '') ? key.curve : null;
  if (name === null) return false;
  let lacking = known.get(name);
  if (lacking === undefined) {
    try {
      const object = createPublicKey({ key: Buffer.from(soundKey(name)), format: 'der', type: 'spki' });
      const value = name === 'Ed448' ? new Uint8Array(114) : sequence(integer(1), integer(1));
      verify(name === 'Ed448' ? null : 'sha256', new Uint8Array(1), object, value);
      lacking = false;
    } catch {
      lacking = true;
    }
    known.set(name, lacking);
  }
  return lacking;
};
