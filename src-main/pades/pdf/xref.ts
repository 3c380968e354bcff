import { decode } from './filters.ts';
import { Lexer } from './lexer.ts';
import { type Limits, PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject, PdfStream } from './objects.ts';

/** Where an object stands (ISO 32000-2, 7.5.4 and table 18). */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number };

/** One cross-reference section with its trailer: a table (7.5.4), a table with /XRefStm (7.5.8.4), or a stream (7.5.8). */
export interface XrefSection {
  readonly kind: 'table' | 'stream';
  /** Byte offset as `startxref` or /Prev gave it. */
  readonly offset: number;
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDict;
  /** The byte spans this section takes: its table or stream, and a hybrid file's extra stream. */
  readonly spans: readonly (readonly [number, number])[];
  /** First byte after the trailer dictionary or the stream. */
  readonly end: number;
}

/** What is left of the bounds while a file is read. */
export interface Budget {
  sections: number;
  entries: number;
  objects: number;
  decodedBytes: number;
}

export const budgetOf = (limits: Limits): Budget => ({
  sections: limits.sections,
  entries: limits.entries,
  objects: limits.objects,
  decodedBytes: limits.decodedBytes,
});

export const spend = (budget: Budget, what: keyof Budget, amount = 1): void => {
  budget[what] -= amount;
  if (budget[what] < 0) throw new PdfError('limit', `the file holds too many ${what}`);
};

/** Reads the section at `offset`. @throws PdfError where none stands there. */
export const readSection = (bytes: Uint8Array, offset: number, limits: Limits, budget: Budget): XrefSection => {
  spend(budget, 'sections');
  if (offset < 0 || offset >= bytes.length) throw new PdfError('damaged', `no cross-reference at ${offset}`);
  const lexer = new Lexer(bytes, offset, limits);
  if (!lexer.accept('xref')) return readStreamSection(lexer, offset, limits, budget);
  const entries = readTable(lexer, budget);
  const trailer = lexer.object();
  if (!(trailer instanceof PdfDict)) throw new PdfError('damaged', 'the trailer is no dictionary');
  const end = lexer.pos;
  const spans: (readonly [number, number])[] = [[offset, end]];
  const hybrid = trailer.get('XRefStm');
  if (typeof hybrid === 'number') {
    const extra = readStreamSection(new Lexer(bytes, hybrid, limits), hybrid, limits, budget);
    spans.push(...extra.spans);
    // A hybrid file hides its compressed objects behind free entries of the table (7.5.8.4).
    for (const [num, entry] of extra.entries) {
      const known = entries.get(num);
      if (!known || known.kind === 'free') entries.set(num, entry);
    }
  }
  return { kind: 'table', offset, entries, trailer, spans, end };
};

const readTable = (lexer: Lexer, budget: Budget): Map<number, XrefEntry> => {
  const entries = new Map<number, XrefEntry>();
  while (!lexer.accept('trailer')) {
    let first = lexer.integer();
    const count = lexer.integer();
    if (first < 0 || count < 0) throw new PdfError('damaged', 'a cross-reference table has no trailer');
    spend(budget, 'entries', count);
    for (let i = 0; i < count; i++) {
      const offset = lexer.integer();
      const gen = lexer.integer();
      const inUse = lexer.accept('n');
      if (offset < 0 || gen < 0 || (!inUse && !lexer.accept('f'))) {
        throw new PdfError('damaged', 'a cross-reference entry cannot be read');
      }
      // Some writers start a whole table at 1 though its first entry is the head of the free list, object 0.
      if (i === 0 && first === 1 && !inUse && offset === 0 && gen === 65535 && entries.size === 0) first = 0;
      const num = first + i;
      if (!entries.has(num)) entries.set(num, inUse && offset > 0 ? { kind: 'offset', offset, gen } : { kind: 'free' });
    }
  }
  return entries;
};

