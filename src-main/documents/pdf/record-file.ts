import { deflateSync } from 'node:zlib';
import {
  getDefaultSRGBProfile,
  PDFContext,
  PDFHexString,
  PDFRawStream,
  PDFString,
  PDFWriter,
  type PDFRef,
} from 'pdf-lib';
import type { FlowedPage, Landmark, Rectangle } from '../layout/flow.ts';
import type { Typeface } from '../layout/canvas.ts';
import { page } from '../layout/style.ts';
import { attach, type Attachment } from './attachment.ts';
import { addUnsignedField, fontResources, unsignedAppearance } from './form.ts';
import { addOutline, destination } from './outline.ts';
import { pdfDate, xmpPacket, type Metadata } from './xmp.ts';

/** A link within the document. `page` counts from 0. */
export interface Link {
  readonly page: number;
  readonly rect: Rectangle;
  readonly target: Landmark;
}

export interface FieldToAdd {
  readonly name: string;
  readonly tooltip: string;
  readonly page: number;
  readonly rect: Rectangle;
}

/** All that a finished document consists of. */
export interface RecordFile {
  readonly typeface: Typeface;
  readonly pages: readonly FlowedPage[];
  /** Header and footer of each page, as content streams. */
  readonly furniture: readonly string[];
  readonly landmarks: readonly Landmark[];
  readonly links: readonly Link[];
  /** In the order of signing: the last one locks the document. */
  readonly fields: readonly FieldToAdd[];
  readonly attachment: Attachment;
  readonly metadata: Metadata;
}

/**
 * Writes a PDF 1.7 file as PDF/A-3u (ISO 19005-3) asks: fonts embedded, colours through an sRGB output intent, XMP and
 * information dictionary alike, no transparency, no actions but links within the document. A classic cross-reference
 * table, so that signatures can be added by updates any reader follows. The same input gives the same bytes.
 */
export const writeRecordFile = async (file: RecordFile): Promise<Uint8Array> => {
  const context = PDFContext.create();
  const unsigned = unsignedAppearance(file.typeface);
  const fonts = { regular: file.typeface.regular.embed(context), semibold: file.typeface.semibold.embed(context) };
  const resources = context.register(context.obj(fontResources(fonts)));
  const tree = context.nextRef();
  const pages = file.pages.map(() => context.nextRef());
  const annotations = pages.map((): PDFRef[] => []);

  for (const link of file.links) annotations[link.page]?.push(addLink(context, pages, link));
  const fields = file.fields.map((field, index) => {
    const target = pages[field.page];
    if (!target) throw new Error(`field ${field.name} is on no page`);
    const locksAll = index === file.fields.length - 1;
    const ref = addUnsignedField(context, { ...field, page: target, locksAll }, unsigned, fonts);
    annotations[field.page]?.push(ref);
    return ref;
  });
  file.pages.forEach(({ content }, index) => {
    const notes = annotations[index] ?? [];
    context.assign(
      pages[index] as PDFRef,
      context.obj({
        Type: 'Page',
        Parent: tree,
        MediaBox: [0, 0, page.width, page.height],
        Resources: resources,
        Contents: [compressed(context, content), compressed(context, deflateSync(file.furniture[index] ?? ''))],
        ...(notes.length > 0 ? { Annots: notes } : {}),
      }),
    );
  });
  context.assign(tree, context.obj({ Type: 'Pages', Kids: pages, Count: pages.length }));

  const attached = attach(context, file.attachment);
  const outline = addOutline(context, pages, file.landmarks);
  const catalog = context.obj({
    Type: 'Catalog',
    Pages: tree,
    Lang: PDFString.of(file.metadata.language),
    ViewerPreferences: { DisplayDocTitle: true },
    Metadata: addXmp(context, file.metadata),
    OutputIntents: [addOutputIntent(context)],
    Names: { EmbeddedFiles: { Names: [PDFHexString.fromText(file.attachment.name), attached] } },
    AF: [attached],
    ...(fields.length > 0 ? { AcroForm: context.register(context.obj({ Fields: fields })) } : {}),
    ...(outline === null ? {} : { Outlines: outline, PageMode: 'UseOutlines' }),
  });
  const id = PDFHexString.of(file.metadata.fingerprint);
  context.trailerInfo = {
    Root: context.register(catalog),
    Info: addInformation(context, file.metadata),
    ID: context.obj([id, id]),
  };
  return PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
};

const compressed = (context: PDFContext, content: Uint8Array): PDFRef =>
  context.register(PDFRawStream.of(context.obj({ Filter: 'FlateDecode' }), content));

const addLink = (context: PDFContext, pages: readonly PDFRef[], { rect, target }: Link): PDFRef => {
  const print = 4;
  return context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [...rect],
      Border: [0, 0, 0],
      F: print,
      Contents: PDFHexString.fromText(target.title.normalize('NFC')),
      Dest: destination(context, pages, target),
    }),
  );
};

/** Uncompressed, so that tools which know no PDF find it (ISO 16684-1). */
const addXmp = (context: PDFContext, metadata: Metadata): PDFRef =>
  context.register(
    PDFRawStream.of(context.obj({ Type: 'Metadata', Subtype: 'XML' }), new TextEncoder().encode(xmpPacket(metadata))),
  );

const addOutputIntent = (context: PDFContext): PDFRef => {
  const profile = context.register(
    PDFRawStream.of(context.obj({ N: 3, Filter: 'FlateDecode' }), deflateSync(getDefaultSRGBProfile())),
  );
  return context.register(
    context.obj({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      OutputConditionIdentifier: PDFString.of('sRGB IEC61966-2.1'),
      Info: PDFString.of('sRGB IEC61966-2.1'),
      RegistryName: PDFString.of('http://www.color.org'),
      DestOutputProfile: profile,
    }),
  );
};

const addInformation = (context: PDFContext, metadata: Metadata): PDFRef => {
  const words = (text: string) => PDFHexString.fromText(text.normalize('NFC'));
  const date = PDFString.of(pdfDate(metadata.date));
  return context.register(
    context.obj({
      Title: words(metadata.title),
      Author: words(metadata.author),
      Subject: words(metadata.subject),
      Creator: words(metadata.creatorTool),
      Producer: words(metadata.producer),
      CreationDate: date,
      ModDate: date,
    }),
  );
};
