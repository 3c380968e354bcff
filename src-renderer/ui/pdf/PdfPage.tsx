import { TextLayer, type PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import styles from './Pdf.module.css';

/** A page's size in PDF points (1/72 inch) as it is shown, rotation included. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly document: PDFDocumentProxy;
  /** From 1. */
  readonly number: number;
  readonly size: PageSize;
  /** CSS pixels per point. */
  readonly scale: number;
}

/** One page: drawn when it comes near the window's edge, with its text above it for selecting and for screen readers. */
export const PdfPage = ({ document, number, size, scale }: Props) => {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: '600px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (element === null || !near) return undefined;
    const canvas = globalThis.document.createElement('canvas');
    const text = globalThis.document.createElement('div');
    text.className = styles['text'] ?? '';
    let stop = () => undefined as void;
    let current = true;

    const draw = async () => {
      const page = await document.getPage(number);
      if (!current) return;
      const viewport = page.getViewport({ scale });
      const density = window.devicePixelRatio;
      canvas.width = Math.floor(viewport.width * density);
      canvas.height = Math.floor(viewport.height * density);
      canvas.setAttribute('aria-hidden', 'true');
      element.replaceChildren(canvas, text);
      const task = page.render({
        canvas,
        viewport,
        ...(density === 1 ? {} : { transform: [density, 0, 0, density, 0, 0] }),
      });
      const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
      stop = () => {
        task.cancel();
        layer.cancel();
      };
      await Promise.all([task.promise, layer.render()]);
      element.dataset['drawn'] = 'true';
    };
    draw().catch((error: unknown) => {
      if (current) console.error(`page ${String(number)}`, error);
    });
    return () => {
      current = false;
      stop();
      delete element.dataset['drawn'];
      element.replaceChildren();
    };
  }, [document, number, scale, near]);

  return (
    <article
      ref={box}
      className={styles['page']}
      data-page={number}
      aria-label={`Page ${String(number)}`}
      style={{
        width: size.width * scale,
        height: size.height * scale,
        ['--total-scale-factor' as string]: String(scale),
      }}
    />
  );
};
