import type { SqlValue } from './driver.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { pageKey, type Page } from './paging.ts';
import { matchAll, searchTerms } from './search-terms.ts';

/** What can be found. */
export type SearchKind = 'record' | 'system' | 'action' | 'reference' | 'supplier';

/** Which of the things found; all that is given must hold. Only records have a type, a state and days. */
export interface SearchFilter {
  readonly kind?: SearchKind;
  readonly type?: string;
  readonly systemId?: string;
  readonly state?: string;
  /** Due on this day or before it. */
  readonly dueUntil?: string;
  /** The first and the last day that the record may speak of. */
  readonly from?: string;
  readonly until?: string;
}

export interface SearchQuery extends SearchFilter {
  /** As typed. */
  readonly text: string;
  /** The `next` of the page before. */
  readonly after?: string | null;
  /** 1 to 1000. */
  readonly limit: number;
}

/** Something found. In `title` and `snippet` what was found stands between {@link foundMarks}. */
export interface SearchHit {
  readonly kind: SearchKind;
  readonly id: string;
  /** The system that it is about; null for suppliers. */
  readonly systemId: string | null;
  readonly title: string;
  /** A few words around what was found in the text. */
  readonly snippet: string;
}

/** Characters that begin and end what was found; they stand in no text that is searched. */
export const foundMarks = { begin: '\u0001', end: '\u0002' } as const;

/**
 * Finds what holds all the words: first what has them in its number or title, then what has them anywhere; within both
 * the newest first. Unlike a statistical rank this order can be said in a sentence, is paged by keyset, and needs no look
 * at every hit: a first page costs the same whatever the vault holds.
 */
export const search = (db: ReadableVault, query: SearchQuery): Page<SearchHit> => {
  const terms = searchTerms(query.text);
  if (terms.length === 0) return { items: [], next: null };
  const [first = 0, behind = null] = pageKey(query.after, 'number', 'number').map(Number);
  const found: (SearchHit & { readonly rank: number; readonly n: number })[] = [];
  const { match, joins, values } = conditions(query, matchAll(terms));
  for (let rank = first; rank < ranks.length && found.length <= query.limit; rank += 1) {
    const after = (rank === first ? behind : null) ?? Number.MIN_SAFE_INTEGER;
    const limit = query.limit + 1 - found.length;
    const rows = db.all<SearchHit & { readonly n: number }>(
      `${ranks[rank] ?? ''} ${joins} ORDER BY found.rowid LIMIT ?`,
      ...(rank === 0 ? [match, after] : [match, after, match]),
      ...values,
      limit,
    );
    found.push(...rows.map((row) => ({ ...row, rank })));
  }
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ kind, id, systemId, title, snippet }) => ({ kind, id, systemId, title, snippet })),
    next: found.length > query.limit && last !== undefined ? JSON.stringify([last.rank, last.n]) : null,
  };
};

/** The ranks as queries that share no hit: of number and title, and of everything else. */
const ranks: readonly string[] = [
  `SELECT entry.n, entry.kind, entry.id, entry.system_id AS systemId,
     highlight(search_title, 1, char(1), char(2)) AS title, '' AS snippet
   FROM search_title AS found JOIN search_entry AS entry ON entry.n = found.rowid
   WHERE search_title MATCH ? AND found.rowid > ?`,
  `SELECT entry.n, entry.kind, entry.id, entry.system_id AS systemId,
     highlight(search_text, 1, char(1), char(2)) AS title,
     snippet(search_text, 2, char(1), char(2), '…', 24) AS snippet
   FROM search_text AS found JOIN search_entry AS entry ON entry.n = found.rowid
   WHERE search_text MATCH ? AND found.rowid > ?
     AND found.rowid NOT IN (SELECT rowid FROM search_title WHERE search_title MATCH ?)`,
];

/** How many there are, counted up to `bound`. */
export const countFound = (db: ReadableVault, filter: SearchFilter, text: string, bound: number): number => {
  const terms = searchTerms(text);
  if (terms.length === 0) return 0;
  const { match, joins, values } = conditions(filter, matchAll(terms));
  return (
    db.get<{ readonly n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM search_text
         ${joins === '' ? '' : 'JOIN search_entry AS entry ON entry.n = search_text.rowid'}
         WHERE search_text MATCH ? ${joins} LIMIT ?)`,
      match,
      ...values,
      bound,
    )?.n ?? 0
  );
};

const conditions = (
  filter: SearchFilter,
  words: string,
): { readonly match: string; readonly joins: string; readonly values: SqlValue[] } => {
  const tag = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`"\uE000${name}${value.replaceAll(/[^\p{L}\p{N}]/gu, '')}"`];
  const match = [
    words,
    ...tag('kind', filter.kind),
    ...tag('type', filter.type),
    ...tag('system', filter.systemId),
    ...tag('state', filter.state),
  ].join(' AND ');
  const days: readonly (readonly [sql: string, value: string | undefined])[] = [
    ['AND entry.due_on <= ?', filter.dueUntil],
    ['AND entry.day >= ?', filter.from],
    ['AND entry.day <= ?', filter.until],
  ];
  const given = days.filter(([, value]) => value !== undefined);
  return { match, joins: given.map(([sql]) => sql).join(' '), values: given.map(([, value]) => value ?? null) };
};

/** What is wrong with the index: things it lacks, has too many, or has in an older state. Empty when it is in step. */
export const searchFaults = (db: ReadableVault): readonly string[] => {
  const count = (sql: string): number => db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n ?? 0;
  const stale = count(
    `search_source AS source LEFT JOIN search_entry AS entry USING (kind, id)
     WHERE entry.n IS NULL OR (entry.system_id, entry.tags, entry.day, entry.due_on, entry.title, entry.body)
       IS NOT (source.system_id, source.tags, source.day, source.due_on, source.title, source.body)`,
  );
  const foreign = count('search_entry WHERE (kind, id) NOT IN (SELECT kind, id FROM search_source)');
  const apart = ['search_title_docsize', 'search_text_docsize'].map(
    (sizes) =>
      count(`search_entry WHERE n NOT IN (SELECT id FROM ${sizes})`) +
      count(`${sizes} WHERE id NOT IN (SELECT n FROM search_entry)`),
  );
  const wordless = Math.max(...apart);
  return [
    ...(stale > 0 ? [`${stale} missing or out of date`] : []),
    ...(foreign > 0 ? [`${foreign} of nothing that is there`] : []),
    ...(wordless > 0 ? [`${wordless} entries and words apart`] : []),
  ];
};

/** Makes the index anew from the tables. */
export const rebuildSearch = (db: WritableVault): void => {
  // The words first: a damaged index would stumble over the triggers of its entries.
  db.run("INSERT INTO search_title (search_title) VALUES ('rebuild')");
  db.run("INSERT INTO search_text (search_text) VALUES ('rebuild')");
  db.run('DELETE FROM search_entry WHERE (kind, id) NOT IN (SELECT kind, id FROM search_source)');
  db.run(
    `INSERT INTO search_entry (n, kind, id, system_id, tags, day, due_on, title, body)
     SELECT coalesce((SELECT min(n) FROM search_entry), 0) - row_number() OVER (), kind, id, system_id, tags, day,
       due_on, title, body FROM search_source WHERE true
     ON CONFLICT (kind, id) DO UPDATE SET system_id = excluded.system_id, tags = excluded.tags, day = excluded.day,
       due_on = excluded.due_on, title = excluded.title, body = excluded.body`,
  );
};
