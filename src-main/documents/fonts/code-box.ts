import { codeBoxAdvance, type Face } from './face.ts';

/**
 * What stands for a character that the face cannot show: a frame with the code point in hexadecimal, as one glyph, so
 * that a reader sees which character was signed and text extraction still yields that character.
 * All figures are in units of a 2048 em.
 */
const geometry = { left: 110, bottom: -190, top: 1500, line: 70, column: 640, row: 830, digitBottom: -60 } as const;
const digitScale = 0.46;

const columnsOf = (codePoint: number): 2 | 3 => (codePoint > 0xffff ? 3 : 2);

const frameRight = (codePoint: number): number => codeBoxAdvance(codePoint) - geometry.left;

/** The frame as a simple glyph: an outer contour and, the other way round, an inner one. */
export const frameGlyph = (columns: 2 | 3): Uint8Array => {
  const right = frameRight(columns === 3 ? 0x10000 : 0);
  const { left, bottom, top, line } = geometry;
  const outer = [
    [left, bottom],
    [left, top],
    [right, top],
    [right, bottom],
  ] as const;
  const inner = [
    [left + line, bottom + line],
    [right - line, bottom + line],
    [right - line, top - line],
    [left + line, top - line],
  ] as const;
  const points = [...outer, ...inner];
  const view = new DataView(new ArrayBuffer(10 + 4 + 2 + points.length + points.length * 4));
  [2, left, bottom, right, top, 3, 7, 0].forEach((value, index) => view.setInt16(index * 2, value));
  let at = 16;
  for (const _ of points) view.setUint8(at++, 1);
  for (const axis of [0, 1] as const) {
    let before = 0;
    for (const point of points) {
      view.setInt16(at, point[axis] - before);
      before = point[axis];
      at += 2;
    }
  }
  return new Uint8Array(view.buffer);
};

/**
 * The box as a composite glyph (OpenType `glyf`) of its frame and its digits.
 * @param frame glyph id of the frame in the subset
 * @param digit glyph id in the subset of a hexadecimal digit, given its glyph in the face
 */
export const codeBoxGlyph = (
  face: Face,
  codePoint: number,
  frame: number,
  digit: (glyph: number) => number,
): Uint8Array => {
  const columns = columnsOf(codePoint);
  const digits = Array.from(
    codePoint
      .toString(16)
      .toUpperCase()
      .padStart(columns * 2, '0'),
  );
  const innerLeft = (codeBoxAdvance(codePoint) - columns * geometry.column) / 2;
  const view = new DataView(new ArrayBuffer(10 + 8 + digits.length * 10));
  [-1, geometry.left, geometry.bottom, frameRight(codePoint), geometry.top].forEach((value, index) =>
    view.setInt16(index * 2, value),
  );
  const wordsAndXy = 0x0003;
  const more = 0x0020;
  const scaled = 0x0008;
  view.setUint16(10, wordsAndXy | more);
  view.setUint16(12, frame);
  let at = 18;
  digits.forEach((character, index) => {
    const glyph = face.tabularOf(face.glyphOf(character.charCodeAt(0)) ?? 0);
    const slack = geometry.column - face.advanceOfGlyph(glyph) * digitScale;
    const row = index < columns ? 1 : 0;
    view.setUint16(at, wordsAndXy | scaled | (index < digits.length - 1 ? more : 0));
    view.setUint16(at + 2, digit(glyph));
    view.setInt16(at + 4, Math.round(innerLeft + (index % columns) * geometry.column + slack / 2));
    view.setInt16(at + 6, geometry.digitBottom + row * geometry.row);
    view.setInt16(at + 8, Math.round(digitScale * 0x4000));
    at += 10;
  });
  return new Uint8Array(view.buffer);
};

/** Which of the two frames a box needs. */
export const frameColumns = columnsOf;
export const frameLeft = geometry.left;
