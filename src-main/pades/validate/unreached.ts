import type { PdfDocument } from '../pdf/document.ts';
import { PdfDict, PdfStream } from '../pdf/objects.ts';
import { rawSpan } from '../pdf/xref.ts';
import type { FoundSignature } from './signatures.ts';

const marker = '/ByteRange';

/** Positions of every `/ByteRange` in the bytes. */
export const byteRangePositions = (bytes: Uint8Array): number[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: number[] = [];
  for (let at = buffer.indexOf(marker); at >= 0; at = buffer.indexOf(marker, at + 1)) out.push(at);
  return out;
};

/** Usage rights (ISO 32000-1, 12.8.2.3; C2): signed by the maker of a viewer, and about no document. */
const usageRights = ['UR3', 'UR'];

/**
 * Byte positions of signature dictionaries that no field of any revision leads to: what is left of a signature whose
 * field was broken or cut off. Usage rights, the MAC of an encrypted file (ISO/TS 32004, which has a /ByteRange of its
 * own) and files embedded without compression are not meant.
 */
export const unreachedSignatures = (document: PdfDocument, found: readonly FoundSignature[]): number[] => {
  const known = found.map(({ dict }) => dict);
  for (const { number } of document.revisions) {
    const view = document.at(number);
    const permissions = view.dict(view.catalog?.get('Perms') ?? null);
    for (const other of [...usageRights.map((key) => permissions?.get(key)), view.trailer.get('AuthCode')]) {
      const dict = view.dict(other ?? null);
      if (dict) known.push(dict);
    }
  }
  const open = byteRangePositions(document.bytes).filter(
    (at) => !known.some((dict) => dict.start <= at && at < dict.end),
  );
  if (open.length === 0) return open;
  const streams = streamSpans(document);
  return open.filter((at) => !streams.some(([start, end]) => start <= at && at < end));
};

const streamSpans = (document: PdfDocument): (readonly [number, number])[] => {
  const out: (readonly [number, number])[] = [];
  for (const { number } of document.revisions) {
    for (const num of document.changedIn(number)) {
      const entry = document.entryAt(num, number);
      if (entry?.kind !== 'offset') continue;
      const value = document.valueAt(num, entry.gen, number);
      if (!(value instanceof PdfStream) || !(value.dict instanceof PdfDict)) continue;
      const [data] = rawSpan(value, document.at(number).get(value.dict, 'Length'));
      out.push([value.start, value.start + data.length]);
    }
  }
  return out;
};
