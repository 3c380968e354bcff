import { foreignCount, foreignRows, type ForeignRow } from './foreign-records.ts';
import type { ReadableVault } from './handle.ts';
import type { Page } from './paging.ts';
import { recordRows, recordRowsOf, type RecordRow } from './record-list.ts';
import { countRecords, type RecordQuery } from './records.ts';
import type { SearchHit } from './search.ts';

/** A row of the list of records: one of this vault, or a sealed one of another that was imported to be read. */
export type Listed =
  | {
      readonly origin: 'here';
      readonly row: RecordRow;
      /** The revision in force, where what was sought stands in that and not in the draft of the next. */
      readonly foundIn: number | null;
    }
  | { readonly origin: 'imported'; readonly row: ForeignRow };

/** Which of them; all that is given must hold. An imported record has no state, owner, due day or system of this vault. */
export interface ListedQuery extends RecordQuery {
  readonly origin?: Listed['origin'];
}

const asksForImported = ({ origin, states, systemId, ownerId, dueUntil, order }: Omit<ListedQuery, 'limit'>): boolean =>
  origin !== 'here' && [states, systemId, ownerId, dueUntil].every((one) => one === undefined) && order !== 'first-due';

const nothing = { items: [], next: null } as const;

/** A page of both kinds in one order: a page of each is read, and the two are merged. */
export const listedRecords = (db: ReadableVault, query: ListedQuery): Page<Listed> => {
  const order = query.order ?? 'last-changed';
  const here: Page<RecordRow> = query.origin === 'imported' ? nothing : recordRows(db, query);
  const imported: Page<ForeignRow> = !asksForImported(query)
    ? nothing
    : foreignRows(db, { ...query, order: order === 'id' ? 'number' : 'last-imported' });
  if (imported.items.length === 0 && imported.next === null)
    return { items: here.items.map((row) => asHere(row)), next: here.next };
  const keyed = [
    ...here.items.map((row) => ({ key: order === 'id' ? row.id : row.updatedAt, tie: row.id, listed: asHere(row) })),
    ...imported.items.map((row) => ({
      key: order === 'id' ? row.recordId : row.importedAt,
      tie: row.sha256,
      listed: asImported(row),
    })),
  ].sort((a, b) => {
    const before = a.key < b.key || (a.key === b.key && a.tie < b.tie);
    return before === (order === 'id') ? -1 : 1;
  });
  const items = keyed.slice(0, query.limit);
  const last = items.at(-1);
  const more = keyed.length > query.limit || here.next !== null || imported.next !== null;
  return {
    items: items.map(({ listed }) => listed),
    next: more && last !== undefined ? JSON.stringify([last.key, last.tie]) : null,
  };
};

/** How many there are, counted up to `bound`. */
export const countListed = (db: ReadableVault, query: Omit<ListedQuery, 'limit'>, bound: number): number => {
  const here = query.origin === 'imported' ? 0 : countRecords(db, query, bound);
  return Math.min(bound, here + (asksForImported(query) ? foreignCount(db, query) : 0));
};

/** What was found of both kinds as rows of the list, in the order asked for. */
export const listedOf = (
  db: ReadableVault,
  hits: readonly Pick<SearchHit, 'kind' | 'id' | 'inForce'>[],
): readonly Listed[] => {
  const idsOf = (kind: SearchHit['kind']) => hits.filter((hit) => hit.kind === kind).map(({ id }) => id);
  const here = new Map(recordRowsOf(db, idsOf('record')).map((row) => [row.id, row]));
  const imported = new Map(
    foreignRows(db, { ids: idsOf('imported'), limit: 1000 }).items.map((row) => [row.sha256, row]),
  );
  return hits.flatMap(({ kind, id, inForce }): readonly Listed[] => {
    const [own, foreign] = [here.get(id), imported.get(id)];
    if (kind === 'record' && own !== undefined) return [asHere(own, inForce)];
    return kind === 'imported' && foreign !== undefined ? [asImported(foreign)] : [];
  });
};

const asHere = (row: RecordRow, foundIn: number | null = null): Listed => ({ origin: 'here', row, foundIn });
const asImported = (row: ForeignRow): Listed => ({ origin: 'imported', row });
