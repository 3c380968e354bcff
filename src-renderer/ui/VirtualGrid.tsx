/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows out of sight are not in the page: a table cannot say so, a grid can */
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { DataColumn } from './DataTable.tsx';
import styles from './VirtualGrid.module.css';

/** A column of a grid: `width` is a track of CSS grid, e.g. `9rem` or `minmax(0, 2fr)`. */
export interface GridColumn<T> extends DataColumn<T> {
  readonly width: string;
  /** On a narrow window: on a line of its own, or not at all; beside the others where not said. */
  readonly narrow?: 'line' | 'hidden';
}

/** Where somebody was in a grid: the row they stood on and how far it was scrolled. */
export interface GridPlace {
  readonly active: number;
  readonly offset: number;
}

interface Props<T> {
  /** What the grid lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly GridColumn<T>[];
  /** The rows that are there so far. */
  readonly rows: readonly T[];
  /** How many there are in all; null while nobody knows. */
  readonly total: number | null;
  readonly rowKey: (item: T) => string;
  readonly onOpen: (item: T) => void;
  /** Told when the last rows come into view, so that more can be fetched. */
  readonly onNearEnd?: () => void;
  readonly place?: GridPlace;
  readonly onPlace?: (place: GridPlace) => void;
}

const rowHeight = { wide: 44, narrow: 76 } as const;
/** Rows from the end at which more are fetched. */
const nearEnd = 40;

/**
 * A list of any length: only the rows in sight are in the page. One tab stop; the arrow, page, Home and End keys move the
 * row, Enter opens it (WAI-ARIA grid). On a narrow window a row takes two lines.
 */
export const VirtualGrid = <T,>({
  label,
  columns,
  rows,
  total,
  rowKey,
  onOpen,
  onNearEnd,
  place,
  onPlace,
}: Props<T>) => {
  const base = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const height = narrow ? rowHeight.narrow : rowHeight.wide;
  const [active, setActive] = useState(place?.active ?? 0);
  // The virtualizer changes behind React's back; the compiler leaves this component as it is.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 8,
    initialOffset: place?.offset ?? 0,
    scrollPaddingStart: narrow ? 0 : 38,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (last >= rows.length - nearEnd) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);

  const tell = (index: number) => onPlace?.({ active: index, offset: scroll.current?.scrollTop ?? 0 });
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    tell(index);
  };
  const open = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    tell(index);
    onOpen(row);
  };
  const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / height) - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => open(active),
    };
    const act = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  const cell = (column: GridColumn<T>) =>
    `${styles['cell'] ?? ''} ${column.align === 'end' ? (styles['end'] ?? '') : ''}`;
  return (
    <div
      ref={scroll}
      role="grid"
      aria-label={label}
      // The head counts as a row; -1 is ARIA's word for "nobody knows".
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.some(({ index }) => index === active) ? `${base}-${String(active)}` : undefined}
      tabIndex={0}
      className={styles['grid']}
      onKeyDown={onKeyDown}
      onScroll={() => tell(active)}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['row']} style={template}>
          {columns.map((column, index) => (
            <div key={column.id} role="columnheader" aria-colindex={index + 1} className={cell(column)}>
              {column.label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            // The grid has the keyboard; a click anywhere on a row is the pointer's way to the same.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={key}
              id={`${base}-${String(index)}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              className={styles['row']}
              data-active={index === active || undefined}
              style={{ ...template, height, transform: `translateY(${String(start)}px)` }}
              onClick={() => open(index)}
            >
              {columns.map((column, at) => (
                <div
                  key={column.id}
                  role="gridcell"
                  aria-colindex={at + 1}
                  data-narrow={column.narrow}
                  className={cell(column)}
                >
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
};
