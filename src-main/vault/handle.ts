import type { Connection, SqlValue } from './driver.ts';

/** The right to look: what a query module asks for that changes nothing. SQL stands in `vault/` alone. */
export interface ReadableVault {
  /** The first row, its columns by name. The type is the schema's promise: the caller knows its own SQL. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  /** All rows, their columns by name. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  /** Rows one by one as arrays, for walks over a whole table in little memory. */
  walk(sql: string, ...values: readonly SqlValue[]): IterableIterator<readonly unknown[]>;
}

/** The right to change, given inside one transaction by `OpenVault.write` and void after it. */
export interface WritableVault extends ReadableVault {
  /** Answers how many rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
}

/** A handle that only reads. */
export const readable = (connection: Connection): ReadableVault => ({
  get: (sql, ...values) => connection.get(sql, values) as never,
  all: (sql, ...values) => connection.all(sql, values) as never[],
  walk: (sql, ...values) => connection.walk(sql, values),
});

/** A handle that writes, for as long as the connection stands in the transaction it was made in. */
export const writable = (connection: Connection): WritableVault => ({
  ...readable(connection),
  run: (sql, ...values) => {
    if (!connection.inTransaction) throw new Error('a write outside its transaction');
    return connection.run(sql, values);
  },
});
