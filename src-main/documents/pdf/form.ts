import { deflateSync } from 'node:zlib';
import { PDFHexString, PDFRawStream, type PDFContext, type PDFRef } from 'pdf-lib';
import { Canvas, fontResource, type Typeface } from '../layout/canvas.ts';
import type { Rectangle } from '../layout/flow.ts';
import { text } from '../layout/style.ts';

export interface UnsignedField {
  readonly name: string;
  /** What the field is for, read out by screen readers. */
  readonly tooltip: string;
  readonly rect: Rectangle;
  readonly page: PDFRef;
  /** Whether a signature in it closes every field of the document (ISO 32000-2, 12.7.5.5: /Lock). */
  readonly locksAll: boolean;
}

export type FontRefs = { readonly [name in keyof Typeface]: PDFRef };

/** The resources of whatever is drawn with these faces. */
export const fontResources = (fonts: FontRefs) => ({
  Font: { [fontResource.regular]: fonts.regular, [fontResource.semibold]: fonts.semibold },
});

/** The content of an empty field's appearance. Drawn before the fonts are embedded: it uses their glyphs. */
export const unsignedAppearance = (typeface: Typeface): string => {
  const canvas = new Canvas(typeface);
  canvas.text(text.note, 10, 10, 'Not signed');
  return canvas.content();
};

/**
 * A signature field without a value, merged with its one widget. Printed, and with an appearance, as ISO 19005-3, 6.3.3
 * demands of every annotation.
 */
export const addUnsignedField = (
  context: PDFContext,
  field: UnsignedField,
  content: string,
  fonts: FontRefs,
): PDFRef => {
  const [left, bottom, right, top] = field.rect;
  const appearance = context.register(
    PDFRawStream.of(
      context.obj({
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, right - left, top - bottom],
        Resources: fontResources(fonts),
        Filter: 'FlateDecode',
      }),
      deflateSync(content),
    ),
  );
  const lock = field.locksAll ? { Lock: context.register(context.obj({ Type: 'SigFieldLock', Action: 'All' })) } : {};
  const print = 4;
  return context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFHexString.fromText(field.name),
      TU: PDFHexString.fromText(field.tooltip),
      F: print,
      Rect: [left, bottom, right, top],
      P: field.page,
      AP: { N: appearance },
      ...lock,
    }),
  );
};
