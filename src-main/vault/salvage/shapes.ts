import type { ReadableVault } from '../handle.ts';
import type { Row, Value } from './cells.ts';

/** A column as rows store it. */
interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly mayBeNull: boolean;
  /** Stored as null: its value is the rowid. */
  readonly isRowid: boolean;
}

/** How the rows of a table, or the entries of an index, are stored. */
export interface Shape {
  readonly name: string;
  readonly withRowids: boolean;
  /** In the order in which they are stored: rows without a rowid begin with their key. */
  readonly columns: readonly StoredColumn[];
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly required: number;
  readonly key: number;
}

/** The tables that hold data, and the shadows of search, by how they store their rows. */
export const tableShapes = (db: ReadableVault): readonly Shape[] =>
  db
    .all<{ readonly name: string; readonly bare: number }>(
      `SELECT name, wr AS bare FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')
       AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name`,
    )
    .map(({ name, bare }) => {
      const stored = db.all<ColumnRow>(
        'SELECT name, type, "notnull" AS required, pk AS key FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid',
        name,
      );
      const key = stored.filter((one) => one.key > 0).sort((a, b) => a.key - b.key);
      const ordered = bare === 1 ? [...key, ...stored.filter((one) => one.key === 0)] : stored;
      return {
        name,
        withRowids: bare === 0,
        columns: ordered.map((one) => {
          const isRowid = bare === 0 && key.length === 1 && one.key === 1 && one.type === 'INTEGER';
          const mayBeNull = isRowid || (one.required === 0 && !(bare === 1 && one.key > 0));
          return { name: one.name, type: one.type, mayBeNull, isRowid };
        }),
      };
    });

/** The indexes of a table: what their entries look like, so that none is taken for a row. */
export const indexShapes = (db: ReadableVault, table: Shape): readonly Shape[] =>
  db
    .all<{ readonly name: string; readonly origin: string }>(
      'SELECT name, origin FROM pragma_index_list(?)',
      table.name,
    )
    .filter(({ origin }) => table.withRowids || origin !== 'pk')
    .map(({ name }) => ({
      name,
      withRowids: false,
      columns: db
        .all<{ readonly name: string | null }>('SELECT name FROM pragma_index_xinfo(?) ORDER BY seqno', name)
        .map((part) => {
          const column = table.columns.find((one) => one.name === part.name);
          // A generated column is none of the stored ones; the rowid has no name.
          return column === undefined || column.isRowid
            ? {
                name: part.name ?? 'rowid',
                type: part.name === null || column ? 'INTEGER' : 'ANY',
                mayBeNull: false,
                isRowid: false,
              }
            : { ...column, isRowid: false };
        }),
    }));

const typeOf = (value: Value): string => {
  if (typeof value === 'string') return 'TEXT';
  if (value instanceof Uint8Array) return 'BLOB';
  return 'INTEGER';
};

/** Whether a row could be one of these; columns that were added later may be absent at its end. */
export const fits = ({ columns }: Pick<Shape, 'columns'>, { values }: Row): boolean =>
  values.length <= columns.length &&
  values.length > 0 &&
  columns.slice(0, values.length).every(({ type, mayBeNull, isRowid }, index) => {
    const value = values[index] ?? null;
    if (value === null) return mayBeNull;
    if (isRowid) return false;
    const found = typeOf(value);
    return type === 'ANY' || found === type || (type === 'REAL' && found === 'INTEGER');
  });
