import type { PdfView } from './pdf/document.ts';
import { textOf } from './pdf/form.ts';
import { PdfDict, type PdfObject } from './pdf/objects.ts';

/** What DocMDP allows after a signature (ISO 32000-2, table 257): 1 nothing, 2 forms and signing, 3 annotations too. */
export type Permission = 1 | 2 | 3;

/** Fields that a signature locks (FieldMDP, table 259; field lock dictionary, table 236). */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude';
  /** Fully qualified names; a name covers its children. Empty with `All`. */
  readonly fields: readonly string[];
  /** /P of a lock dictionary (PDF 2.0): the document's permission from then on. */
  readonly permission: Permission | null;
}

const asPermission = (value: number | null): Permission | null =>
  value === 1 || value === 2 || value === 3 ? value : null;

/** The transform parameters of a signature's reference with the given method (12.8.2), or null. */
const transformOf = (view: PdfView, signature: PdfDict, method: string): PdfDict | null => {
  for (const item of view.array(signature.get('Reference'))) {
    const reference = view.dict(item);
    if (reference && view.name(reference.get('TransformMethod')) === method) {
      return view.dict(reference.get('TransformParams')) ?? new PdfDict();
    }
  }
  return null;
};

/** The DocMDP permission that a signature dictionary sets; 2 where it certifies and names none (table 257). */
export const docMdpOf = (view: PdfView, signature: PdfDict): Permission | null => {
  const params = transformOf(view, signature, 'DocMDP');
  return params ? (asPermission(view.number(params.get('P'))) ?? 2) : null;
};

/** The FieldMDP of a signature dictionary, or null. */
export const fieldMdpOf = (view: PdfView, signature: PdfDict): FieldLock | null => {
  const params = transformOf(view, signature, 'FieldMDP');
  return params ? readLock(view, params) : null;
};

/** A lock dictionary or FieldMDP parameters; an unknown action locks everything, the safe reading. */
export const readLock = (view: PdfView, value: PdfObject): FieldLock | null => {
  const found = view.dict(value);
  if (!found) return null;
  const action = view.name(found.get('Action'));
  const permission = asPermission(view.number(found.get('P')));
  const fields = view.array(found.get('Fields')).flatMap((item) => textOf(view, item) ?? []);
  return action === 'Include' || action === 'Exclude'
    ? { action, fields, permission }
    : { action: 'All', fields: [], permission };
};

/** Does the lock hold the field of this fully qualified name? Names match by whole components: `a` covers `a.b`, not `ab`. */
export const isLocked = (lock: FieldLock, field: string): boolean => {
  if (lock.action === 'All') return true;
  const named = lock.fields.some((entry) => field === entry || field.startsWith(`${entry}.`));
  return lock.action === 'Include' ? named : !named;
};
