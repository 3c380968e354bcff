import { PdfDocument, type PdfView } from '../../src-main/pades/pdf/document.ts';
import { defaultLimits } from '../../src-main/pades/pdf/limits.ts';
import { dict, encodeText, name, PdfDict, PdfRef, stream } from '../../src-main/pades/pdf/objects.ts';
import { pagesOf } from '../../src-main/pades/pdf/pages.ts';
import { Update } from '../../src-main/pades/pdf/update.ts';

/** Appends an incremental update that `edit` fills: what an editor, or an attacker, does after signing. */
export const editPdf = (bytes: Uint8Array, edit: (view: PdfView, update: Update) => void): Uint8Array => {
  const document = new PdfDocument(bytes, defaultLimits);
  const update = new Update(document);
  edit(document.latest, update);
  return update.applied();
};

/** The catalog and its reference. */
export const catalogOf = (view: PdfView): readonly [PdfRef, PdfDict] => {
  const ref = view.trailer.get('Root');
  if (!(ref instanceof PdfRef) || !view.catalog) throw new Error('no catalog');
  return [ref, view.catalog];
};

/** The first page and its reference. */
export const firstPage = (view: PdfView): readonly [PdfRef, PdfDict] => {
  const page = pagesOf(view)[0];
  if (!page?.ref) throw new Error('no page');
  return [page.ref, page.dict];
};

/** The bytes with the one given text replaced by another of the same length, at its last place. */
export const replaceBytes = (bytes: Uint8Array, from: string, to: string): Uint8Array => {
  if (from.length !== to.length) throw new Error('the lengths differ');
  const buffer = Buffer.from(bytes);
  const at = buffer.lastIndexOf(from, undefined, 'latin1');
  if (at < 0) throw new Error(`not in the file: ${from}`);
  buffer.write(to, at, 'latin1');
  return new Uint8Array(buffer);
};

/** Attaches a `record.json`, as sealed PDFs carry one. */
export const attachRecord = (pdf: Uint8Array, content: string): Uint8Array =>
  editPdf(pdf, (view, update) => {
    const file = update.add(
      stream(
        dict({ Type: name('EmbeddedFile'), Subtype: name('application/json') }),
        new TextEncoder().encode(content),
      ),
    );
    const spec = update.add(
      dict({
        Type: name('Filespec'),
        F: encodeText('record.json'),
        UF: encodeText('record.json'),
        EF: dict({ F: file, UF: file }),
        AFRelationship: name('Source'),
      }),
    );
    const [ref, catalog] = catalogOf(view);
    update.set(
      ref,
      catalog.with({ AF: [spec], Names: dict({ EmbeddedFiles: dict({ Names: [encodeText('record.json'), spec] }) }) }),
    );
  });
