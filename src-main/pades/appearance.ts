import type { Unlock } from './pdf/encryption.ts';
import { PdfDocument, type PdfView } from './pdf/document.ts';
import { defaultLimits, type Limits, PdfError } from './pdf/limits.ts';
import { dict, fromLatin1, name, PdfDict, type PdfObject, PdfRef, PdfStream, stream } from './pdf/objects.ts';
import { pagesOf, rectangle } from './pdf/pages.ts';
import { serialize, serializeIndirect } from './pdf/serialize.ts';
import { type FoundSignature, findSignatures, placeOf } from './validate/signatures.ts';

/** What a signature looks like in the revision that brought it, as a PDF of one page of the size of its rectangle. */
export interface SignatureAppearance {
  readonly field: string;
  readonly revision: number;
  readonly pdf: Uint8Array;
}

/** An appearance that takes more than this is no picture for a report (bytes). */
const largest = 2 * 1024 * 1024;

/**
 * The normal appearances of a file's signatures (ISO 32000-2, 12.5.5), oldest first, drawn as the page shows them. A
 * signature that is invisible, hidden, or whose appearance cannot be read has none. Only what is needed for drawing is
 * taken: no annotation, action, metadata or file beside the PDF comes along.
 */
export const signatureAppearances = (
  bytes: Uint8Array,
  options: Unlock & { readonly limits?: Limits } = {},
): readonly SignatureAppearance[] => {
  let found: readonly FoundSignature[];
  try {
    found = findSignatures(new PdfDocument(bytes, options.limits ?? defaultLimits, options));
  } catch {
    // Whatever a hostile file brings about ends without a picture (C40).
    return [];
  }
  return found.flatMap((signature) => {
    try {
      const pdf = appearanceOf(signature);
      return pdf ? [{ field: signature.field.name, revision: signature.revision, pdf }] : [];
    } catch {
      return [];
    }
  });
};

type Matrix = readonly [number, number, number, number, number, number];

/** Annotation flags Hidden and NoView (12.5.3). */
const unseen = 2 | 32;

const appearanceOf = (signature: FoundSignature): Uint8Array | null => {
  const { view, field } = signature;
  const place = placeOf(signature);
  const widget = field.widgets[0]?.dict;
  if (!place || !widget || ((view.number(widget.get('F')) ?? 0) & unseen) !== 0) return null;
  const form = normalAppearance(view, widget);
  const box = form && rectangle(view, form.dict.get('BBox'));
  if (!form || !box || view.raw(form).length === 0) return null;
  const width = place.rect[2] - place.rect[0];
  const height = place.rect[3] - place.rect[1];
  const fit = fitted(box, matrixOf(view, form.dict.get('Matrix')), width, height);
  if (!fit) return null;
  const turned = rotation(view, place.page, width, height);
  const sideways = turned[0] === 0;
  return onePage(view, form, sideways ? [height, width] : [width, height], [turned, fit]);
};

const normalAppearance = (view: PdfView, widget: PdfDict): PdfStream | null => {
  const normal = view.resolve(view.dict(widget.get('AP'))?.get('N') ?? null);
  if (normal instanceof PdfStream) return normal;
  const state = view.name(widget.get('AS'));
  const chosen = normal instanceof PdfDict && state !== null ? view.resolve(normal.get(state)) : null;
  return chosen instanceof PdfStream ? chosen : null;
};

const matrixOf = (view: PdfView, value: PdfObject): Matrix => {
  const [a, b, c, d, e, f] = view.array(value).map((item) => view.number(item));
  return a == null || b == null || c == null || d == null || e == null || f == null
    ? [1, 0, 0, 1, 0, 0]
    : [a, b, c, d, e, f];
};

/** Algorithm 8 of 12.5.5: brings the transformed box onto the rectangle. Null where either has no extent. */
const fitted = (
  [left, bottom, right, top]: readonly [number, number, number, number],
  [a, b, c, d, e, f]: Matrix,
  width: number,
  height: number,
): Matrix | null => {
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => [a * x + c * y + e, b * x + d * y + f] as const),
  );
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x0, y0] = [Math.min(...xs), Math.min(...ys)];
  const [w, h] = [Math.max(...xs) - x0, Math.max(...ys) - y0];
  if (!(w > 0 && h > 0 && Number.isFinite(w) && Number.isFinite(h))) return null;
  return [width / w, 0, 0, height / h, (-x0 * width) / w, (-y0 * height) / h];
};

