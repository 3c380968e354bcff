import { setImmediate as nextTurn } from 'node:timers/promises';
import Papa from 'papaparse';
import { delimiters } from '../../contract/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';

export type Delimiter = (typeof delimiters)[number];

export interface CsvTable {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  /** Rows of data, all as long as the header. */
  readonly rows: readonly (readonly string[])[];
}

export type CsvFailure =
  | 'access/file-empty'
  | 'access/file-truncated'
  | 'access/file-quotes'
  | 'access/file-ragged'
  | 'access/file-one-column'
  | 'access/header-twice'
  | 'access/no-rows'
  | 'access/too-many-rows';

/** More rows than this are another job. */
export const mostRows = 200_000;
/** Characters parsed before the program sees to its other duties: some milliseconds. */
const slice = 512 * 1024;

const parse = (text: string, delimiter: string, preview = 0): Papa.ParseResult<string[]> =>
  Papa.parse<string[]>(text, { delimiter, preview, skipEmptyLines: 'greedy' });

/** The delimiter that parts the first rows into the most columns, the same number in each. */
export const detectDelimiter = (text: string): Delimiter => {
  const head = text.slice(0, 64 * 1024);
  const scored = delimiters.map((delimiter) => {
    const rows = parse(head, delimiter, 20).data;
    const width = rows[0]?.length ?? 1;
    const even = rows.filter((row) => row.length === width).length / Math.max(1, rows.length);
    return { delimiter, score: (width - 1) * even };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
};

/** Where a slice may end: after a line that closes every quote it opened. */
const sliceEnd = (text: string, from: number): number => {
  let end = text.indexOf('\n', Math.min(text.length, from + slice));
  let quotes = 0;
  let counted = from;
  while (end !== -1) {
    for (let at = text.indexOf('"', counted); at !== -1 && at < end; at = text.indexOf('"', at + 1)) quotes += 1;
    counted = end;
    if (quotes % 2 === 0) return end + 1;
    end = text.indexOf('\n', end + 1);
  }
  return text.length;
};

/**
 * Reads delimited text (RFC 4180, any of four delimiters) whole or not at all: a row that is shorter or longer than the
 * header, an open quote, a last row that was cut are refusals with the row's number. Long texts are read in slices.
 */
export const readCsv = async (
  text: string,
  chosen: Delimiter | null,
): Promise<Result<CsvTable, Failure<CsvFailure>>> => {
  const delimiter = chosen ?? detectDelimiter(text);
  const all: string[][] = [];
  for (let from = 0; from < text.length; ) {
    const to = sliceEnd(text, from);
    const { data, errors } = parse(text.slice(from, to), delimiter);
    const broken = errors.find((error) => error.type === 'Quotes');
    if (broken) {
      const row = all.length + (broken.row ?? 0);
      return broken.code === 'MissingQuotes' && to === text.length
        ? fail('access/file-truncated', { row })
        : fail('access/file-quotes', { row });
    }
    for (const row of data) all.push(row);
    if (all.length > mostRows + 1) return fail('access/too-many-rows', { most: mostRows });
    from = to;
    if (from < text.length) await nextTurn();
  }
  const [first, ...rows] = all;
  if (first === undefined) return fail('access/file-empty');
  const header = first.map((heading, index) => heading.trim() || `Column ${index + 1}`);
  if (header.length < 2) return fail('access/file-one-column', { delimiter });
  const twice = header.find((heading, index) => header.indexOf(heading) !== index);
  if (twice !== undefined) return fail('access/header-twice', { column: twice });
  if (rows.length === 0) return fail('access/no-rows');
  for (const [index, row] of rows.entries()) {
    if (row.length === header.length) continue;
    if (row.length > header.length && row.slice(header.length).every((cell) => cell.trim() === '')) {
      row.length = header.length;
      continue;
    }
    const cut = index === rows.length - 1 && row.length < header.length && !/[\r\n]$/.test(text);
    return cut
      ? fail('access/file-truncated', { row: index + 1 })
      : fail('access/file-ragged', { row: index + 1, expected: header.length, found: row.length });
  }
  return ok({ delimiter, header, rows });
};
