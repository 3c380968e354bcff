import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { readPdf } from './library.ts';
import type { PageSize } from './PdfPage.tsx';

/** A PDF on its way to the screen. */
export type Reading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'ready'; readonly document: PDFDocumentProxy; readonly sizes: readonly PageSize[] }
  | { readonly kind: 'unreadable' };

/** Reads the sizes of this many pages for certain; further ones are taken to be like the last of them. */
const measured = 200;

/** Reads a PDF and the sizes of its pages. */
export const usePdf = (bytes: Uint8Array): Reading => {
  const [held, setHeld] = useState<{ readonly of: Uint8Array; readonly reading: Reading } | null>(null);
  useEffect(() => {
    const setReading = (reading: Reading) => setHeld({ of: bytes, reading });
    const task = readPdf(bytes);
    let current = true;
    const read = async () => {
      const document = await task.promise;
      const sizes: PageSize[] = [];
      for (let number = 1; number <= document.numPages; number += 1) {
        const last = sizes.at(-1);
        if (number > measured && last !== undefined) sizes.push(last);
        else {
          const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 });
          sizes.push({ width, height });
        }
      }
      if (current) setReading({ kind: 'ready', document, sizes });
    };
    read().catch((error: unknown) => {
      if (!current) return;
      console.error('pdf', error);
      setReading({ kind: 'unreadable' });
    });
    return () => {
      current = false;
      void task.destroy();
    };
  }, [bytes]);
  return held?.of === bytes ? held.reading : { kind: 'reading' };
};
