import { isSpace, Lexer } from './lexer.ts';
import { type Limits, PdfError } from './limits.ts';
import type { PdfDict, PdfObject } from './objects.ts';
import { type Budget, readSection, type XrefSection } from './xref.ts';

/** One update of the file (ISO 32000-2, 7.5.6): the bytes from the end of the one before to its own `%%EOF`. */
export interface Revision {
  /** 1 for the original, counting up. */
  readonly number: number;
  /** Newest first: one, or the two halves of a linearized original. */
  readonly sections: readonly XrefSection[];
  readonly trailer: PdfDict;
  readonly start: number;
  /** First byte after `%%EOF` itself; -1 where this revision has no proper end. */
  readonly eof: number;
  /** First byte after the end-of-line mark that may follow `%%EOF`. */
  readonly end: number;
}

/**
 * Follows the chain of cross-references from the last `startxref` back (7.5.5, 7.5.8) and sorts it into revisions,
 * oldest first. What is odd comes back as sentences. @throws PdfError where the chain cannot be followed.
 */
export const readRevisions = (
  bytes: Uint8Array,
  limits: Limits,
  budget: Budget,
): { readonly revisions: readonly Revision[]; readonly anomalies: readonly string[] } => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = buffer.lastIndexOf('startxref');
  if (last < 0) throw new PdfError('damaged', 'the file has no startxref');
  let offset: PdfObject = new Lexer(bytes, last + 'startxref'.length, limits).integer();
  const chain: XrefSection[] = [];
  const seen = new Set<number>();
  while (typeof offset === 'number') {
    if (seen.has(offset)) throw new PdfError('damaged', 'the cross-references run in a circle');
    seen.add(offset);
    const section: XrefSection = readSection(bytes, offset, limits, budget);
    chain.push(section);
    offset = section.trailer.get('Prev');
  }
  const linearized = buffer.subarray(0, 1024).includes('/Linearized');
  const revisions: Revision[] = [];
  const anomalies: string[] = [];
  let start = 0;
  for (const [index, sections] of groupSections(chain, linearized).reverse().entries()) {
    const newest = sections[0] as XrefSection;
    const oldest = sections.at(-1) as XrefSection;
    const [eof, end] = findEnd(buffer, oldest.end, newest.offset, limits);
    if (eof < 0) anomalies.push(`revision ${index + 1} has no proper end`);
    if (newest.offset < start && index > 0) anomalies.push(`revision ${index + 1} does not follow the one before`);
    revisions.push({ number: index + 1, sections, trailer: newest.trailer, start, eof, end });
    start = Math.max(start, end);
  }
  return { revisions, anomalies };
};

/** Sections by revision, newest revision first. The first-page section of a linearized file belongs to its main one. */
const groupSections = (chain: readonly XrefSection[], linearized: boolean): XrefSection[][] => {
  const groups = chain.map((section) => [section]);
  const main = groups.at(-1)?.[0];
  const firstPage = groups.at(-2)?.[0];
  if (linearized && main && firstPage && firstPage.offset < main.offset) {
    groups.splice(-2, 2, [firstPage, main]);
  }
  return groups;
};

/** The end of the revision whose `startxref` names `offset`: after `%%EOF`, and after its end-of-line mark. */
const findEnd = (buffer: Buffer, from: number, offset: number, limits: Limits): readonly [number, number] => {
  const at = buffer.indexOf('startxref', from);
  if (at < 0) return [-1, from];
  const lexer = new Lexer(buffer, at + 'startxref'.length, limits);
  if (lexer.integer() !== offset) return [-1, from];
  while (isSpace(buffer[lexer.pos])) lexer.pos++;
  if (buffer.toString('latin1', lexer.pos, lexer.pos + 5) !== '%%EOF') return [-1, from];
  const eof = lexer.pos + 5;
  let end = eof;
  if (buffer[end] === 0x0d) end++;
  if (buffer[end] === 0x0a) end++;
  return [eof, end];
};
