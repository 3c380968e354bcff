import { deflateSync } from 'node:zlib';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFObjectCopier,
  PDFRawStream,
  type PDFContext,
  type PDFObject,
  type PDFRef,
} from 'pdf-lib';

/** A drawing in a document's objects, ready to be placed. Sizes are in points. */
export interface Picture {
  readonly form: PDFRef;
  readonly width: number;
  readonly height: number;
}

/** Brings the page of a one-page PDF into a document as a form XObject (ISO 32000-2, 8.10): vectors stay vectors. */
export const importPicture = async (context: PDFContext, pdf: Uint8Array): Promise<Picture> => {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { node } = document.getPage(0);
  const { width, height } = document.getPage(0).getSize();
  const resources = node.Resources() ?? PDFDict.withContext(document.context);
  const entries = context.obj({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, width, height],
    Resources: PDFObjectCopier.for(document.context, context).copy(resources),
    Filter: 'FlateDecode',
  });
  const content = deflateSync(contentOf(document.context, node.Contents()));
  return { form: context.register(PDFRawStream.of(entries, content)), width, height };
};

/** A page's content may be parted into several streams. */
const contentOf = (context: PDFContext, contents: PDFObject | undefined): Uint8Array => {
  const parts = contents instanceof PDFArray ? contents.asArray().map((part) => context.lookup(part)) : [contents];
  return Buffer.concat(
    parts.flatMap((part) =>
      part instanceof PDFRawStream ? [decodePDFRawStream(part).decode(), Buffer.from('\n')] : [],
    ),
  );
};

/** A picture on a page (counted from 0): its lower left corner, and how much it is scaled. */
export interface PlacedPicture {
  readonly page: number;
  readonly form: PDFRef;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The largest scale at which it stays within a frame; small pictures are not blown up. */
export const scaleWithin = (
  { width, height }: Picture,
  frame: { readonly width: number; readonly height: number },
): number => Math.min(1, frame.width / width, frame.height / height);
