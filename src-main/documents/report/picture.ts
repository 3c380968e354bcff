import { PDFDict, PDFDocument, PDFName, PDFObjectCopier, PDFRawStream, type PDFContext, type PDFRef } from 'pdf-lib';

/** A drawing in a document's objects, ready to be placed. Sizes are in points. */
export interface Picture {
  readonly form: PDFRef;
  readonly width: number;
  readonly height: number;
}

/**
 * Brings a PDF of one page into a document as a form XObject (ISO 32000-2, 8.10): vectors stay vectors. The PDF is one
 * that this program wrote, its page holds one content stream and its own resources.
 */
export const importPicture = async (context: PDFContext, pdf: Uint8Array): Promise<Picture> => {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { node } = document.getPage(0);
  const { width, height } = document.getPage(0).getSize();
  const contents = node.Contents();
  if (!(contents instanceof PDFRawStream)) throw new TypeError('the page of a picture has one content stream');
  const copier = PDFObjectCopier.for(document.context, context);
  const dictionary = PDFDict.withContext(context);
  dictionary.set(PDFName.of('Type'), PDFName.of('XObject'));
  dictionary.set(PDFName.of('Subtype'), PDFName.of('Form'));
  dictionary.set(PDFName.of('BBox'), context.obj([0, 0, width, height]));
  dictionary.set(PDFName.of('Resources'), copier.copy(node.Resources() ?? PDFDict.withContext(document.context)));
  return { form: context.register(PDFRawStream.of(dictionary, contents.getContents())), width, height };
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
