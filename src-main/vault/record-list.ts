import type { ReadableVault } from './handle.ts';
import type { Page } from './paging.ts';
import { records, recordsOf, type RecordEntry, type RecordQuery } from './records.ts';

/** A record as lists show it: its entry with the names of its system and owner, what is in force of it and since when. */
export interface RecordRow extends RecordEntry {
  readonly systemName: string;
  readonly ownerName: string;
  /** When the revision in force became effective; null where none is. */
  readonly effectiveAt: string | null;
  /** The number of that revision while a newer one is on its way; null where the newest is what counts. */
  readonly inForce: number | null;
}

interface Names {
  readonly id: string;
  readonly systemName: string;
  readonly ownerName: string;
  readonly effectiveAt: string | null;
  readonly inForce: number | null;
}

/** A page of records with what lists show of them: two queries a page, however many rows it has. */
export const recordRows = (db: ReadableVault, query: RecordQuery): Page<RecordRow> => {
  const page = records(db, query);
  return { items: withNames(db, page.items), next: page.next };
};

/** These records, in the order asked for; what is not there is left out. */
export const recordRowsOf = (db: ReadableVault, ids: readonly string[]): readonly RecordRow[] => {
  const found = new Map(recordsOf(db, ids).map((one) => [one.id, one]));
  return withNames(
    db,
    ids.flatMap((id) => found.get(id) ?? []),
  );
};

const withNames = (db: ReadableVault, entries: readonly RecordEntry[]): readonly RecordRow[] => {
  const names = new Map(
    db
      .all<Names>(
        `SELECT record.id, system.name AS systemName, account.full_name AS ownerName,
           (SELECT max(revision.updated_at) FROM revision WHERE record_id = record.id AND revision.state = 'effective')
             AS effectiveAt, kept.revision AS inForce
         FROM json_each(?) JOIN record ON record.id = value
           JOIN system ON system.id = system_id JOIN account ON account.id = record.owner_id
           LEFT JOIN entry_in_force AS kept ON kept.record_id = record.id`,
        JSON.stringify(entries.map(({ id }) => id)),
      )
      .map((row) => [row.id, row]),
  );
  return entries.flatMap((entry) => {
    const name = names.get(entry.id);
    return name === undefined ? [] : [{ ...entry, ...name }];
  });
};
