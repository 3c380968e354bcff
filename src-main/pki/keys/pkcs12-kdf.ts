import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DigestAlgorithm } from '../digest.ts';

/** What the derived octets are for (RFC 7292 B.3). */
export const KdfPurpose = { Key: 1, Iv: 2, Mac: 3 } as const;
export type KdfPurpose = (typeof KdfPurpose)[keyof typeof KdfPurpose];

/** A pass phrase as PKCS#12 wants it: UTF-16 big endian with two zero octets at the end (RFC 7292 B.1). */
export const bmpPassPhrase = (passPhrase: string): Uint8Array => {
  const octets = Buffer.from(`${passPhrase}\0`, 'utf16le');
  return new Uint8Array(octets.swap16());
};

const blockLengths: Partial<Record<DigestAlgorithm, number>> = {
  md5: 64,
  sha1: 64,
  sha224: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
};

/** Rounds between two turns of the event loop. */
const roundsATurn = 5000;

/**
 * The key derivation of PKCS#12 (RFC 7292 B.2), giving way to other work between turns.
 * @throws Error for a digest that has no defined block length here.
 */
export const derivePkcs12 = async (input: {
  readonly digest: DigestAlgorithm;
  /** As `bmpPassPhrase` gives it; empty for no pass phrase at all. */
  readonly secret: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly purpose: KdfPurpose;
  /** Octets wanted. */
  readonly length: number;
}): Promise<Uint8Array> => {
  const { digest, secret, salt, iterations, purpose, length } = input;
  const block = blockLengths[digest];
  if (block === undefined) throw new Error(`no PKCS#12 key derivation with ${digest}`);
  const diversifier = new Uint8Array(block).fill(purpose);
  const state = new Uint8Array([...filled(salt, block), ...filled(secret, block)]);
  const derived = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    let hash: Uint8Array = createHash(digest).update(diversifier).update(state).digest();
    for (let round = 1; round < iterations; round += 1) {
      hash = createHash(digest).update(hash).digest();
      if (round % roundsATurn === 0) await nextTurn();
    }
    derived.set(hash.subarray(0, length - at), at);
    at += hash.length;
    if (at < length) addToBlocks(state, filled(hash, block), block);
  }
  return derived;
};

/** Repeated to a multiple of the block; nothing stays nothing. */
const filled = (octets: Uint8Array, block: number): Uint8Array => {
  const all = new Uint8Array(Math.ceil(octets.length / block) * block);
  for (let at = 0; at < all.length; at += 1) all[at] = octets[at % octets.length] ?? 0;
  return all;
};

/** Each block of `state` plus B plus 1, modulo 2^(8 block). */
const addToBlocks = (state: Uint8Array, b: Uint8Array, block: number): void => {
  for (let start = 0; start < state.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at -= 1) {
      carry += (state[start + at] ?? 0) + (b[at] ?? 0);
      state[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
};
