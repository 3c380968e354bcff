/** A small seeded generator (mulberry32): the same seed, the same mutants on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** A whole number below `limit`, and one of a list. */
export const below = (random: () => number, limit: number): number => Math.floor(random() * limit);
export const pick = <T>(random: () => number, items: readonly T[]): T => items[below(random, items.length)] as T;

/** `bytes` with `[start, end)` replaced. */
export const splice = (bytes: Buffer, start: number, end: number, put: Uint8Array | string): Buffer =>
  Buffer.concat([
    bytes.subarray(0, start),
    typeof put === 'string' ? Buffer.from(put, 'latin1') : put,
    bytes.subarray(end),
  ]);

/** The first match of `pattern` (without flags g, y) at or after `from`, looking no further than `reach` bytes. */
export const matchFrom = (
  bytes: Buffer,
  pattern: RegExp,
  from: number,
  reach = 4000,
): { readonly start: number; readonly end: number; readonly text: string } | null => {
  const match = pattern.exec(bytes.toString('latin1', from, Math.min(bytes.length, from + reach)));
  if (!match) return null;
  const start = from + match.index;
  return { start, end: start + match[0].length, text: match[0] };
};
