import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFHexString, PDFRawStream, PDFString, PDFWriter, type PDFContext, type PDFRef } from 'pdf-lib';
import type { Typeface } from '../layout/canvas.ts';
import type { FlowedPage, Landmark } from '../layout/flow.ts';
import { page } from '../layout/style.ts';
import { attach, type Attachment } from '../pdf/attachment.ts';
import { fontResources } from '../pdf/form.ts';
import { addOutline } from '../pdf/outline.ts';
import { pdfDate } from '../pdf/xmp.ts';
import type { PlacedPicture } from './picture.ts';

export interface ReportFile {
  readonly title: string;
  readonly program: string;
  readonly madeAt: Date;
  readonly typeface: Typeface;
  readonly pages: readonly FlowedPage[];
  /** Header and footer of each page, as content streams. */
  readonly furniture: readonly string[];
  readonly pictures: readonly PlacedPicture[];
  readonly landmarks: readonly Landmark[];
  /** Files that go with the document, by distinct names. */
  readonly attachments?: readonly Attachment[];
}

/**
 * Writes a report as PDF 1.7. It is no PDF/A: the pictures are other programs' drawings, whose fonts and colours nobody
 * vouches for. The same input gives the same bytes.
 */
export const writeReportFile = (context: PDFContext, file: ReportFile): Promise<Uint8Array> => {
  const fonts = fontResources({
    regular: file.typeface.regular.embed(context),
    semibold: file.typeface.semibold.embed(context),
  });
  const plain = context.register(context.obj(fonts));
  const tree = context.nextRef();
  const hash = createHash('sha256').update(file.madeAt.toISOString());
  const stream = (content: Uint8Array): PDFRef => {
    hash.update(content);
    return context.register(PDFRawStream.of(context.obj({ Filter: 'FlateDecode' }), content));
  };
  const pages = file.pages.map(({ content }, index) => {
    const pictures = file.pictures.filter((picture) => picture.page === index);
    const forms = Object.fromEntries(pictures.map(({ form }, number) => [`P${number}`, form]));
    return context.register(
      context.obj({
        Type: 'Page',
        Parent: tree,
        MediaBox: [0, 0, page.width, page.height],
        Resources: pictures.length === 0 ? plain : { ...fonts, XObject: forms },
        Contents: [
          stream(content),
          stream(deflateSync([file.furniture[index] ?? '', ...pictures.map(drawn)].join('\n'))),
        ],
      }),
    );
  });
  context.assign(tree, context.obj({ Type: 'Pages', Kids: pages, Count: pages.length }));
  const attached = (file.attachments ?? [])
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => ({ name: PDFHexString.fromText(one.name), file: attach(context, one) }));
  for (const { bytes } of file.attachments ?? []) hash.update(bytes);
  const outline = addOutline(context, pages, file.landmarks);
  const date = PDFString.of(pdfDate(file.madeAt));
  const words = (text: string) => PDFHexString.fromText(text.normalize('NFC'));
  const id = PDFHexString.of(hash.digest('hex').slice(0, 32));
  context.trailerInfo = {
    Root: context.register(
      context.obj({
        Type: 'Catalog',
        Pages: tree,
        Lang: PDFString.of('en'),
        ViewerPreferences: { DisplayDocTitle: true },
        ...(attached.length === 0
          ? {}
          : {
              Names: { EmbeddedFiles: { Names: attached.flatMap((one) => [one.name, one.file]) } },
              AF: attached.map((one) => one.file),
            }),
        ...(outline === null ? {} : { Outlines: outline, PageMode: 'UseOutlines' }),
      }),
    ),
    Info: context.register(
      context.obj({
        Title: words(file.title),
        Creator: words(file.program),
        Producer: words(file.program),
        CreationDate: date,
        ModDate: date,
      }),
    ),
    ID: context.obj([id, id]),
  };
  return PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
};

const n = (value: number): string => String(Math.round(value * 1e4) / 1e4);

const drawn = ({ x, y, scale }: PlacedPicture, number: number): string =>
  `q ${n(scale)} 0 0 ${n(scale)} ${n(x)} ${n(y)} cm /P${number} Do Q`;
