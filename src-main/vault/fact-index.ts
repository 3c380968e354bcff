import type { ReadableVault } from './handle.ts';

/** The records of a type and system by one of their facts: value -> id of the first that has it. Withdrawn ones do not count. */
export const recordsByFact = (
  db: ReadableVault,
  { type, systemId, fact }: { readonly type: string; readonly systemId: string; readonly fact: string },
): ReadonlyMap<string, string> => {
  const path = `$."${fact}"`;
  const rows = db.all<{ readonly id: string; readonly value: string }>(
    `SELECT id, json_extract(facts, ?) AS value FROM record
     WHERE type = ? AND system_id = ? AND state <> 'withdrawn' AND json_type(facts, ?) = 'text' ORDER BY id DESC`,
    path,
    type,
    systemId,
    path,
  );
  return new Map(rows.map(({ id, value }) => [value, id]));
};
