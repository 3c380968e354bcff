import { Center } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Busy } from '../Busy.tsx';
import { FailureNote } from '../FailureNote.tsx';
import styles from './Pdf.module.css';
import { PdfBar } from './PdfBar.tsx';
import { PdfPage } from './PdfPage.tsx';
import { usePdf } from './use-pdf.ts';

/** What is shown and how tall. */
export interface PdfViewProps {
  readonly bytes: Uint8Array;
  /** What the document is called. */
  readonly label: string;
  readonly height?: string;
}

/** CSS pixels per PDF point at 100 %. */
const full = 96 / 72;
const zooms = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

/** A PDF to read: all its pages, page navigation, zoom; usable with the keyboard alone. */
export const PdfView = ({ bytes, label, height }: PdfViewProps) => {
  const reading = usePdf(bytes);
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [zoom, setZoom] = useState<number | 'width'>('width');
  const [page, setPage] = useState(1);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const sizes = useMemo(() => (reading.kind === 'ready' ? reading.sizes : []), [reading]);
  const widest = Math.max(1, ...sizes.map((size) => size.width));
  const fit = width > 0 ? Math.min(width / widest, full * 1.6) : full;
  const scale = zoom === 'width' ? fit : zoom * full;

  const goTo = useCallback((number: number) => {
    const target = scroller.current?.querySelector(`[data-page="${String(number)}"]`);
    if (target instanceof HTMLElement)
      scroller.current?.scrollTo({ top: target.offsetTop - scroller.current.offsetTop - 10 });
  }, []);
  const zoomBy = (step: 1 | -1) => {
    const now = scale / full;
    const next = step > 0 ? zooms.find((z) => z > now + 0.01) : [...zooms].reverse().find((z) => z < now - 0.01);
    if (next !== undefined) setZoom(next);
  };
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const middle = element.scrollTop + element.clientHeight / 3 + element.offsetTop;
    const pages = [...element.querySelectorAll<HTMLElement>('[data-page]')];
    const shown = pages.findLast((one) => one.offsetTop <= middle) ?? pages[0];
    setPage(Number(shown?.dataset['page'] ?? 1));
  };

  return (
    <div className={styles['viewer']} style={{ height: height ?? '100%', minHeight: 320 }}>
      <PdfBar
        page={page}
        pages={sizes.length}
        percent={Math.round((scale / full) * 100)}
        fitsWidth={zoom === 'width'}
        onPage={goTo}
        onZoom={zoomBy}
        onFit={() => setZoom('width')}
      />
      <section
        ref={scroller}
        className={styles['pages']}
        aria-label={`Document ${label}`}
        // Scrolled with the keyboard, so it takes the focus.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={onScroll}
      >
        {reading.kind === 'reading' && (
          <Center h="100%">
            <Busy label="Reading the document" size={36} />
          </Center>
        )}
        {reading.kind === 'unreadable' && (
          <div className={styles['note']}>
            <FailureNote failure={{ code: 'verify/unreadable' }} />
          </div>
        )}
        {reading.kind === 'ready' &&
          width > 0 &&
          sizes.map((size, index) => (
            <PdfPage
              // Pages have no identity but their number.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              document={reading.document}
              number={index + 1}
              size={size}
              scale={scale}
            />
          ))}
      </section>
    </div>
  );
};
