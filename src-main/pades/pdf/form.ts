import type { PdfView } from './document.ts';
import { decodeText, PdfDict, type PdfObject, PdfRef, PdfString } from './objects.ts';

/** A terminal field of the interactive form (ISO 32000-2, 12.7.4) with what it inherits. */
export interface FormField {
  /** Fully qualified name (12.7.4.2). */
  readonly name: string;
  readonly ref: PdfRef | null;
  readonly dict: PdfDict;
  /** /FT, inherited: `Sig`, `Tx`, `Btn`, `Ch`, or null. */
  readonly type: string | null;
  /** /V as it stands (a reference stays one), inherited. */
  readonly value: PdfObject;
  readonly flags: number;
  readonly widgets: readonly { readonly ref: PdfRef | null; readonly dict: PdfDict }[];
}

interface Inherited {
  readonly name: string;
  readonly type: string | null;
  readonly value: PdfObject;
  readonly flags: number;
}

/** The text of a text string entry, or null. */
export const textOf = (view: PdfView, value: PdfObject): string | null => {
  const found = view.resolve(value);
  return found instanceof PdfString ? decodeText(found.bytes) : null;
};

/** The form's dictionary and the reference that leads to it, if one does. */
export const acroForm = (view: PdfView): { readonly ref: PdfRef | null; readonly dict: PdfDict } | null => {
  const entry = view.catalog?.get('AcroForm') ?? null;
  const form = view.dict(entry);
  return form ? { ref: entry instanceof PdfRef ? entry : null, dict: form } : null;
};

/** All terminal fields in document order. Trees may be cyclic or deep in hostile files: each object is entered once. */
export const formFields = (view: PdfView): FormField[] => {
  const form = acroForm(view);
  const out: FormField[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfObject, above: Inherited, depth: number) => {
    if (depth > view.document.limits.depth) return;
    const ref = value instanceof PdfRef ? value : null;
    if (ref) {
      if (seen.has(ref.num)) return;
      seen.add(ref.num);
    }
    const field = view.dict(value);
    if (!field) return;
    const partial = textOf(view, field.get('T'));
    const here: Inherited = {
      name: partial === null ? above.name : above.name === '' ? partial : `${above.name}.${partial}`,
      type: view.name(field.get('FT')) ?? above.type,
      value: field.entries.has('V') ? field.get('V') : above.value,
      flags: view.number(field.get('Ff')) ?? above.flags,
    };
    const kids = view.array(field.get('Kids'));
    const isField = (kid: PdfObject) => view.dict(kid)?.entries.has('T') === true;
    if (kids.some(isField)) {
      for (const kid of kids) visit(kid, here, depth + 1);
      return;
    }
    const widgets =
      kids.length > 0
        ? kids.flatMap((kid) => {
            const widget = view.dict(kid);
            return widget ? [{ ref: kid instanceof PdfRef ? kid : null, dict: widget }] : [];
          })
        : [{ ref, dict: field }];
    out.push({ ...here, ref, dict: field, widgets });
  };
  const root: Inherited = { name: '', type: null, value: null, flags: 0 };
  for (const field of form ? view.array(form.dict.get('Fields')) : []) visit(field, root, 0);
  return out;
};
