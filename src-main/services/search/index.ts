import type { Handlers, Output } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import { countFound, foundMarks, listedOf, search, type SearchFilter } from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { upTo } from '../records/bounded.ts';
import { importedOf, summaryOf } from '../records/view.ts';

type Hit = Output<'search.find'>['hits'][number];

/** Hits are counted up to here. */
const countBound = 100;

/** Search over everything that the vault indexes. */
export const searchHandlers = (context: ServiceContext): Pick<Handlers, 'search.find'> => ({
  'search.find': ({ text, limit, after, ...asked }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const filter = given(asked);
    return caller.value.vault.read((db) => {
      const page = search(db, { ...filter, text, limit, after });
      const listed = listedOf(db, page.items);
      const records = new Map(
        listed.flatMap((one) => (one.origin === 'here' ? [[one.row.id, summaryOf(one.row)]] : [])),
      );
      const imported = new Map(
        listed.flatMap((one) => (one.origin === 'imported' ? [[one.row.sha256, importedOf(one.row)]] : [])),
      );
      return ok({
        hits: page.items.map((hit): Hit => {
          const snippet = pieces(hit.snippet);
          return {
            kind: hit.kind,
            id: hit.id,
            systemId: hit.systemId,
            inForce: hit.inForce,
            title: pieces(hit.title),
            snippet: snippet.some(({ found }) => found) ? snippet : [],
            record: hit.kind === 'record' ? (records.get(hit.id) ?? null) : null,
            imported: hit.kind === 'imported' ? (imported.get(hit.id) ?? null) : null,
          };
        }),
        next: page.next,
        total: upTo(countBound, (bound) => countFound(db, filter, text, bound)),
      });
    });
  },
});

const given = (asked: Readonly<Record<Exclude<keyof SearchFilter, 'records'>, string | null>>): SearchFilter =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));

/** Text with marks as pieces, which no screen can mistake for markup. */
const pieces = (text: string): { text: string; found: boolean }[] =>
  text
    .split(foundMarks.begin)
    .flatMap((part, index) => {
      const [found = '', ...rest] = part.split(foundMarks.end);
      return index === 0
        ? [{ text: part, found: false }]
        : [
            { text: found, found: true },
            { text: rest.join(''), found: false },
          ];
    })
    .filter((piece) => piece.text !== '');
