import { PDFHexString, PDFNull, PDFNumber, type PDFContext, type PDFRef } from 'pdf-lib';
import type { Landmark } from '../layout/flow.ts';

/** Shows the page with the landmark at the top of the window (ISO 32000-2, 12.3.2.2). */
export const destination = (context: PDFContext, pages: readonly PDFRef[], { page, y }: Landmark) => {
  const target = pages[page];
  if (!target) throw new Error(`there is no page ${page}`);
  return context.obj([target, 'XYZ', PDFNull, PDFNumber.of(y + 8), PDFNull]);
};

/** The outline (12.3.3): the landmarks in order, on one level. Null where there are none. */
export const addOutline = (
  context: PDFContext,
  pages: readonly PDFRef[],
  landmarks: readonly Landmark[],
): PDFRef | null => {
  if (landmarks.length === 0) return null;
  const root = context.nextRef();
  const items = landmarks.map(() => context.nextRef());
  landmarks.forEach((landmark, index) => {
    const previous = items[index - 1];
    const next = items[index + 1];
    context.assign(
      items[index] as PDFRef,
      context.obj({
        Title: PDFHexString.fromText(landmark.title.normalize('NFC')),
        Parent: root,
        Dest: destination(context, pages, landmark),
        ...(previous ? { Prev: previous } : {}),
        ...(next ? { Next: next } : {}),
      }),
    );
  });
  context.assign(root, context.obj({ Type: 'Outlines', First: items[0], Last: items.at(-1), Count: items.length }));
  return root;
};
