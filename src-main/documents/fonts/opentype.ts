/** The few tables of an OpenType font that setting text one glyph to the character needs. */

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export type Tables = ReadonlyMap<string, Uint8Array>;

/** The tables of an sfnt file by tag (OpenType, "Organization of an OpenType Font"). */
export const tablesOf = (file: Uint8Array): Tables => {
  const view = viewOf(file);
  const tables = new Map<string, Uint8Array>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    const offset = view.getUint32(at + 8);
    tables.set(tagAt(file, at), file.subarray(offset, offset + view.getUint32(at + 12)));
  }
  return tables;
};

/** @throws Error where the font lacks the table. */
export const tableOf = (tables: Tables, tag: string): Uint8Array => {
  const table = tables.get(tag);
  if (!table) throw new Error(`the font has no ${tag} table`);
  return table;
};

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/**
 * Code point -> glyph, from the `cmap` subtable of the whole of Unicode (format 12), or of the BMP (format 4).
 * @throws Error where the font has neither.
 */
export const characterMap = (tables: Tables): ReadonlyMap<number, number> => {
  const view = viewOf(tableOf(tables, 'cmap'));
  const offsets = new Map<number, number>();
  for (let index = 0; index < view.getUint16(2); index++) {
    const offset = view.getUint32(8 + index * 8);
    const unicode = view.getUint16(4 + index * 8) === 0 || view.getUint16(4 + index * 8) === 3;
    if (unicode) offsets.set(view.getUint16(offset), offset);
  }
  const groups = offsets.get(12);
  if (groups !== undefined) return groupedMap(view, groups);
  const segments = offsets.get(4);
  if (segments !== undefined) return segmentedMap(view, segments);
  throw new Error('the font has no cmap of format 4 or 12');
};

const groupedMap = (view: DataView, offset: number): Map<number, number> => {
  const map = new Map<number, number>();
  for (let group = 0; group < view.getUint32(offset + 12); group++) {
    const at = offset + 16 + group * 12;
    const first = view.getUint32(at);
    for (let code = first; code <= view.getUint32(at + 4); code++) map.set(code, view.getUint32(at + 8) + code - first);
  }
  return map;
};

const segmentedMap = (view: DataView, offset: number): Map<number, number> => {
  const map = new Map<number, number>();
  const doubled = view.getUint16(offset + 6);
  const part = (number: number, segment: number): number =>
    offset + 14 + number * doubled + segment + (number > 0 ? 2 : 0);
  for (let segment = 0; segment < doubled; segment += 2) {
    const first = view.getUint16(part(1, segment));
    const delta = view.getUint16(part(2, segment));
    const rangeAt = part(3, segment);
    const range = view.getUint16(rangeAt);
    for (let code = first; code <= view.getUint16(part(0, segment)) && code !== 0xffff; code++) {
      const given = range === 0 ? code : view.getUint16(rangeAt + range + (code - first) * 2);
      const glyph = range !== 0 && given === 0 ? 0 : (given + delta) & 0xffff;
      if (glyph !== 0) map.set(code, glyph);
    }
  }
  return map;
};

/** Glyph -> glyph, what the single substitutions of a `GSUB` feature do (e.g. `tnum`). Empty where it has none. */
export const singleSubstitutions = (tables: Tables, feature: string): ReadonlyMap<number, number> => {
  const map = new Map<number, number>();
  const table = tables.get('GSUB');
  if (!table) return map;
  const view = viewOf(table);
  const features = view.getUint16(6);
  const lookups = view.getUint16(8);
  const wanted = new Set<number>();
  for (let index = 0; index < view.getUint16(features); index++) {
    const record = features + 2 + index * 6;
    if (tagAt(table, record) !== feature) continue;
    const at = features + view.getUint16(record + 4);
    for (let lookup = 0; lookup < view.getUint16(at + 2); lookup++) wanted.add(view.getUint16(at + 4 + lookup * 2));
  }
  for (const index of wanted) {
    const lookup = lookups + view.getUint16(lookups + 2 + index * 2);
    const type = view.getUint16(lookup);
    for (let number = 0; number < view.getUint16(lookup + 4); number++) {
      const subtable = lookup + view.getUint16(lookup + 6 + number * 2);
      if (type === 1) addSubstitutions(view, subtable, map);
      else if (type === 7 && view.getUint16(subtable + 2) === 1)
        addSubstitutions(view, subtable + view.getUint32(subtable + 4), map);
    }
  }
  return map;
};

const addSubstitutions = (view: DataView, at: number, map: Map<number, number>): void => {
  const explicit = view.getUint16(at) === 2;
  coverage(view, at + view.getUint16(at + 2)).forEach((glyph, index) => {
    map.set(glyph, explicit ? view.getUint16(at + 6 + index * 2) : (glyph + view.getInt16(at + 4)) & 0xffff);
  });
};

const coverage = (view: DataView, at: number): number[] => {
  const glyphs: number[] = [];
  const ranges = view.getUint16(at) === 2;
  for (let index = 0; index < view.getUint16(at + 2); index++) {
    if (!ranges) {
      glyphs.push(view.getUint16(at + 4 + index * 2));
      continue;
    }
    const range = at + 4 + index * 6;
    for (let glyph = view.getUint16(range); glyph <= view.getUint16(range + 2); glyph++) glyphs.push(glyph);
  }
  return glyphs;
};

/** The PostScript name (`name` table, id 6), as Windows has it: UTF-16BE. */
export const postScriptName = (tables: Tables): string => {
  const table = tableOf(tables, 'name');
  const view = viewOf(table);
  const strings = view.getUint16(4);
  for (let index = 0; index < view.getUint16(2); index++) {
    const at = 6 + index * 12;
    if (view.getUint16(at) !== 3 || view.getUint16(at + 6) !== 6) continue;
    const start = strings + view.getUint16(at + 10);
    return new TextDecoder('utf-16be').decode(table.subarray(start, start + view.getUint16(at + 8)));
  }
  throw new Error('the font has no PostScript name');
};