/** Turns what stands on a rotated page the way the page is shown. */
const rotation = (view: PdfView, page: number, width: number, height: number): Matrix => {
  const turn = view.number(pagesOf(view)[page - 1]?.inherited.get('Rotate') ?? null) ?? 0;
  switch (((turn % 360) + 360) % 360) {
    case 90:
      return [0, -1, 1, 0, 0, width];
    case 180:
      return [-1, 0, 0, -1, width, height];
    case 270:
      return [0, 1, -1, 0, height, 0];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
};

const onePage = (
  view: PdfView,
  form: PdfStream,
  [width, height]: readonly [number, number],
  matrices: readonly Matrix[],
): Uint8Array => {
  const objects: PdfObject[] = [];
  const reserve = (): PdfRef => new PdfRef(objects.push(null), 0);
  const put = (ref: PdfRef, value: PdfObject): PdfRef => {
    objects[ref.num - 1] = value;
    return ref;
  };
  const drawn = put(reserve(), copier(view, reserve, put)(form));
  const steps = matrices.map((matrix) => `${matrix.map((value) => serialize(rounded(value))).join(' ')} cm`);
  const content = put(reserve(), stream(new PdfDict(), fromLatin1(`q ${steps.join(' ')} /A Do Q`)));
  const tree = reserve();
  const page = put(
    reserve(),
    dict({
      Type: name('Page'),
      Parent: tree,
      MediaBox: [0, 0, width, height],
      Resources: dict({ XObject: dict({ A: drawn }) }),
      Contents: content,
    }),
  );
  put(tree, dict({ Type: name('Pages'), Kids: [page], Count: 1 }));
  return writeFile(objects, put(reserve(), dict({ Type: name('Catalog'), Pages: tree })));
};

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** A new file with a classic cross-reference table (7.5.4); object n is the n-th, counted from 1. */
const writeFile = (objects: readonly PdfObject[], root: PdfRef): Uint8Array => {
  const parts: Uint8Array[] = [fromLatin1('%PDF-1.7\n')];
  let size = 9;
  const offsets = objects.map((value, index) => {
    const at = size;
    for (const part of serializeIndirect(new PdfRef(index + 1, 0), value)) {
      parts.push(part);
      size += part.length;
    }
    return at;
  });
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = serialize(dict({ Size: objects.length + 1, Root: root }));
  parts.push(
    fromLatin1(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n${trailer}\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
};

/** Entries of a stream that lead out of the drawing: to other files, optional content, or what makes no mark. */
const outward: ReadonlySet<string> = new Set([
  ...['F', 'FFilter', 'FDecodeParms', 'OC', 'Ref', 'OPI', 'Alternates'],
  ...['Metadata', 'PieceInfo', 'AF', 'StructParent', 'StructParents', 'Length'],
]);
/** Marked content needs no properties to be drawn; theirs lead to optional content and the structure. */
const unneededResources: ReadonlySet<string> = new Set(['Properties']);

/** Copies what a form XObject draws with; encryption comes off, streams otherwise stay byte for byte. */
const copier = (view: PdfView, reserve: () => PdfRef, put: (ref: PdfRef, value: PdfObject) => PdfRef) => {
  const copied = new Map<number, PdfRef>();
  let size = 0;
  const spend = (bytes: number) => {
    size += bytes;
    if (size > largest) throw new PdfError('limit', 'the appearance is too large for a picture');
  };
  const copy = (value: PdfObject, depth = 0): PdfObject => {
    if (depth > view.document.limits.depth) throw new PdfError('limit', 'the appearance is nested too deeply');
    spend(16);
    if (value instanceof PdfRef) {
      const known = copied.get(value.num);
      if (known) return known;
      const ref = reserve();
      copied.set(value.num, ref);
      return put(ref, copy(view.resolve(value), depth + 1));
    }
    if (value instanceof PdfStream) {
      const data = view.document.decrypted(value, view.raw(value));
      spend(data.length);
      return stream(copyDict(value.dict, depth, outward), data);
    }
    if (value instanceof PdfDict) return copyDict(value, depth);
    if (Array.isArray(value)) return (value as readonly PdfObject[]).map((item) => copy(item, depth + 1));
    return value;
  };
  const copyDict = (source: PdfDict, depth: number, without: ReadonlySet<string> = new Set()): PdfDict => {
    const entries = new Map<string, PdfObject>();
    for (const [key, value] of source.entries) {
      if (without.has(key)) continue;
      const resources = key === 'Resources' ? view.dict(value) : null;
      entries.set(key, resources ? copyResources(resources, depth + 1) : copy(value, depth + 1));
    }
    return new PdfDict(entries);
  };
  const copyResources = (source: PdfDict, depth: number): PdfDict => {
    if (depth > view.document.limits.depth) throw new PdfError('limit', 'the appearance is nested too deeply');
    spend(16);
    return copyDict(source, depth, unneededResources);
  };
  return copy;
};
