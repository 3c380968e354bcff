import { Connection } from './driver.ts';
import type { ReadableVault } from './handle.ts';
import { migrations } from './migrations/index.ts';

/** A trigger as the schema has it: its name and its text. */
interface Guard {
  readonly name: string;
  readonly sql: string;
}

const guardsIn = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";

let expected: readonly Guard[] | null = null;

/** What a new vault has, read once from a schema made in memory. */
const expectedGuards = (): readonly Guard[] => {
  if (expected !== null) return expected;
  const scratch = Connection.scratch();
  try {
    migrations.forEach((sql) => scratch.exec(sql));
    expected = scratch.all(guardsIn, []) as readonly Guard[];
    return expected;
  } finally {
    scratch.close();
  }
};

/**
 * The triggers that keep history as it is and are not there any more, or say something else: somebody with the data key
 * took them out (21 CFR 11.10(e): no switch). Their names, in order.
 */
export const missingGuards = (db: ReadableVault): readonly string[] => {
  const found = new Map(db.all<Guard>(guardsIn).map(({ name, sql }) => [name, sql]));
  return expectedGuards()
    .filter(({ name, sql }) => found.get(name) !== sql)
    .map(({ name }) => name);
};
