import { mutateDer } from './mutants/der.ts';
import { below, pick, seeded } from './mutants/random.ts';
import { mutateStreams } from './mutants/streams.ts';
import { mutateTokens } from './mutants/tokens.ts';
import { mutateXref } from './mutants/xref.ts';

const mutateBytes = (source: Buffer, random: () => number): Buffer => {
  const out = Buffer.from(source);
  for (let edits = 1 + below(random, 4); edits > 0; edits--) out[below(random, out.length)] = below(random, 256);
  return out;
};

/** Ways to change a PDF, by the part of its structure that they know. `mixed` is several of them, one after the other. */
const mutators = {
  bytes: mutateBytes,
  tokens: mutateTokens,
  xref: mutateXref,
  streams: mutateStreams,
  der: mutateDer,
  mixed: (source: Buffer, random: () => number): Buffer => {
    let out = source;
    for (let edits = 2 + below(random, 3); edits > 0; edits--)
      out = pick(random, [mutateBytes, mutateTokens, mutateXref, mutateStreams, mutateDer])(out, random);
    return out;
  },
} as const;
export type MutantKind = keyof typeof mutators;
export const mutantKinds = Object.keys(mutators) as readonly MutantKind[];

/** The mutant that a seed stands for, on every machine the same. */
export const mutantOf = (
  source: Uint8Array,
  seed: number,
): { readonly kind: MutantKind; readonly bytes: Uint8Array } => {
  const random = seeded(seed);
  const kind = pick(random, mutantKinds);
  return { kind, bytes: new Uint8Array(mutators[kind](Buffer.from(source), random)) };
};
