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
import { ok, type Result } from '../../domain/result.ts';
import { decodeList, type DecodedList, type Encoding } from './decode.ts';
import { readCsv, type CsvTable, type Delimiter } from './read-csv.ts';

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
