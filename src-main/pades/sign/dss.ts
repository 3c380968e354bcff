import type { PdfView } from '../pdf/document.ts';
import { name, PdfDict, type PdfObject, PdfRef, PdfStream, stream } from '../pdf/objects.ts';
import type { Update } from '../pdf/update.ts';
import type { ValidationData } from './plan.ts';

/**
 * The document security store with more values in it (ETSI EN 319 142-1, 5.4.2.2). What it already holds stays, and a
 * value that it holds is not written again.
 */
export const addValidationData = (view: PdfView, update: Update, data: ValidationData): PdfObject => {
  const entry = view.catalog?.get('DSS') ?? null;
  const old = view.dict(entry) ?? new PdfDict();
  const extended = (key: string, values: readonly Uint8Array[]): PdfObject => {
    const present = view.array(old.get(key));
    const known = new Set(
      present.flatMap((item) => {
        const found = view.resolve(item);
        return found instanceof PdfStream ? [Buffer.from(view.data(found)).toString('base64')] : [];
      }),
    );
    const fresh = values.filter((value) => {
      const text = Buffer.from(value).toString('base64');
      if (known.has(text)) return false;
      known.add(text);
      return true;
    });
    const all = [...present, ...fresh.map((value) => update.add(stream(new PdfDict(), value)))];
    return all.length > 0 ? all : null;
  };
  const store = old.with({
    Type: name('DSS'),
    Certs: extended('Certs', data.certificates),
    CRLs: extended('CRLs', data.crls),
    OCSPs: extended('OCSPs', data.ocsps),
  });
  if (!(entry instanceof PdfRef)) return update.add(store);
  update.set(entry, store);
  return entry;
};
