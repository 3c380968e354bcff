import { joinZonedTime, type Column, type Row, type Scalar } from '../../../src-main/contract/index.ts';
import { localZone } from '../../lib/time.ts';

/** Tab-separated text as spreadsheets put it on the clipboard; cells in quotes may hold tabs, line ends and `""`. */
export const parseRows = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === '\t') endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
};

/** Whether pasted text is rows and not just words for one cell. */
export const isRows = (text: string): boolean => /\t|\r?\n(?!\s*$)/.test(text);

const decimal = /^[+-]?\d+(\.\d+)?$/;

/** A number as typed: a point parts the decimals. Anything else stays text, and the check says that it is no number. */
export const numberFromText = (text: string): number | string | null => {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return decimal.test(trimmed) ? Number(trimmed) : trimmed;
};

/** A pasted cell as a value of its column; what does not fit stays as text, so that nothing is lost or guessed. */
export const cellFromText = (column: Column, text: string): Scalar => {
  const trimmed = text.replaceAll(/\s*\n\s*/g, ' ').trim();
  if (trimmed === '') return null;
  switch (column.kind) {
    case 'number':
      return numberFromText(trimmed);
    case 'datetime':
      return joinZonedTime(trimmed, localZone());
    case 'yes-no': {
      const word = trimmed.toLowerCase();
      if (['yes', 'y', 'true', '1'].includes(word)) return true;
      return ['no', 'n', 'false', '0'].includes(word) ? false : trimmed;
    }
    case 'choice':
      return (
        column.options.find(({ value, label }) =>
          [value, label].some((name) => name.toLowerCase() === trimmed.toLowerCase()),
        )?.value ?? trimmed
      );
    default:
      return trimmed;
  }
};

export const emptyRow = (columns: readonly Column[]): Row =>
  Object.fromEntries(columns.map((column) => [column.id, null]));

/** Puts pasted cells in from a cell on, to the right and down; new rows are added at the end. A head row is left out. */
export const pasteInto = (
  columns: readonly Column[],
  rows: readonly Row[],
  at: { readonly row: number; readonly column: number },
  cells: readonly (readonly string[])[],
): readonly Row[] => {
  const isHead = (line: readonly string[]): boolean =>
    line.length > 1 &&
    line.every((text, index) => columns[at.column + index]?.label.toLowerCase() === text.trim().toLowerCase());
  const lines = cells[0] !== undefined && isHead(cells[0]) ? cells.slice(1) : cells;
  const result = [...rows];
  for (const [down, line] of lines.entries()) {
    const before = result[at.row + down] ?? emptyRow(columns);
    const pasted = line.flatMap((text, right) => {
      const column = columns[at.column + right];
      return column === undefined || column.setBySystem ? [] : [[column.id, cellFromText(column, text)] as const];
    });
    result[at.row + down] = { ...before, ...Object.fromEntries(pasted) };
  }
  return result;
};
