import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/limits.ts';
import { PdfStream } from '../pdf/objects.ts';

/** A value of the document security store. `revision` is the oldest that holds it: what covers that revision covers it. */
export interface StoredValue {
  readonly der: Uint8Array;
  readonly revision: number;
}

/** The document security store over all revisions, untrusted (ETSI EN 319 142-1, 5.4.2; C22). */
export interface SecurityStore {
  readonly certificates: readonly StoredValue[];
  readonly crls: readonly StoredValue[];
  readonly ocsps: readonly StoredValue[];
}

/** Collects the values of /DSS and its /VRI from every revision, each value once. What cannot be decoded is left out. */
export const readSecurityStore = (document: PdfDocument): SecurityStore => {
  const store = { certificates: [] as StoredValue[], crls: [] as StoredValue[], ocsps: [] as StoredValue[] };
  const seen = new Set<PdfStream>();
  let last: unknown = null;
  for (const { number } of document.revisions) {
    const view = document.at(number);
    const dss = view.dict(view.catalog?.get('DSS') ?? null);
    if (!dss || dss === last) continue;
    last = dss;
    const take = (from: typeof dss, key: string, into: StoredValue[]) => {
      for (const item of view.array(from.get(key))) {
        const found = view.resolve(item);
        if (!(found instanceof PdfStream) || seen.has(found)) continue;
        seen.add(found);
        try {
          into.push({ der: view.data(found), revision: number });
        } catch (error) {
          if (!(error instanceof PdfError) || error.code === 'limit') throw error;
        }
      }
    };
    take(dss, 'Certs', store.certificates);
    take(dss, 'CRLs', store.crls);
    take(dss, 'OCSPs', store.ocsps);
    for (const entry of view.dict(dss.get('VRI'))?.entries.values() ?? []) {
      const related = view.dict(entry);
      if (!related) continue;
      take(related, 'Cert', store.certificates);
      take(related, 'CRL', store.crls);
      take(related, 'OCSP', store.ocsps);
    }
  }
  return store;
};
