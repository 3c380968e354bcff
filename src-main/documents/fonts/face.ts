import { characterMap, postScriptName, singleSubstitutions, tableOf, tablesOf, viewOf } from './opentype.ts';

/**
 * One TrueType face, opened for measuring and subsetting. Lengths are in font units (`unitsPerEm` to the em).
 * Text is set one glyph to the code point, without ligatures or kerning, so that it extracts as it was written.
 */
export interface Face {
  readonly name: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Negative. */
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly tables: ReadonlyMap<string, Uint8Array>;
  /** Advance of each code unit of the BMP as it is drawn, a code box where the face has no visible glyph. */
  readonly advances: Uint16Array;
  /** The glyph that shows this code point; null where a code box has to. */
  glyphOf(codePoint: number): number | null;
  advanceOfGlyph(glyph: number): number;
  /** The fixed-width form of a digit's glyph, for columns of numbers. */
  tabularOf(glyph: number): number;
  /** Advance of every digit in that form. */
  readonly tabularAdvance: number;
  /** Whether it is a combining mark: it stands on the character before it and takes no room of its own. */
  isMark(codePoint: number): boolean;
  /** The box around a glyph's outline: left, bottom, right, top. Null for a space. */
  boxOf(glyph: number): readonly [number, number, number, number] | null;
  /** A glyph's outline as `glyf` holds it; empty for a space. */
  outlineOf(glyph: number): Uint8Array;
}

/** Advance of a code box: four hexadecimal digits in two columns, or six in three. Units of a 2048 em. */
export const codeBoxAdvance = (codePoint: number): number => (codePoint > 0xffff ? 2360 : 1720);

/**
 * What may not be drawn by its own glyph although a font may have one: controls, and format characters that are
 * invisible or reorder their neighbours. Nobody signs what they cannot see.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const space = /\p{Zs}/u;
const mark = /\p{Mn}/u;

/** @throws Error where the file is not a TrueType font. */
export const openFace = (file: Uint8Array): Face => {
  // A copy, and no Buffer: the subsets slice from it, and Buffer's slice() would hand out the memory itself.
  const tables = tablesOf(new Uint8Array(file));
  const head = viewOf(tableOf(tables, 'head'));
  const hhea = viewOf(tableOf(tables, 'hhea'));
  const os2 = viewOf(tableOf(tables, 'OS/2'));
  const loca = viewOf(tableOf(tables, 'loca'));
  const glyf = tableOf(tables, 'glyf');
  const longOffsets = head.getInt16(50) === 1;
  const offsetOf = (glyph: number): number => (longOffsets ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2);
  const outlineOf = (glyph: number): Uint8Array => glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1));
  const metrics = viewOf(tableOf(tables, 'hmtx'));
  const metricCount = hhea.getUint16(34);
  const advanceOfGlyph = (glyph: number): number => metrics.getUint16(Math.min(glyph, metricCount - 1) * 4);

  const glyphs = new Map<number, number>();
  const marks = new Set<number>();
  const advances = new Uint16Array(0x10000).fill(codeBoxAdvance(0));
  for (const [codePoint, glyph] of characterMap(tables)) {
    const text = String.fromCodePoint(codePoint);
    if (glyph === 0 || unseen.test(text) || (outlineOf(glyph).length === 0 && !space.test(text))) continue;
    glyphs.set(codePoint, glyph);
    if (mark.test(text)) marks.add(codePoint);
    if (codePoint < 0x10000) advances[codePoint] = marks.has(codePoint) ? 0 : advanceOfGlyph(glyph);
  }
  const tabular = singleSubstitutions(tables, 'tnum');
  const tabularOf = (glyph: number): number => tabular.get(glyph) ?? glyph;
  return {
    name: postScriptName(tables),
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    capHeight: os2.getInt16(88),
    xHeight: os2.getInt16(86),
    boundingBox: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    tables,
    advances,
    glyphOf: (codePoint) => glyphs.get(codePoint) ?? null,
    advanceOfGlyph,
    tabularOf,
    tabularAdvance: advanceOfGlyph(tabularOf(glyphs.get(0x30) ?? 0)),
    isMark: (codePoint) => marks.has(codePoint),
    boxOf: (glyph) => {
      const outline = outlineOf(glyph);
      if (outline.length < 10) return null;
      const view = viewOf(outline);
      return [view.getInt16(2), view.getInt16(4), view.getInt16(6), view.getInt16(8)];
    },
    outlineOf,
  };
};
