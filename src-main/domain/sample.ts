/**
 * A random sample that anybody can draw again: the numbers of `size` entries out of `population`, ascending, from a
 * seed that is written down (PI 041-1 9.8: how the sample was chosen). A partial Fisher-Yates shuffle over the numbers
 * 1 to `population`, driven by mulberry32, which is started with the FNV-1a hash (32 bits) of the seed's UTF-16 units.
 */
export const drawSample = (seed: string, population: number, size: number): readonly number[] => {
  const next = mulberry32(fnv1a(seed));
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  const count = Math.max(0, Math.min(size, population));
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(next() * (population - place));
    drawn.push((moved.get(other) ?? other) + 1);
    moved.set(other, moved.get(place) ?? place);
  }
  return drawn.sort((a, b) => a - b);
};

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
};

/** Numbers from 0 to below 1. */
const mulberry32 = (start: number) => {
  let state = start;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
