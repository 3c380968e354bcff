import type { PdfView } from '../pdf/document.ts';
import { dict, name, PdfDict, type PdfObject, PdfRef, PdfStream, stream } from '../pdf/objects.ts';
import type { Update } from '../pdf/update.ts';
import type { ValidationData } from './plan.ts';

/**
 * The document security store with more values in it (ETSI EN 319 142-1, 5.4.2.2). What it already holds stays, and a
 * value that it holds is not written again.
 * @param related values by signature for /VRI (5.4.2.3): the key is the upper-case hexadecimal SHA-1 of the octets of
 *   /Contents, padding included (C22). A key that is there keeps its values: other tools take a changed one for tampering.
 */
export const addValidationData = (
  view: PdfView,
  update: Update,
  data: ValidationData,
  related: ReadonlyMap<string, ValidationData> = new Map(),
): PdfObject => {
  const entry = view.catalog?.get('DSS') ?? null;
  const old = view.dict(entry) ?? new PdfDict();
  /** One array of the store, extended, and the references to some of its values. */
  const extend = (key: string, values: readonly Uint8Array[]) => {
    const all = [...view.array(old.get(key))];
    const known = new Map<string, PdfObject>();
    for (const item of all) {
      const found = view.resolve(item);
      if (found instanceof PdfStream) known.set(keyOf(view.data(found)), item);
    }
    for (const value of values) {
      if (known.has(keyOf(value))) continue;
      const ref = update.add(stream(new PdfDict(), value));
      known.set(keyOf(value), ref);
      all.push(ref);
    }
    const refs = (wanted: readonly Uint8Array[]): PdfObject =>
      wanted.length > 0 ? wanted.map((value) => known.get(keyOf(value)) ?? null) : null;
    return { all: all.length > 0 ? all : null, refs };
  };
  const sets = [data, ...related.values()];
  const certs = extend(
    'Certs',
    sets.flatMap(({ certificates }) => certificates),
  );
  const crls = extend(
    'CRLs',
    sets.flatMap((set) => set.crls),
  );
  const ocsps = extend(
    'OCSPs',
    sets.flatMap((set) => set.ocsps),
  );
  const oldVri = view.dict(old.get('VRI')) ?? new PdfDict();
  const newKeys = [...related].filter(([key]) => !oldVri.entries.has(key));
  const vri = Object.fromEntries(
    newKeys.map(([key, set]) => [
      key,
      dict({
        Type: name('VRI'),
        Cert: certs.refs(set.certificates),
        CRL: crls.refs(set.crls),
        OCSP: ocsps.refs(set.ocsps),
      }),
    ]),
  );
  const store = old.with({
    Type: name('DSS'),
    Certs: certs.all,
    CRLs: crls.all,
    OCSPs: ocsps.all,
    ...(newKeys.length > 0 ? { VRI: oldVri.with(vri) } : {}),
  });
  if (!(entry instanceof PdfRef)) return update.add(store);
  update.set(entry, store);
  return entry;
};

const keyOf = (value: Uint8Array): string => Buffer.from(value).toString('base64');
