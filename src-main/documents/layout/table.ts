import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from './block.ts';
import { columnWidths, type ColumnWish } from './columns.ts';
import type { Flow } from './flow.ts';
import { oneLine, printable, widestWord, widthOf, wrap } from './lines.ts';
import { baselineOf } from './paragraph.ts';
import { colour, contentHeight, contentWidth, page, text, type TextStyle } from './style.ts';

export interface TableColumn {
  readonly title: string;
  /** Share of the table's width, relative to the other columns. */
  readonly share: number;
  /** Numbers stand to the right. */
  readonly align: 'left' | 'right';
  /** Whether its words are short and of a kind (dates, numbers, choices): those are never broken. */
  readonly rigid: boolean;
}

export interface Table {
  /** Named again at the head of each further page. */
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly before: number;
  /** Rows, from 0, that get a bar in the margin. */
  readonly marks?: ReadonlySet<number>;
  /** Widths in points that add up to the width of the page; found from the cells where not given. */
  readonly widths?: readonly number[];
  /** Of what stands in the cells: a smaller one makes the rows closer too. */
  readonly cell?: TextStyle;
}

const padX = 5;
/** Rows that are looked at to learn how wide a column's words are. */
const sample = 400;
/** Beyond this a single word may be broken rather than claim more of the table (points). */
const widestFreeWord = 74;

/** A column wider than its content by this much is wide enough (points). */
const slack = 14;

const wishOf = (
  fonts: Fonts,
  column: TableColumn,
  index: number,
  rows: Table['rows'],
  style: TextStyle,
): ColumnWish => {
  let widest = 0;
  let whole = widthOf(fonts, text.cellHead, column.title);
  const limit = column.rigid ? rows.length : Math.min(rows.length, sample);
  const seen = new Set<string>();
  for (let row = 0; row < limit; row++) {
    const cell = rows[row]?.[index] ?? '';
    if (seen.has(cell)) continue;
    if (seen.size < 5000) seen.add(cell);
    widest = Math.max(widest, widestWord(fonts, style, cell));
    whole = Math.max(whole, widthOf(fonts, style, printable(cell)));
  }
  if (!column.rigid) widest = Math.min(widest, widestFreeWord);
  const least = Math.max(widest, widestWord(fonts, text.cellHead, column.title)) + 2 * padX + 0.5;
  return { share: column.share, least, most: Math.max(least, whole + 2 * padX + slack) };
};

interface Cells {
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
}

/**
 * A table whose head is repeated on every page. A row is parted only where it is taller than a page, and the last row
 * does not stand alone on one.
 */
export const table = (
  fonts: Fonts,
  { title, columns, rows, before, marks, widths: given, cell: cellStyle = text.cell }: Table,
): Block => {
  const padY = (3.4 * cellStyle.leading) / text.cell.leading;
  const widths =
    given ??
    columnWidths(
      columns.map((column, index) => wishOf(fonts, column, index, rows, cellStyle)),
      contentWidth,
    );
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width, page.left));
  const layOut = (style: TextStyle, cells: readonly string[]): Cells => {
    const lines = cells.map((cell, index) => wrap(fonts, style, (widths[index] ?? 0) - 2 * padX, cell));
    const tallest = lines.reduce((most, { length }) => Math.max(most, length), 1);
    return { lines, height: tallest * style.leading + 2 * padY };
  };
  const head = layOut(
    text.cellHead,
    columns.map((column) => column.title),
  );

  /** Cells stand at the head of their row; the column titles at the foot of theirs. */
  const drawLines = (flow: Flow, style: TextStyle, cells: Cells['lines'], from: number, count: number): void => {
    const tallest = cells.reduce((most, { length }) => Math.max(most, length), 1);
    cells.forEach((lines, index) => {
      const lowered = style === text.cellHead ? (tallest - lines.length) * style.leading : 0;
      const first = flow.y - padY - lowered - baselineOf(style);
      const left = (lefts[index] ?? 0) + padX;
      const right = (lefts[index] ?? 0) + (widths[index] ?? 0) - padX;
      for (let at = 0; at < count && from + at < lines.length; at++) {
        const line = lines[from + at] ?? '';
        const x = columns[index]?.align === 'right' ? right - widthOf(fonts, style, line) : left;
        flow.canvas.text(style, x, first - at * style.leading, line);
      }
    });
  };
  const drawHead = (flow: Flow): void => {
    flow.canvas.fill(page.left, flow.y - head.height, contentWidth, head.height, colour.shade);
    drawLines(flow, text.cellHead, head.lines, 0, Number.POSITIVE_INFINITY);
    flow.y -= head.height;
    flow.canvas.rule(page.left, flow.y, contentWidth, 0.8, colour.accent);
  };
  const continueOnNextPage = (flow: Flow): void => {
    flow.newPage();
    const baseline = flow.y - baselineOf(text.note);
    flow.canvas.text(text.note, page.left, baseline, oneLine(fonts, text.note, contentWidth, `${title}, continued`));
    flow.y -= text.note.leading + 3;
    drawHead(flow);
  };
  const endRow = (flow: Flow): void => flow.canvas.rule(page.left, flow.y, contentWidth, 0.4, colour.faintRule);

  const { leading } = cellStyle;
  const tallestRow = contentHeight - head.height - text.note.leading - 3;
  const drawRow = (flow: Flow, row: Cells): void => {
    if (row.height <= tallestRow) {
      if (!flow.fits(row.height)) continueOnNextPage(flow);
      drawLines(flow, cellStyle, row.lines, 0, Number.POSITIVE_INFINITY);
      flow.y -= row.height;
      endRow(flow);
      return;
    }
    const count = Math.round((row.height - 2 * padY) / leading);
    for (let from = 0; from < count; ) {
      if (!flow.fits(leading * 2 + 2 * padY)) continueOnNextPage(flow);
      const here = Math.min(count - from, Math.floor((flow.room - 2 * padY) / leading));
      drawLines(flow, cellStyle, row.lines, from, here);
      flow.y -= here * leading + 2 * padY;
      from += here;
      endRow(flow);
    }
  };

  const opening = rows.slice(0, 2).map((row) => Math.min(layOut(cellStyle, row).height, tallestRow / 3));
  return {
    before,
    lead: opening.reduce((sum, height) => sum + height, head.height),
    withNext: false,
    draw(flow) {
      drawHead(flow);
      rows.forEach((row, index) => {
        const cells = layOut(cellStyle, row);
        const last = index === rows.length - 2 && index > 0 ? rows[index + 1] : undefined;
        if (last) {
          const both = cells.height + layOut(cellStyle, last).height;
          if (both <= tallestRow / 2 && !flow.fits(both)) continueOnNextPage(flow);
        }
        const mark = marks?.has(index) === true;
        if (mark) flow.beginBar();
        drawRow(flow, cells);
        if (mark) flow.endBar();
      });
    },
  };
};
