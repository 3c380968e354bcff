import type { PdfDocument } from '../pdf/document.ts';
import { latin1, PdfStream } from '../pdf/objects.ts';
import { rawSpan } from '../pdf/xref.ts';

/**
 * Objects that stand in a revision's bytes but in no cross-reference (C35): another reader, mending the file, would take
 * them for real. Bytes that hold no object are left alone.
 */
export const unlistedContent = (
  document: PdfDocument,
  number: number,
): readonly { readonly path: string; readonly description: string }[] => {
  const revision = document.revisions[number - 1];
  if (!revision || revision.eof < 0) {
    return [{ path: `revision ${number}`, description: `revision ${number} has no proper end` }];
  }
  const [newest] = revision.sections;
  if (newest && newest.offset < revision.start) {
    return [{ path: `revision ${number}`, description: `revision ${number} does not follow the one before it` }];
  }
  const view = document.at(number);
  const spans: (readonly [number, number])[] = revision.sections.flatMap((section) => section.spans);
  for (const section of revision.sections) {
    for (const [num, entry] of section.entries) {
      if (entry.kind !== 'offset' || entry.offset < revision.start || entry.offset >= revision.end) continue;
      const span = document.spanAt(num, number);
      if (!span || span[0] !== entry.offset) continue;
      const value = document.valueAt(num, entry.gen, number);
      const end = value instanceof PdfStream ? rawSpan(value, view.get(value.dict, 'Length'))[1] : span[1];
      spans.push([span[0], end]);
    }
  }
  const out: { path: string; description: string }[] = [];
  let at = revision.start;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start > at && /\d\s+\d+\s+obj\b/.test(latin1(document.bytes.subarray(at, start)))) {
      out.push({ path: `byte ${at}`, description: `revision ${number} holds an object that no cross-reference lists` });
    }
    at = Math.max(at, end);
  }
  return out;
};
