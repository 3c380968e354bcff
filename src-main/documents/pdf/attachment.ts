import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFHexString, PDFRawStream, PDFString, type PDFContext, type PDFRef } from 'pdf-lib';
import { pdfDate } from './xmp.ts';

export interface Attachment {
  readonly name: string;
  readonly mime: string;
  readonly description: string;
  readonly bytes: Uint8Array;
  readonly modified: Date;
}

/**
 * A file inside the document, as the source that its pages were made from (ISO 32000-2, 14.13; ISO 19005-3, 6.8).
 * Returns its file specification.
 */
export const attach = (context: PDFContext, { name, mime, description, bytes, modified }: Attachment): PDFRef => {
  const file = context.register(
    PDFRawStream.of(
      context.obj({
        Type: 'EmbeddedFile',
        Subtype: mime,
        Filter: 'FlateDecode',
        Params: {
          Size: bytes.length,
          ModDate: PDFString.of(pdfDate(modified)),
          CheckSum: PDFHexString.of(createHash('md5').update(bytes).digest('hex')),
        },
      }),
      deflateSync(bytes),
    ),
  );
  return context.register(
    context.obj({
      Type: 'Filespec',
      F: PDFString.of(name),
      UF: PDFHexString.fromText(name),
      Desc: PDFHexString.fromText(description),
      AFRelationship: 'Source',
      EF: { F: file, UF: file },
    }),
  );
};