const readStreamSection = (lexer: Lexer, offset: number, limits: Limits, budget: Budget): XrefSection => {
  const found = lexer.indirectObject();
  if (!found || !(found.value instanceof PdfStream)) throw new PdfError('damaged', `no cross-reference at ${offset}`);
  const { dict } = found.value;
  const type = dict.get('Type');
  if (!(type instanceof PdfName) || type.value !== 'XRef') {
    throw new PdfError('damaged', `the stream at ${offset} is no cross-reference`);
  }
  const [raw, end] = rawSpan(found.value, dict.get('Length'));
  const data = decode(raw, list(dict.get('Filter')), list(dict.get('DecodeParms')), budget.decodedBytes);
  spend(budget, 'decodedBytes', data.length);
  const widths = list(dict.get('W')).map((width) => (typeof width === 'number' ? width : -1));
  const [w0, w1, w2] = widths;
  if (
    w0 === undefined ||
    w1 === undefined ||
    w2 === undefined ||
    widths.some((w) => w < 0 || w > 8) ||
    w0 + w1 + w2 === 0
  ) {
    throw new PdfError('damaged', 'a cross-reference stream has no /W');
  }
  const row = w0 + w1 + w2;
  const size = dict.get('Size');
  const index = dict.get('Index');
  const ranges = Array.isArray(index) ? index : [0, typeof size === 'number' ? size : 0];
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  for (let r = 0; r + 1 < ranges.length; r += 2) {
    const first = ranges[r];
    const count = ranges[r + 1];
    if (typeof first !== 'number' || typeof count !== 'number') throw new PdfError('damaged', 'an /Index is no number');
    for (let i = 0; i < count && at + row <= data.length; i++, at += row) {
      spend(budget, 'entries');
      const type = w0 === 0 ? 1 : field(data, at, w0);
      const second = field(data, at + w0, w1);
      const third = field(data, at + w0 + w1, w2);
      const num = first + i;
      if (entries.has(num)) continue;
      if (type === 1) entries.set(num, { kind: 'offset', offset: second, gen: third });
      else if (type === 2) entries.set(num, { kind: 'compressed', container: second, index: third });
      else entries.set(num, { kind: 'free' });
    }
  }
  const after = new Lexer(lexer.bytes, end, limits);
  after.accept('endobj');
  return { kind: 'stream', offset, entries, trailer: dict, spans: [[offset, after.pos]], end: after.pos };
};

const field = (data: Uint8Array, at: number, width: number): number => {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (data[at + i] as number);
  return value;
};

const list = (value: PdfObject): readonly PdfObject[] =>
  Array.isArray(value) ? (value as readonly PdfObject[]) : value === null ? [] : [value];

const endstream = Buffer.from('endstream', 'latin1');

/**
 * The encoded data of a stream and the position after `endstream`. `length` is the resolved /Length; where it does not
 * lead to `endstream` the word itself is searched for, as every reader does (7.3.8.2).
 */
export const rawSpan = (stream: PdfStream, length: PdfObject): readonly [Uint8Array, number] => {
  const { source, start } = stream;
  if (stream.id === null) return [source.subarray(start), source.length];
  if (typeof length === 'number' && length >= 0 && start + length <= source.length) {
    for (let pos = start + length; pos <= start + length + 2; pos++) {
      if (matches(source, pos)) return [source.subarray(start, start + length), pos + endstream.length];
    }
  }
  const found = Buffer.from(source.buffer, source.byteOffset, source.byteLength).indexOf(endstream, start);
  if (found < 0) throw new PdfError('damaged', 'a stream has no end');
  let end = found;
  if (source[end - 1] === 0x0a) end--;
  if (source[end - 1] === 0x0d) end--;
  return [source.subarray(start, Math.max(start, end)), found + endstream.length];
};

const matches = (source: Uint8Array, pos: number): boolean => {
  for (let i = 0; i < endstream.length; i++) if (source[pos + i] !== endstream[i]) return false;
  return true;
};
