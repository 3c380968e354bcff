import type { PdfView } from './document.ts';
import { PdfDict, type PdfObject, PdfRef } from './objects.ts';

/** A page (ISO 32000-2, 7.7.3.3) with what it inherits from its ancestors. */
export interface Page {
  readonly ref: PdfRef | null;
  readonly dict: PdfDict;
  readonly inherited: ReadonlyMap<string, PdfObject>;
}

const inheritable = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];

/** The pages in order. Hostile page trees may be cyclic: each node is entered once. */
export const pagesOf = (view: PdfView): Page[] => {
  const out: Page[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfObject, above: ReadonlyMap<string, PdfObject>, depth: number) => {
    if (depth > view.document.limits.depth) return;
    const ref = value instanceof PdfRef ? value : null;
    if (ref) {
      if (seen.has(ref.num)) return;
      seen.add(ref.num);
    }
    const node = view.dict(value);
    if (!node) return;
    const here = new Map(above);
    for (const key of inheritable) if (node.entries.has(key)) here.set(key, node.get(key));
    if (node.entries.has('Kids')) for (const kid of view.array(node.get('Kids'))) visit(kid, here, depth + 1);
    else out.push({ ref, dict: node, inherited: here });
  };
  visit(view.catalog?.get('Pages') ?? null, new Map(), 0);
  return out;
};

/** A rectangle (7.9.5) with its corners in order, or null. */
export const rectangle = (view: PdfView, value: PdfObject): readonly [number, number, number, number] | null => {
  const [a, b, c, d] = view.array(value).map((item) => view.number(item));
  if (a == null || b == null || c == null || d == null) return null;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
};
