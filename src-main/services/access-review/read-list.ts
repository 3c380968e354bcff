import { setImmediate as nextTurn } from 'node:timers/promises';
import { fieldsOf, guessColumns, ListKind } from '../../domain/access-review/columns.ts';
import { detectDateFormat } from '../../domain/access-review/dates.ts';
import {
  accountReader,
  emptyMapping,
  rosterReader,
  type ListMapping,
  type RowReader,
} from '../../domain/access-review/mapping.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { decodeList, type DecodedList, type Encoding } from './decode.ts';
import { readCsv, walkCsv, type CsvTable, type Delimiter, type Rest } from './read-csv.ts';

/** A list as text in rows, before anything is known of its columns. */
export interface RawList extends CsvTable, Omit<DecodedList, 'text'> {}

export const readRaw = async (
  bytes: Uint8Array,
  chosen: { readonly encoding: Encoding | null; readonly delimiter: Delimiter | null },
): Promise<Result<RawList>> => {
  const decoded = decodeList(bytes, chosen.encoding);
  if (!decoded.ok) return decoded;
  const { text, encoding, by } = decoded.value;
  const table = await readCsv(text, chosen.delimiter);
  return table.ok ? ok({ ...table.value, encoding, by }) : table;
};

/** Rows worked on before the program sees to its other duties. */
const slice = 5_000;

const readAll = async <Row>(raw: RawList, made: Result<RowReader<Row>>): Promise<Result<readonly Row[]>> => {
  if (!made.ok) return made;
  for (const [index, row] of raw.rows.entries()) {
    made.value.read(row, index + 1);
    if (index % slice === slice - 1) await nextTurn();
  }
  return made.value.finish();
};

/** A list as it was read for good: its rows alone, no cell of the file beside them. */
export interface ReadList<Row> {
  readonly rows: readonly Row[];
  /** Rows of data in the file. */
  readonly count: number;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

/** Reads a list row by row. Failures: those of decoding, of delimited text and of the mapping. */
const readList = async <Row>(
  bytes: Uint8Array,
  chosen: { readonly encoding: Encoding | null; readonly delimiter: Delimiter | null },
  readerOf: (header: readonly string[]) => Result<RowReader<Row>>,
  rest?: Rest,
): Promise<Result<ReadList<Row>>> => {
  const decoded = decodeList(bytes, chosen.encoding);
  if (!decoded.ok) return decoded;
  let reader: RowReader<Row> | null = null;
  const takes = (header: readonly string[]) => {
    const made = readerOf(header);
    if (!made.ok) return made;
    reader = made.value;
    return ok((row: readonly string[], line: number) => made.value.read(row, line));
  };
  const walked = await walkCsv<Failure>(decoded.value.text, chosen.delimiter, takes, rest);
  if (!walked.ok) return walked;
  const read = (reader as RowReader<Row> | null)?.finish();
  if (read === undefined) return fail('access/file-empty');
  const { count, delimiter } = walked.value;
  return read.ok ? ok({ rows: read.value, count, encoding: decoded.value.encoding, delimiter }) : read;
};

type Chosen = Parameters<typeof readList>[1];

export const readAccountList = (
  bytes: Uint8Array,
  chosen: Chosen,
  mapping: ListMapping,
  rest?: Rest,
): Promise<Result<ReadList<AccountRow>>> => readList(bytes, chosen, (header) => accountReader(header, mapping), rest);

export const readRosterList = (
  bytes: Uint8Array,
  chosen: Chosen,
  mapping: ListMapping,
  rest?: Rest,
): Promise<Result<ReadList<PersonRow>>> => readList(bytes, chosen, (header) => rosterReader(header, mapping), rest);

export const readAccounts = (raw: RawList, mapping: ListMapping): Promise<Result<readonly AccountRow[]>> =>
  readAll(raw, accountReader(raw.header, mapping));

export const readRoster = (raw: RawList, mapping: ListMapping): Promise<Result<readonly PersonRow[]>> =>
  readAll(raw, rosterReader(raw.header, mapping));

/** What a column of days can be read as. */
export interface DaysOfColumn {
  readonly field: string;
  readonly candidates: readonly string[];
  readonly ambiguous: boolean;
  readonly example: string;
}

/** Rows that are looked at to learn how a list writes its days and roles. */
const sample = 5_000;

const column = (raw: RawList, heading: string): readonly string[] => {
  const place = raw.header.indexOf(heading);
  return place === -1 ? [] : raw.rows.slice(0, sample).map((row) => row[place] ?? '');
};

export const daysOf = (kind: ListKind, raw: RawList, { columns }: ListMapping): readonly DaysOfColumn[] =>
  fieldsOf(kind).flatMap((field): readonly DaysOfColumn[] => {
    const heading = columns[field.id];
    if (field.kind !== 'date' || heading === undefined) return [];
    const values = column(raw, heading);
    return [
      { field: field.id, ...detectDateFormat(values), example: values.find((value) => value.trim() !== '') ?? '' },
    ];
  });

/** A mapping out of the headings and values alone; what is ambiguous is left for a person. */
export const guessMapping = (kind: ListKind, raw: RawList): ListMapping => {
  const columns = guessColumns(kind, raw.header);
  const mapping = { ...emptyMapping, columns };
  const dateFormats = Object.fromEntries(
    daysOf(kind, raw, mapping).flatMap(({ field, candidates, ambiguous }) =>
      candidates[0] === undefined || ambiguous ? [] : [[field, candidates[0]]],
    ),
  );
  const roles = columns['roles'] === undefined ? [] : column(raw, columns['roles']);
  const separators = [';', '|', ',', '\n'].map((separator) => ({
    separator,
    cells: roles.filter((cell) => cell.includes(separator)).length,
  }));
  const best = separators.reduce((most, one) => (one.cells > most.cells ? one : most), { separator: ';', cells: 0 });
  return { ...mapping, dateFormats, roleSeparator: best.separator };
};

/** Whether a kept mapping fits the headings of this list. */
export const fitsHeader = (mapping: ListMapping, header: readonly string[]): boolean =>
  Object.values(mapping.columns).every((heading) => header.includes(heading));

/** The kind of mapping that a list of this kind is read by: a later account list as the first one was. */
export const mappedAs = (kind: ListKind): 'accounts' | 'roster' => (kind === ListKind.Roster ? 'roster' : 'accounts');
