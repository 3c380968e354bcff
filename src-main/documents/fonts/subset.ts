import { codeBoxGlyph, frameColumns, frameGlyph, frameLeft } from './code-box.ts';
import { codeBoxAdvance, type Face } from './face.ts';
import { viewOf } from './opentype.ts';

interface Glyph {
  readonly outline: Uint8Array;
  readonly advance: number;
  readonly leftBearing: number;
}

/** A TrueType font of just the glyphs that a document uses (ISO 32000-2, 9.9.2): glyph ids are given out as they come. */
export class Subset {
  readonly #face: Face;
  readonly #glyphs: Glyph[] = [];
  readonly #ids = new Map<number, number>();
  readonly #frames = new Map<number, number>();

  constructor(face: Face) {
    this.#face = face;
    this.glyph(0);
  }

  /** The id in the subset of a glyph of the face. Components of composite glyphs come along. */
  glyph(glyph: number): number {
    const known = this.#ids.get(glyph);
    if (known !== undefined) return known;
    const id = this.#glyphs.length;
    this.#ids.set(glyph, id);
    const source = this.#face.outlineOf(glyph);
    const leftBearing = source.length >= 10 ? viewOf(source).getInt16(2) : 0;
    const place = { outline: source, advance: this.#face.advanceOfGlyph(glyph), leftBearing };
    this.#glyphs.push(place);
    if (source.length >= 10 && viewOf(source).getInt16(0) < 0)
      this.#glyphs[id] = { ...place, outline: this.#withOwnComponents(source) };
    return id;
  }

  /** The id of a glyph that shows the number of a character the face lacks. */
  codeBox(codePoint: number): number {
    const columns = frameColumns(codePoint);
    let frame = this.#frames.get(columns);
    if (frame === undefined) {
      frame = this.#add(frameGlyph(columns), codePoint);
      this.#frames.set(columns, frame);
    }
    return this.#add(
      codeBoxGlyph(this.#face, codePoint, frame, (glyph) => this.glyph(glyph)),
      codePoint,
    );
  }

  /** The id of a glyph of the face, moved, and without an advance. */
  moved(glyph: number, dx: number, dy: number): number {
    const component = this.glyph(glyph);
    const [left, bottom, right, top] = this.#face.boxOf(glyph) ?? [0, 0, 0, 0];
    const view = new DataView(new ArrayBuffer(18));
    [-1, left + dx, bottom + dy, right + dx, top + dy].forEach((value, index) => view.setInt16(index * 2, value));
    const wordsAndXy = 0x0003;
    [wordsAndXy, component, dx, dy].forEach((value, index) => view.setInt16(10 + index * 2, value));
    return this.#push({ outline: new Uint8Array(view.buffer), advance: 0, leftBearing: left + dx });
  }

  advanceOf(id: number): number {
    return this.#glyphs[id]?.advance ?? 0;
  }

  #add(outline: Uint8Array, codePoint: number): number {
    return this.#push({ outline, advance: codeBoxAdvance(codePoint), leftBearing: frameLeft });
  }

  #push(glyph: Glyph): number {
    return this.#glyphs.push(glyph) - 1;
  }

  #withOwnComponents(source: Uint8Array): Uint8Array {
    const outline = source.slice();
    const view = viewOf(outline);
    let at = 10;
    for (let more = true; more; ) {
      const flags = view.getUint16(at);
      view.setUint16(at + 2, this.glyph(view.getUint16(at + 2)));
      at += 4 + (flags & 0x0001 ? 4 : 2) + (flags & 0x0008 ? 2 : flags & 0x0040 ? 4 : flags & 0x0080 ? 8 : 0);
      more = (flags & 0x0020) !== 0;
    }
    return outline;
  }

  /** The font file: the tables that a PDF's CIDFontType2 needs, and no others. */
  build(): Uint8Array {
    const count = this.#glyphs.length;
    const loca = new DataView(new ArrayBuffer((count + 1) * 4));
    const hmtx = new DataView(new ArrayBuffer(count * 4));
    let size = 0;
    this.#glyphs.forEach(({ outline, advance, leftBearing }, id) => {
      hmtx.setUint16(id * 4, advance);
      hmtx.setInt16(id * 4 + 2, leftBearing);
      size += (outline.length + 3) & ~3;
      loca.setUint32(id * 4 + 4, size);
    });
    const glyf = new Uint8Array(size);
    this.#glyphs.forEach(({ outline }, id) => glyf.set(outline, loca.getUint32(id * 4)));
    const head = this.#copy('head');
    viewOf(head).setUint32(8, 0);
    viewOf(head).setInt16(50, 1);
    const hhea = this.#copy('hhea');
    viewOf(hhea).setUint16(34, count);
    const prep = this.#face.tables.get('prep');
    return sfnt([
      ['glyf', glyf],
      ['head', head],
      ['hhea', hhea],
      ['hmtx', new Uint8Array(hmtx.buffer)],
      ['loca', new Uint8Array(loca.buffer)],
      ['maxp', this.#maxp(count)],
      ...(prep ? ([['prep', prep]] as const) : []),
    ]);
  }

  /** Limits, raised to what code boxes need: eight parts, two levels. */
  #maxp(count: number): Uint8Array {
    const maxp = this.#copy('maxp');
    const view = viewOf(maxp);
    view.setUint16(4, count);
    const atLeast = (offset: number, value: number) => view.setUint16(offset, Math.max(view.getUint16(offset), value));
    atLeast(10, 600);
    atLeast(12, 40);
    atLeast(28, 8);
    atLeast(30, 3);
    return maxp;
  }

  #copy(tag: string): Uint8Array {
    return (this.#face.tables.get(tag) ?? new Uint8Array()).slice();
  }
}

const checksum = (bytes: Uint8Array): number => {
  const view = viewOf(bytes);
  let sum = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
};

/** Puts tables, sorted by tag, into one sfnt file with its checksums. */
const sfnt = (tables: readonly (readonly [string, Uint8Array])[]): Uint8Array => {
  const padded = (length: number): number => (length + 3) & ~3;
  const start = 12 + tables.length * 16;
  const file = new Uint8Array(tables.reduce((size, [, table]) => size + padded(table.length), start));
  const view = viewOf(file);
  const power = Math.floor(Math.log2(tables.length));
  view.setUint32(0, 0x00010000);
  [tables.length, 16 << power, power, tables.length * 16 - (16 << power)].forEach((value, index) =>
    view.setUint16(4 + index * 2, value),
  );
  let offset = start;
  let adjustment = 0;
  tables.forEach(([tag, table], index) => {
    const at = 12 + index * 16;
    file.set(table, offset);
    for (let letter = 0; letter < 4; letter++) view.setUint8(at + letter, tag.charCodeAt(letter));
    view.setUint32(at + 4, checksum(file.subarray(offset, offset + padded(table.length))));
    view.setUint32(at + 8, offset);
    view.setUint32(at + 12, table.length);
    if (tag === 'head') adjustment = offset + 8;
    offset += padded(table.length);
  });
  view.setUint32(adjustment, (0xb1b0afba - checksum(file)) >>> 0);
  return file;
};
