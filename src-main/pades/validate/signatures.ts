import type { PdfDocument, PdfView } from '../pdf/document.ts';
import { type FormField, formFields } from '../pdf/form.ts';
import { PdfError } from '../pdf/limits.ts';
import { PdfDict, PdfRef } from '../pdf/objects.ts';
import { pagesOf, rectangle } from '../pdf/pages.ts';

/** A signature as the revision that brought it shows it (C4). */
export interface FoundSignature {
  readonly field: FormField;
  /** The signature dictionary (ISO 32000-2, table 255). */
  readonly dict: PdfDict;
  readonly view: PdfView;
  /** Number of that revision. */
  readonly revision: number;
}

/**
 * The signatures of a file, oldest first. Every revision's form is walked, not only the last one's (C1): a signature
 * that a later revision hides is still there. A value that several fields share counts once (C3).
 */
export const findSignatures = (document: PdfDocument): FoundSignature[] => {
  const out: FoundSignature[] = [];
  const seen = new Set<string>();
  for (const revision of document.revisions) {
    if (revision.number > 1 && !mayHoldNewSignature(document, revision.number)) continue;
    const view = document.at(revision.number);
    for (const field of formFields(view)) {
      if (field.type !== 'Sig') continue;
      const dict = view.resolve(field.value);
      if (!(dict instanceof PdfDict)) continue;
      const key =
        field.value instanceof PdfRef
          ? `object ${field.value.num} ${field.value.gen}`
          : `field ${field.name} ${dict.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (out.length >= document.limits.signatures) throw new PdfError('limit', 'the file holds too many signatures');
      out.push({ field, dict, view, revision: revision.number });
    }
  }
  return out;
};

/** A revision that writes no dictionary with /V, and no /Fields or /Kids, brings no signature into view. */
const mayHoldNewSignature = (document: PdfDocument, revision: number): boolean => {
  for (const num of document.changedIn(revision)) {
    const entry = document.entryAt(num, revision);
    if (!entry || entry.kind === 'free') continue;
    const value = document.valueAt(num, entry.kind === 'offset' ? entry.gen : 0, revision);
    if (Array.isArray(value)) return true;
    if (value instanceof PdfDict) {
      for (const key of ['V', 'Fields', 'Kids', 'AcroForm', 'Contents', 'FT']) if (value.entries.has(key)) return true;
    }
  }
  return false;
};

/** Where a signature shows: page number counted from 1 and the rectangle on it; null for an invisible one. */
export const placeOf = ({
  field,
  view,
}: FoundSignature): { readonly page: number; readonly rect: readonly [number, number, number, number] } | null => {
  const widget = field.widgets[0];
  const rect = widget && rectangle(view, widget.dict.get('Rect'));
  if (!widget || !rect || rect[0] === rect[2] || rect[1] === rect[3]) return null;
  const pages = pagesOf(view);
  const onPage = widget.dict.get('P');
  let index = pages.findIndex((page) => onPage instanceof PdfRef && page.ref?.num === onPage.num);
  if (index < 0) {
    index = pages.findIndex((page) =>
      view.array(page.dict.get('Annots')).some((item) => item instanceof PdfRef && item.num === widget.ref?.num),
    );
  }
  return index < 0 ? null : { page: index + 1, rect };
};
