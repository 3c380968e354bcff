import { PdfDocument, type PdfView } from '../pdf/document.ts';
import { type Limits, PdfError } from '../pdf/limits.ts';
import { dict, name, PdfDict, type PdfObject, PdfRef, PdfStream, stream } from '../pdf/objects.ts';
import { pagesOf, rectangle } from '../pdf/pages.ts';
import type { Update } from '../pdf/update.ts';

/** Keys that lead back up the document: an imported graph ends there. */
const upward = new Set(['Parent', 'P', 'StructParent', 'StructParents']);

/**
 * Brings the first page of another PDF into an update as a form XObject (ISO 32000-2, 8.10): contents, resources and
 * all that they reach, under new numbers, streams byte for byte. Returns the XObject's reference.
 * @throws PdfError where that PDF cannot be read or has no page.
 */
export const importPage = (bytes: Uint8Array, update: Update, limits: Limits): PdfRef => {
  const view = new PdfDocument(bytes, limits).latest;
  if (view.trailer.entries.has('Encrypt'))
    throw new PdfError('unsupported', 'an encrypted PDF cannot be an appearance');
  const page = pagesOf(view)[0];
  const box = page && rectangle(view, page.inherited.get('MediaBox') ?? null);
  if (!page || !box) throw new PdfError('damaged', 'the PDF for the appearance has no page with a media box');
  const copy = copier(view, update);
  const contents = view.resolve(page.dict.get('Contents'));
  const entries = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    FormType: 1,
    BBox: [...box],
    Resources: copy(page.inherited.get('Resources') ?? new PdfDict(), 0),
    Group: copy(page.dict.get('Group'), 0),
  });
  if (contents instanceof PdfStream) {
    const filters = {
      Filter: copy(contents.dict.get('Filter'), 0),
      DecodeParms: copy(contents.dict.get('DecodeParms'), 0),
    };
    return update.add(stream(entries.with(filters), view.raw(contents)));
  }
  const parts = view.array(contents).flatMap((part) => {
    const found = view.resolve(part);
    return found instanceof PdfStream ? [view.data(found), Uint8Array.of(0x0a)] : [];
  });
  return update.add(stream(entries, Buffer.concat(parts)));
};

/** Copies values with all they refer to; every object once. */
const copier = (view: PdfView, update: Update) => {
  const copied = new Map<number, PdfRef>();
  const copy = (value: PdfObject, depth: number): PdfObject => {
    if (depth > view.document.limits.depth) throw new PdfError('limit', 'the appearance is nested too deeply');
    if (value instanceof PdfRef) {
      const known = copied.get(value.num);
      if (known) return known;
      const target = view.resolve(value);
      const ref = update.reserve();
      copied.set(value.num, ref);
      update.set(ref, target instanceof PdfStream ? copyStream(target, depth) : copy(target, depth + 1));
      return ref;
    }
    if (value instanceof PdfDict) return copyDict(value, depth);
    if (Array.isArray(value)) return (value as readonly PdfObject[]).map((item) => copy(item, depth + 1));
    return value;
  };
  const copyDict = (source: PdfDict, depth: number): PdfDict => {
    const entries = new Map<string, PdfObject>();
    for (const [key, value] of source.entries) if (!upward.has(key)) entries.set(key, copy(value, depth + 1));
    return new PdfDict(entries);
  };
  const copyStream = (source: PdfStream, depth: number): PdfStream =>
    stream(copyDict(source.dict.with({ Length: null }), depth), view.raw(source));
  return copy;
};
