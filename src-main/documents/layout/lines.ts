import type { Face } from '../fonts/face.ts';
import type { Figures } from '../fonts/embedded-font.ts';
import { codeBoxAdvance } from '../fonts/face.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { TextStyle } from './style.ts';

/** The text as it is printed: Unicode NFC, like the canonical JSON that it must agree with. */
export const printable = (text: string): string => text.normalize('NFC');

/** Width of a text in font units. */
const unitsOf = (face: Face, text: string, figures: Figures): number => {
  let units = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xe000) {
      const codePoint = text.codePointAt(at) as number;
      const glyph = face.glyphOf(codePoint);
      units += glyph === null ? codeBoxAdvance(codePoint) : face.advanceOfGlyph(glyph);
      if (codePoint > 0xffff) at++;
    } else if (figures === 'tabular' && unit >= 0x30 && unit <= 0x39) units += face.tabularAdvance;
    else units += face.advances[unit] ?? 0;
  }
  return units;
};

/** Width of a text in points. */
export const widthOf = (fonts: Fonts, style: TextStyle, text: string): number =>
  (unitsOf(fonts[style.face], text, style.figures) * style.size) / fonts[style.face].unitsPerEm;

const lineEnd = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
const blanks = /[ \t]+/;
/** After these a word that is too long for a line is broken rather than elsewhere. */
const breakAfter = '/\\-_.,;:?&=@#|)]}';

/** Breaks a word that is wider than a line; never inside a character, nor before a mark that stands on one. */
const broken = (face: Face, figures: Figures, limit: number, word: string): string[] => {
  const pieces: string[] = [];
  let start = 0;
  let units = 0;
  let preferred = -1;
  for (let at = 0; at < word.length; ) {
    const character = String.fromCodePoint(word.codePointAt(at) as number);
    const advance = unitsOf(face, character, figures);
    if (units + advance > limit && at > start) {
      const cut = preferred > start + (at - start) * 0.5 ? preferred : at;
      pieces.push(word.slice(start, cut));
      start = cut;
      units = unitsOf(face, word.slice(start, at), figures);
      preferred = -1;
    }
    const separates = breakAfter.includes(character) || (advance === 0 && preferred === at);
    units += advance;
    at += character.length;
    if (separates) preferred = at;
  }
  pieces.push(word.slice(start));
  return pieces;
};

/**
 * The lines of a text within a width (points): its own line ends kept, words wrapped, runs of blanks as one, and words
 * longer than a line broken. Always at least one line.
 */
export const wrap = (fonts: Fonts, style: TextStyle, width: number, text: string): string[] => {
  const face = fonts[style.face];
  const limit = (width * face.unitsPerEm) / style.size;
  const blank = face.advances[0x20] ?? 0;
  const lines: string[] = [];
  for (const hardLine of printable(text).split(lineEnd)) {
    let line = '';
    let units = 0;
    for (const word of hardLine.split(blanks)) {
      if (word === '') continue;
      const wide = unitsOf(face, word, style.figures);
      if (line !== '' && units + blank + wide <= limit) {
        line += ` ${word}`;
        units += blank + wide;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      units = wide;
      if (wide > limit) {
        const pieces = broken(face, style.figures, limit, word);
        line = pieces.pop() ?? '';
        units = unitsOf(face, line, style.figures);
        lines.push(...pieces);
      }
    }
    lines.push(line);
  }
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
};

/** At most `count` lines; what is left out is shown by an ellipsis. */
export const shorten = (
  fonts: Fonts,
  style: TextStyle,
  width: number,
  lines: readonly string[],
  count: number,
): string[] => {
  if (lines.length <= count) return [...lines];
  const kept = lines.slice(0, count);
  const last = Array.from(kept.pop() ?? '');
  while (last.length > 0 && widthOf(fonts, style, `${last.join('')} …`) > width) last.pop();
  return [...kept, `${last.join('').trimEnd()} …`];
};

/** One line, ended by an ellipsis where the text does not fit. */
export const oneLine = (fonts: Fonts, style: TextStyle, width: number, text: string): string =>
  shorten(fonts, style, width, wrap(fonts, style, width, text), 1)[0] ?? '';

/** The width of the widest word, the least a column needs to break none (points). */
export const widestWord = (fonts: Fonts, style: TextStyle, text: string): number =>
  printable(text)
    .split(/\s+/)
    .reduce((widest, word) => Math.max(widest, widthOf(fonts, style, word)), 0);
