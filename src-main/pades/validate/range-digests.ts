import type { Hash } from 'node:crypto';
import { type DigestAlgorithm, newDigest } from '../../pki/digest.ts';

/**
 * Digests over the byte ranges of many signatures of one file. Later signatures cover the bytes of earlier ones, so the
 * state at each range's gap is kept and continued from: the whole costs one pass over the file, not one a signature.
 */
export class RangeDigests {
  readonly #bytes: Uint8Array;
  readonly #states = new Map<DigestAlgorithm, { readonly at: number; readonly state: Hash }[]>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The digest of the two spans. The range must lie in the file. */
  of(
    algorithm: DigestAlgorithm,
    [, firstLength, second, secondLength]: readonly [number, number, number, number],
  ): Uint8Array {
    const states = this.#states.get(algorithm) ?? [];
    this.#states.set(algorithm, states);
    let best: { readonly at: number; readonly state: Hash } | null = null;
    for (const known of states) if (known.at <= firstLength && (!best || known.at > best.at)) best = known;
    const state = best ? best.state.copy() : newDigest(algorithm);
    state.update(this.#bytes.subarray(best?.at ?? 0, firstLength));
    if (best?.at !== firstLength) states.push({ at: firstLength, state: state.copy() });
    return new Uint8Array(state.update(this.#bytes.subarray(second, second + secondLength)).digest());
  }
}
