import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFHexString, PDFName, PDFRawStream, PDFString, type PDFContext, type PDFRef } from 'pdf-lib';
import type { Face } from './face.ts';
import { baseOf, placeMark, type Base } from './mark-placement.ts';
import { Subset } from './subset.ts';

/** `tabular`: digits of one width, for numbers that stand below each other. */
export type Figures = 'proportional' | 'tabular';

/** Below this no character combines. */
const firstMark = 0x300;

interface MarkedBase extends Base {
  readonly code: string;
}

interface Character {
  readonly codePoint: number;
  readonly glyph: number;
}

/**
 * A face in one document. Each character that is drawn gets a CID of its own, so that characters which share a glyph
 * (no-break space and space, micro sign and mu) still extract as what they are; a CIDToGIDMap leads to the glyphs.
 */
export class EmbeddedFont {
  readonly face: Face;
  readonly #subset: Subset;
  /** By code point, doubled, plus one for the tabular form. */
  readonly #codes = new Map<number, string>();
  /** Combining marks, by code point and place. */
  readonly #markCodes = new Map<string, string>();
  /** By CID; 0 is .notdef and never drawn. */
  readonly #characters: Character[] = [{ codePoint: 0, glyph: 0 }];

  constructor(face: Face) {
    this.face = face;
    this.#subset = new Subset(face);
  }

  /** The operand of Tj for a text (two bytes a character, in hexadecimal, without the brackets). */
  encode(text: string, figures: Figures = 'proportional'): string {
    const tabular = figures === 'tabular';
    let out = '';
    let previous = -1;
    let base: MarkedBase | null = null;
    for (let at = 0; at < text.length; at++) {
      const codePoint = text.codePointAt(at) as number;
      if (codePoint >= firstMark && this.face.isMark(codePoint)) {
        base = this.#mark(codePoint, base ?? baseOf(this.face, previous === -1 ? null : this.face.glyphOf(previous)));
        out += base.code;
        continue;
      }
      base = null;
      previous = codePoint;
      if (codePoint > 0xffff) at++;
      const key = codePoint * 2 + (tabular && codePoint >= 0x30 && codePoint <= 0x39 ? 1 : 0);
      out += this.#codes.get(key) ?? this.#admit(codePoint, key);
    }
    return out;
  }

  #mark(codePoint: number, base: Base): MarkedBase {
    const glyph = this.face.glyphOf(codePoint) ?? 0;
    const { dx, dy, next } = placeMark(this.face, glyph, base);
    const key = `${codePoint} ${dx} ${dy}`;
    const code = this.#markCodes.get(key) ?? this.#assign(codePoint, this.#subset.moved(glyph, dx, dy));
    this.#markCodes.set(key, code);
    return { ...next, code };
  }

  #admit(codePoint: number, key: number): string {
    const found = this.face.glyphOf(codePoint);
    const glyph =
      found === null
        ? this.#subset.codeBox(codePoint)
        : this.#subset.glyph(key % 2 === 1 ? this.face.tabularOf(found) : found);
    const code = this.#assign(codePoint, glyph);
    this.#codes.set(key, code);
    return code;
  }

  #assign(codePoint: number, glyph: number): string {
    const cid = this.#characters.push({ codePoint, glyph }) - 1;
    return cid.toString(16).toUpperCase().padStart(4, '0');
  }

  /** Writes the font for what was encoded so far (ISO 32000-2, 9.7; PDF/A-3, 6.2.11) and returns its dictionary. */
  embed(context: PDFContext): PDFRef {
    const file = this.#subset.build();
    const tag = [...createHash('sha256').update(file).digest().subarray(0, 6)]
      .map((byte) => String.fromCharCode(65 + (byte % 26)))
      .join('');
    const name = `${tag}+${this.face.name}`;
    const scale = 1000 / this.face.unitsPerEm;
    const rounded = (value: number): number => Math.round(value * scale);
    const descriptor = context.register(
      context.obj({
        Type: 'FontDescriptor',
        FontName: name,
        Flags: 4,
        FontBBox: this.face.boundingBox.map(rounded),
        ItalicAngle: 0,
        Ascent: rounded(this.face.ascent),
        Descent: rounded(this.face.descent),
        CapHeight: rounded(this.face.capHeight),
        StemV: this.face.name.endsWith('Regular') ? 90 : 130,
        FontFile2: stream(context, file, { Length1: file.length }),
        CIDSet: stream(context, this.#cidSet()),
      }),
    );
    const widths = this.#characters.map(({ glyph }) => round3(this.#subset.advanceOf(glyph) * scale));
    const descendant = context.register(
      context.obj({
        Type: 'Font',
        Subtype: 'CIDFontType2',
        BaseFont: name,
        CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
        FontDescriptor: descriptor,
        DW: 1000,
        W: [0, widths],
        CIDToGIDMap: stream(context, this.#glyphMap()),
      }),
    );
    return context.register(
      context.obj({
        Type: 'Font',
        Subtype: 'Type0',
        BaseFont: name,
        Encoding: 'Identity-H',
        DescendantFonts: [descendant],
        ToUnicode: stream(context, new TextEncoder().encode(this.#toUnicode())),
      }),
    );
  }

  #cidSet(): Uint8Array {
    const bits = new Uint8Array(Math.ceil(this.#characters.length / 8));
    this.#characters.forEach((_, cid) => (bits[cid >> 3] = (bits[cid >> 3] ?? 0) | (0x80 >> (cid & 7))));
    return bits;
  }

  #glyphMap(): Uint8Array {
    const map = new DataView(new ArrayBuffer(this.#characters.length * 2));
    this.#characters.forEach(({ glyph }, cid) => map.setUint16(cid * 2, glyph));
    return new Uint8Array(map.buffer);
  }

  /** CIDs to Unicode (9.10.3), at most a hundred a block. */
  #toUnicode(): string {
    const lines = this.#characters
      .map(({ codePoint }, cid) => `<${cid.toString(16).toUpperCase().padStart(4, '0')}> <${utf16(codePoint)}>`)
      .slice(1);
    const blocks: string[] = [];
    for (let at = 0; at < lines.length; at += 100) {
      const block = lines.slice(at, at + 100);
      blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`);
    }
    return (
      '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n' +
      '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n' +
      `1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n${blocks.join('')}` +
      'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n'
    );
  }
}

/**
 * How a character extracts: as itself, but for what PDF/A-3u forbids in a ToUnicode map (U+0000, U+FEFF, U+FFFE) and for
 * controls, which readers drop: those extract as their picture (U+2400 ...) or as the replacement character.
 */
const utf16 = (codePoint: number): string => {
  const shown =
    codePoint < 0x20
      ? 0x2400 + codePoint
      : codePoint === 0x7f
        ? 0x2421
        : (codePoint & 0xfffe) === 0xfffe ||
            (codePoint >= 0xd800 && codePoint < 0xe000) ||
            codePoint === 0xfeff ||
            (codePoint >= 0x80 && codePoint < 0xa0)
          ? 0xfffd
          : codePoint;
  return PDFHexString.fromText(String.fromCodePoint(shown)).asString().slice(4);
};

const round3 = (value: number): number => Math.round(value * 1000) / 1000;

const stream = (context: PDFContext, bytes: Uint8Array, entries: Readonly<Record<string, number>> = {}): PDFRef => {
  const dict = context.obj({ ...entries, Filter: PDFName.of('FlateDecode') });
  return context.register(PDFRawStream.of(dict, deflateSync(bytes)));
};
