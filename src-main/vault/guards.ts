import { Connection } from './driver.ts';
import type { ReadableVault } from './handle.ts';
import { migrations } from './migrations/index.ts';

/** A part of the schema as the database has it: its kind, its name and its text. */
interface Part {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const schema = 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name';

let expected: readonly Part[] | null = null;

/** What a new vault has, read once from a schema made in memory. */
const expectedParts = (): readonly Part[] => {
  if (expected !== null) return expected;
  const scratch = Connection.scratch();
  try {
    migrations.forEach((sql) => scratch.exec(sql));
    expected = scratch.all(schema, []) as readonly Part[];
    return expected;
  } finally {
    scratch.close();
  }
};

/**
 * The parts of the schema that are not what the program made them: somebody with the data key took them out, altered or
 * added them (21 CFR 11.10(e): no switch). Not the triggers alone that keep history as it is: a table may compute another
 * kind of event than its entries say, a view leave out what counts, a trigger more undo what was written. Their names, in
 * order: a trigger's as it is, others with their kind, and `(added)` behind what the program does not know.
 */
export const missingGuards = (db: ReadableVault): readonly string[] => {
  const key = ({ type, name }: Part): string => JSON.stringify([type, name]);
  const wanted = expectedParts();
  const found = new Map(db.all<Part>(schema).map((part) => [key(part), part]));
  const known = new Set(wanted.map(key));
  return [
    ...wanted.filter((part) => found.get(key(part))?.sql !== part.sql).map(nameOf),
    ...[...found.values()].filter((part) => !known.has(key(part))).map((part) => `${nameOf(part)} (added)`),
  ].sort((a, b) => (a < b ? -1 : 1));
};

const nameOf = ({ type, name }: Part): string => (type === 'trigger' ? name : `${type} ${name}`);
