import { fileURLToPath } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { loadFonts, type Fonts } from '../../src-main/documents/index.ts';

/** The faces that the product ships. */
export const shippedFonts = (): Promise<Fonts> =>
  loadFonts(fileURLToPath(new URL('../../assets/fonts', import.meta.url)));

/** A piece of text on a page, in points from the lower left corner. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** What pdf.js reads on each page, in the order in which it was drawn. */
export const readPages = async (pdf: Uint8Array): Promise<TextItem[][]> => {
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const pages: TextItem[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent({ disableNormalization: true });
    pages.push(
      items.flatMap((item): TextItem[] => {
        if (!('str' in item) || item.str === '') return [];
        const [, , , size = 0, x = 0, y = 0] = item.transform as number[];
        return [{ text: item.str, x, y, width: item.width, size }];
      }),
    );
  }
  await document.loadingTask.destroy();
  return pages;
};

/** Text without any white space: lines may be broken anywhere. */
export const squeezed = (text: string): string => text.normalize('NFC').replace(/\s+/gu, '');

/** Whether an item belongs to the running header or footer. */
export const isFurniture = ({ y }: TextItem): boolean => y < 60 || y > 780;

/** All the text of a document between its headers and footers, squeezed. */
export const bodyText = (pages: readonly (readonly TextItem[])[]): string =>
  squeezed(
    pages
      .map((items, index) =>
        items
          .filter((item) => index === 0 || !isFurniture(item))
          .map(({ text }) => text)
          .join(''),
      )
      .join(''),
  );
