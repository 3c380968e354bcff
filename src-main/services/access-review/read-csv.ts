import { setImmediate } from 'node:timers/promises';
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

const parse = (text: string, delimiter: string, preview = 0): Papa.ParseResult<string[]> => {
  const newline = lineEnd(text);
  const parsed = Papa.parse<string[]>(text, { delimiter, preview, ...(newline === null ? {} : { newline }) });
  return { ...parsed, data: parsed.data.filter((row) => !isBlank(row)) };
};

/** What ends the first line, outside of quotes; null where that is unusual, or there is none: papaparse guesses then. */
const lineEnd = (text: string): '\n' | '\r\n' | null => {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === '\n') return '\n';
    else if (!quoted && letter === '\r') return text[at + 1] === '\n' ? '\r\n' : null;
  }
  return null;
};

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

/** Called after a part of the work, with how much is done: the program sees to its other duties. */
export type Rest = (done: number) => Promise<void>;
const nextTurn: Rest = () => setImmediate();

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

/** Takes the rows of a table one by one, from 1; made once its header is known, or refused then. */
export type TakesRows<Refused extends Failure> = (
  header: readonly string[],
) => Result<(row: readonly string[], line: number) => void, Refused>;

export interface CsvShape {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  /** Rows of data. */
  readonly count: number;
}

/**
 * Walks delimited text (RFC 4180, any of four delimiters) whole or not at all: a row that is shorter or longer than the
 * header, an open quote, a last row that was cut are refusals with the row's number. Works in slices, and keeps no row
 * that was taken: what becomes of a row is the taker's.
 */
export const walkCsv = async <Refused extends Failure>(
  text: string,
  chosen: Delimiter | null,
  takes: TakesRows<Refused>,
  rest: Rest = nextTurn,
): Promise<Result<CsvShape, Failure<CsvFailure> | Refused>> => {
  const delimiter = chosen ?? detectDelimiter(text);
  const whole = /[\r\n]$/.test(text);
  let header: readonly string[] | null = null;
  let take: (row: readonly string[], line: number) => void = () => undefined;
  let count = 0;
  for (let from = 0; from < text.length; ) {
    const to = sliceEnd(text, from);
    const { data, errors } = parse(text.slice(from, to), delimiter);
    const broken = errors.find((error) => error.type === 'Quotes');
    if (broken) {
      const row = count + (header === null ? 0 : 1) + (broken.row ?? 0);
      return broken.code === 'MissingQuotes' && to === text.length
        ? fail('access/file-truncated', { row })
        : fail('access/file-quotes', { row });
    }
    for (let index = 0; index < data.length; index++) {
      const row = data[index] ?? [];
      if (header === null) {
        const read = headerOf(row, delimiter);
        if (!read.ok) return read;
        header = read.value;
        const made = takes(header);
        if (!made.ok) return made;
        take = made.value;
        continue;
      }
      const last = to === text.length && index === data.length - 1;
      const refused = raggedness(row, header.length, { line: count + 1, cut: last && !whole });
      if (refused !== null) return refused;
      count += 1;
      if (count > mostRows) return fail('access/too-many-rows', { most: mostRows });
      take(row, count);
    }
    from = to;
    if (from < text.length) await rest(count);
  }
  if (header === null) return fail('access/file-empty');
  return count === 0 ? fail('access/no-rows') : ok({ delimiter, header, count });
};

/** Reads delimited text into rows, as {@link walkCsv} walks it. */
export const readCsv = async (
  text: string,
  chosen: Delimiter | null,
): Promise<Result<CsvTable, Failure<CsvFailure>>> => {
  const rows: (readonly string[])[] = [];
  const walked = await walkCsv<Failure<CsvFailure>>(text, chosen, () => ok((row) => void rows.push(row)));
  return walked.ok ? ok({ delimiter: walked.value.delimiter, header: walked.value.header, rows }) : walked;
};

const headerOf = (first: readonly string[], delimiter: Delimiter): Result<readonly string[], Failure<CsvFailure>> => {
  const header = first.map((heading, index) => heading.trim() || `Column ${index + 1}`);
  if (header.length < 2) return fail('access/file-one-column', { delimiter });
  const twice = header.find((heading, index) => header.indexOf(heading) !== index);
  return twice === undefined ? ok(header) : fail('access/header-twice', { column: twice });
};

/** Why a row is not as long as the header, null where it is; blank cells beyond the header are taken away. */
const raggedness = (
  row: string[],
  expected: number,
  { line, cut }: { readonly line: number; readonly cut: boolean },
): Result<never, Failure<CsvFailure>> | null => {
  if (row.length === expected) return null;
  if (row.length > expected && row.slice(expected).every((cell) => cell.trim() === '')) {
    row.length = expected;
    return null;
  }
  return cut && row.length < expected
    ? fail('access/file-truncated', { row: line })
    : fail('access/file-ragged', { row: line, expected, found: row.length });
};
