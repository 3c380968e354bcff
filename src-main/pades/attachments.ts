import type { PdfView } from './pdf/document.ts';
import { textOf } from './pdf/form.ts';
import { PdfDict, type PdfObject, PdfRef, PdfStream } from './pdf/objects.ts';

/** A file inside the PDF (ISO 32000-2, 7.11.4). */
export interface EmbeddedFile {
  readonly name: string;
  /** Media type, or null. */
  readonly mediaType: string | null;
  /** /AFRelationship (7.11.3): `Source`, `Data`, ..., or null. */
  readonly relationship: string | null;
  readonly description: string | null;
  readonly stream: PdfStream;
}

/** The files that the catalog's /AF and its name tree list, each once. */
export const embeddedFiles = (view: PdfView): EmbeddedFile[] => {
  const out: EmbeddedFile[] = [];
  const seen = new Set<PdfStream>();
  const add = (value: PdfObject) => {
    const file = fileOf(view, value);
    if (!file || seen.has(file.stream)) return;
    seen.add(file.stream);
    out.push(file);
  };
  const { catalog } = view;
  if (!catalog) return out;
  for (const item of view.array(catalog.get('AF'))) add(item);
  const names = view.dict(catalog.get('Names'));
  if (names) for (const value of nameTreeValues(view, names.get('EmbeddedFiles'))) add(value);
  return out;
};

const fileOf = (view: PdfView, value: PdfObject): EmbeddedFile | null => {
  const spec = view.dict(value);
  const files = spec && view.dict(spec.get('EF'));
  if (!spec || !files) return null;
  const stream = view.resolve(files.get(files.entries.has('UF') ? 'UF' : 'F'));
  if (!(stream instanceof PdfStream)) return null;
  return {
    name: textOf(view, spec.get('UF')) ?? textOf(view, spec.get('F')) ?? '',
    mediaType: view.name(stream.dict.get('Subtype')),
    relationship: view.name(spec.get('AFRelationship')),
    description: textOf(view, spec.get('Desc')),
    stream,
  };
};

/** The values of a name tree (7.9.6), each node entered once. */
const nameTreeValues = (view: PdfView, root: PdfObject): PdfObject[] => {
  const out: PdfObject[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfObject, depth: number) => {
    if (depth > view.document.limits.depth) return;
    if (value instanceof PdfRef) {
      if (seen.has(value.num)) return;
      seen.add(value.num);
    }
    const node = view.resolve(value);
    if (!(node instanceof PdfDict)) return;
    const names = view.array(node.get('Names'));
    for (let i = 1; i < names.length; i += 2) out.push(names[i] ?? null);
    for (const kid of view.array(node.get('Kids'))) visit(kid, depth + 1);
  };
  visit(root, 0);
  return out;
};
