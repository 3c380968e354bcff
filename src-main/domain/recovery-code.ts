import { fail, ok, type Failure, type Result } from './result.ts';

/** The two halves of a recovery kit, held by different people. Neither says anything about the other. */
export const recoveryParts = ['A', 'B'] as const;
export type RecoveryPart = (typeof recoveryParts)[number];

/** Digits and capitals without I, L, O and U, which are taken for others (Crockford's base 32): 5 bits each. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes of one part: 160 bits, so that a part alone leaves 160 bits to guess. */
export const recoveryPartBytes = 20;

/** Characters of a group that carry the part; one more checks them. */
const carried = 4;
const groupLength = carried + 1;
export const recoveryGroups = (recoveryPartBytes * 8) / 5 / carried;

/** Why what was typed is no code of this part. `groups` count from 1. */
export type RecoveryCodeFailure = Failure<
  | 'recovery/part-length'
  /** Details: `part`, `groups`. */
  | 'recovery/part-mistyped'
  /** It is a sound code of the other part. Details: `part`. */
  | 'recovery/part-swapped'
>;

/** The code of a part as its holder reads it: groups of five, the last character of each checks it. */
export const writeRecoveryCode = (part: RecoveryPart, bytes: Uint8Array): readonly string[] => {
  if (bytes.length !== recoveryPartBytes) throw new Error(`a recovery part of ${bytes.length} bytes`);
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = Array.from({ length: bits.length / 5 }, (_, at) =>
    alphabet.charAt(Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)),
  ).join('');
  return Array.from({ length: recoveryGroups }, (_, index) => {
    const group = characters.slice(index * carried, (index + 1) * carried);
    return group + checkOf(part, index, group);
  });
};

/**
 * Reads a part as somebody typed it: capitals or not, with or without blanks and hyphens, O for 0, I and L for 1. Answers
 * the characters that carry the part. One wrong character, two that changed places, and a group in another's place are
 * always noticed, and the group is named: all without knowing whether the part opens anything.
 */
export const readRecoveryCode = (part: RecoveryPart, typed: string): Result<string, RecoveryCodeFailure> => {
  const groups = groupsOf(typed);
  if (groups === null) return fail('recovery/part-length', { part, expected: recoveryGroups * groupLength });
  const wrong = wrongGroups(part, groups);
  if (wrong.length === 0) return ok(groups.map((group) => group.slice(0, carried)).join(''));
  const other = part === 'A' ? 'B' : 'A';
  return wrongGroups(other, groups).length === 0
    ? fail('recovery/part-swapped', { part })
    : fail('recovery/part-mistyped', { part, groups: wrong });
};

/** By the blanks or hyphens where each group stands alone, else by counting. */
const groupsOf = (typed: string): readonly string[] | null => {
  const parted = plain(typed)
    .split(/[\s-]+/)
    .filter((group) => group !== '');
  if (parted.length === recoveryGroups) return parted;
  const all = parted.join('');
  if (all.length !== recoveryGroups * groupLength) return null;
  return Array.from({ length: recoveryGroups }, (_, index) =>
    all.slice(index * groupLength, (index + 1) * groupLength),
  );
};

const plain = (typed: string): string => typed.trim().toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');

const wrongGroups = (part: RecoveryPart, groups: readonly string[]): number[] =>
  groups.flatMap((group, index) => {
    const body = group.slice(0, carried);
    const sound = group.length === groupLength && Array.from(group).every((one) => alphabet.includes(one));
    return sound && checkOf(part, index, body) === group.slice(carried) ? [] : [index + 1];
  });

/**
 * A weighted sum in the field of 32 elements. The weights differ and none is the check character's own, 1: so a changed
 * character and two exchanged ones alter it. Part and place are added, so that a sound group stands in one place only.
 */
const checkOf = (part: RecoveryPart, index: number, group: string): string =>
  alphabet.charAt(
    Array.from(group).reduce(
      (sum, character, at) => sum ^ times(2 ** (at + 1), alphabet.indexOf(character)),
      recoveryParts.indexOf(part) * 16 + index,
    ),
  );

/** Multiplication modulo x^5 + x^2 + 1. */
const times = (a: number, b: number): number => {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 9; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
};

/** Days after which a kit is to be made anew: sheets get lost unnoticed, and their holders leave. */
export const recoveryKitDays = 365;
