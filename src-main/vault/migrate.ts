import type { Connection } from './driver.ts';
import { migrations as all } from './migrations/index.ts';

/** The schema version this program writes. */
export const schemaVersion = all.length;

/** The version of the schema that a database holds; 0 is an empty one. */
export const versionOf = (connection: Connection): number => connection.pragma('user_version') as number;

/**
 * Runs the migrations a database lacks. Must stand inside a transaction: the schema and its `user_version` change
 * together or not at all. Answers the version it started from.
 *
 * @throws Error outside a transaction, or for a database newer than the list (the caller looked before).
 */
export const migrate = (connection: Connection, migrations: readonly string[] = all): number => {
  if (!connection.inTransaction) throw new Error('a migration runs inside a transaction');
  const from = versionOf(connection);
  if (from > migrations.length) throw new Error(`schema ${from} is newer than ${migrations.length}`);
  for (const sql of migrations.slice(from)) connection.exec(sql);
  connection.exec(`PRAGMA user_version = ${migrations.length}`);
  return from;
};
