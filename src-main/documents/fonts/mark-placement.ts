import type { Face } from './face.ts';

/** Where the marks of a base character have got to, in font units. The next mark above stands on `top`. */
export interface Base {
  readonly advance: number;
  readonly top: number;
  readonly bottom: number;
}

/** A combining mark as a glyph of its own: its shift from the end of its base. */
export interface PlacedMark {
  readonly dx: number;
  readonly dy: number;
  readonly next: Base;
}

const gap = 60;

/** The base for marks that follow this glyph. `null`: a mark with nothing before it. */
export const baseOf = (face: Face, glyph: number | null): Base => {
  const box = glyph === null ? null : face.boxOf(glyph);
  return {
    advance: glyph === null ? 0 : face.advanceOfGlyph(glyph),
    top: box?.[3] ?? 0,
    bottom: box?.[1] ?? 0,
  };
};

/**
 * Puts a mark in the middle of its base and clear of it: a plain stand-in for the anchors of GPOS. It serves the few
 * sequences for which Unicode has no composed character (NFC has composed all others).
 */
export const placeMark = (face: Face, mark: number, base: Base): PlacedMark => {
  const [left, bottom, right, top] = face.boxOf(mark) ?? [0, 0, 0, 0];
  const dx = Math.round(-base.advance / 2 - (left + right) / 2);
  if (bottom >= face.xHeight) {
    const dy = Math.max(0, base.top + gap - bottom);
    return { dx, dy, next: { ...base, top: top + dy } };
  }
  if (top <= gap) {
    const dy = Math.min(0, base.bottom - gap - top);
    return { dx, dy, next: { ...base, bottom: bottom + dy } };
  }
  return { dx, dy: 0, next: base };
};
