import type { ReadableVault } from './handle.ts';

/** A column as the schema has it. */
export interface TableColumn {
  readonly name: string;
  /** SQLite's word for what it stores: TEXT, INTEGER, REAL, BLOB. */
  readonly type: string;
  readonly mayBeNull: boolean;
  /** Its place in the primary key from 1, 0 where it is not in it. */
  readonly key: number;
  /** `table.column` that it names, null where it names none. */
  readonly references: string | null;
}

/** A table as the schema has it. */
export interface Table {
  readonly name: string;
  /** Stored columns; what SQLite computes from them is left out. */
  readonly columns: readonly TableColumn[];
  readonly rows: number;
}

/** What a row holds. */
export type Stored = string | number | Uint8Array | null;

/**
 * Every table that holds data, by name: what an export of everything walks over, so that a table cannot be forgotten.
 * Search indexes (virtual tables, and the tables these keep for themselves) hold nothing that others do not.
 */
export const tables = (db: ReadableVault): readonly Table[] =>
  db
    .all<{ readonly name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
       ORDER BY name`,
    )
    .map(({ name }) => ({
      name,
      columns: columnsOf(db, name),
      rows: db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM ${quoted(name)}`)?.n ?? 0,
    }));

/** The rows of a table in the order of its key, each as an array in the order of `columns`. */
export function* tableRows(
  db: ReadableVault,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
): Generator<readonly Stored[], void, undefined> {
  const key = columns.filter((column) => column.key > 0).sort((a, b) => a.key - b.key);
  const order = key.length === 0 ? '' : `ORDER BY ${key.map((column) => quoted(column.name)).join(', ')}`;
  const wanted = columns.map((column) => quoted(column.name)).join(', ');
  for (const row of db.walk(`SELECT ${wanted} FROM ${quoted(name)} ${order}`)) yield row as readonly Stored[];
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly required: number;
  readonly key: number;
}

const columnsOf = (db: ReadableVault, table: string): readonly TableColumn[] => {
  const names = new Map(
    db
      .all<{ readonly column: string; readonly table: string; readonly to: string | null }>(
        'SELECT "from" AS "column", "table", "to" FROM pragma_foreign_key_list(?)',
        table,
      )
      .map((one) => [one.column, `${one.table}.${one.to ?? 'id'}`]),
  );
  return db
    .all<ColumnRow>(
      'SELECT name, type, "notnull" AS required, pk AS key FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid',
      table,
    )
    .map(({ name, type, required, key }) => ({
      name,
      type,
      mayBeNull: required === 0 && key === 0,
      key,
      references: names.get(name) ?? null,
    }));
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
