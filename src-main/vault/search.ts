import type { SqlValue } from './driver.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { pageKey, type Page } from './paging.ts';
import { matchAll, searchTerms } from './search-terms.ts';
import { wordsBeginning } from './search-words.ts';

/** What can be found. */
export type SearchKind = 'record' | 'imported' | 'system' | 'action' | 'reference' | 'supplier';

/** Which of the things found; all that is given must hold. Only records have a type, a state and days; imported ones no state. */
export interface SearchFilter {
  readonly kind?: SearchKind;
  /** Records of this vault and imported ones; nothing else. */
  readonly records?: true;
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
  /** Of a record under revision: the number of the revision in force, where that holds what is sought and the draft does not. */
  readonly inForce: number | null;
  /** The system that it is about; null for suppliers. */
  readonly systemId: string | null;
  readonly title: string;
  /** A few words around what was found in the text. */
  readonly snippet: string;
}

/** Characters that begin and end what was found; they stand in no text that is searched. */
export const foundMarks = { begin: '\u0001', end: '\u0002' } as const;

/**
 * Finds what holds all the words: first what bears the typed number, then what has them in its number or title, then what
 * has them anywhere, last the records under revision of which only the revision in force has them; within each the newest
 * first. Unlike a statistical rank this order can be said in a sentence, is paged by keyset, and needs no look at every hit:
 * a first page costs the same whatever the vault holds.
 *
 * A record under revision has two entries, of its draft and of its revision in force, and is found once. Those of the second
 * kind come last: then no more of them can be found twice than hits came before, however many there are.
 */
export const search = (db: ReadableVault, query: SearchQuery): Page<SearchHit> => {
  const asked = wordsOf(db, query.text);
  if (asked === null) return { items: [], next: null };
  const [first = 0, behind = null] = pageKey(query.after, 'number', 'number').map(Number);
  const found: (SearchHit & { readonly rank: number; readonly n: number })[] = [];
  const { tags, joins, values } = conditions(query);
  const inDraft = alsoInDraft(query);
  for (let rank = first; rank < ranks.length && found.length <= query.limit; rank += 1) {
    if (rank === 0 && asked.numbered.length === 0) continue;
    const { select, match, inForce = false } = ranks[rank] as Rank;
    const rows = db.all<SearchHit & { readonly n: number }>(
      `${select} ${joins} ${inForce ? `AND NOT ${inDraft.sql}` : ''} ORDER BY found.rowid LIMIT ?`,
      match(asked.words, tags),
      (rank === first ? behind : null) ?? Number.MIN_SAFE_INTEGER,
      JSON.stringify(asked.numbered),
      ...values,
      ...(inForce ? inDraft.values(asked.words) : []),
      query.limit + 1 - found.length,
    );
    found.push(...rows.map((row) => ({ ...row, rank })));
  }
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ kind, id, inForce, systemId, title, snippet }) => ({
      kind,
      id,
      inForce,
      systemId,
      title,
      snippet,
    })),
    next: found.length > query.limit && last !== undefined ? JSON.stringify([last.rank, last.n]) : null,
  };
};

interface Asked {
  /** What was typed as an expression of the index. */
  readonly words: string;
  /** The entries whose number was typed. */
  readonly numbered: readonly number[];
}

/** Null where nothing that was typed is a word. */
const wordsOf = (db: ReadableVault, text: string): Asked | null => {
  const terms = searchTerms(text);
  const [number = '', ...further] = terms;
  if (number === '') return null;
  const bearing = `SELECT n FROM search_entry
    WHERE kind IN ('record', 'system', 'action', 'reference', 'supplier') AND id = ?`;
  return {
    words: matchAll(terms, (begun) => wordsBeginning(db, begun)),
    numbered: further.length > 0 ? [] : db.all<{ readonly n: number }>(bearing, number.toUpperCase()).map(({ n }) => n),
  };
};

interface Rank {
  readonly select: string;
  readonly match: (words: string, tags: string) => string;
  /** Of the revisions in force of records under revision, where the draft does not answer. */
  readonly inForce?: true;
}

/** The tag that only entries of revisions in force have. */
const inForceTag = '"\uE000kindinforce"';

/** What a question asks of the newest of everything. */
const ofNewest = (words: string, tags: string): string => `(${words}${tags}) NOT ${inForceTag}`;

/** What every hit tells of its entry. */
const hitColumns = `entry.n, CASE entry.kind WHEN 'in-force' THEN 'record' ELSE entry.kind END AS kind, entry.id,
     CASE entry.kind WHEN 'in-force' THEN (SELECT revision FROM entry_in_force WHERE record_id = entry.id) END AS inForce,
     entry.system_id AS systemId`;

const titles = `SELECT ${hitColumns},
     highlight(search_title, 1, char(1), char(2)) AS title, '' AS snippet
   FROM search_title AS found JOIN search_entry AS entry ON entry.n = found.rowid
   WHERE search_title MATCH ? AND found.rowid > ?`;

const texts = `SELECT ${hitColumns},
     highlight(search_text, 1, char(1), char(2)) AS title,
     snippet(search_text, 2, char(1), char(2), '…', 24) AS snippet
   FROM search_text AS found JOIN search_entry AS entry ON entry.n = found.rowid
   WHERE search_text MATCH ? AND found.rowid > ? AND found.rowid NOT IN (SELECT value FROM json_each(?))`;

/** The ranks as queries that share no hit: of the number alone, of number and title, of everything else, and of what is in force. */
const ranks: readonly Rank[] = [
  { select: `${titles} AND found.rowid IN (SELECT value FROM json_each(?))`, match: ofNewest },
  { select: `${titles} AND found.rowid NOT IN (SELECT value FROM json_each(?))`, match: ofNewest },
  {
    select: texts,
    // What the ranks before hold is passed over in the walk: nothing is gathered first.
    match: (words, tags) => `(${ofNewest(words, tags)}) NOT ({id title} : ${words})`,
  },
  { select: texts, match: (words, tags) => `${words}${tags} AND ${inForceTag}`, inForce: true },
];

/** How many there are, counted up to `bound`. */
export const countFound = (db: ReadableVault, filter: SearchFilter, text: string, bound: number): number => {
  const asked = wordsOf(db, text);
  if (asked === null) return 0;
  const { tags, joins, values } = conditions(filter);
  const count = (match: string, further: string, given: readonly SqlValue[], most: number): number =>
    db.get<{ readonly n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM search_text
         ${joins + further === '' ? '' : 'JOIN search_entry AS entry ON entry.n = search_text.rowid'}
         WHERE search_text MATCH ? ${joins} ${further} LIMIT ?)`,
      match,
      ...values,
      ...given,
      most,
    )?.n ?? 0;
  const newest = count(ofNewest(asked.words, tags), '', [], bound);
  if (newest === bound) return bound;
  const inDraft = alsoInDraft(filter);
  const inForce = `${asked.words}${tags} AND ${inForceTag}`;
  return newest + count(inForce, `AND NOT ${inDraft.sql}`, inDraft.values(asked.words), bound - newest);
};

/** Whether the draft of a record, beside the revision in force that `entry` is of, is found by the same question. */
const alsoInDraft = (
  filter: SearchFilter,
): { readonly sql: string; readonly values: (words: string) => readonly SqlValue[] } => {
  const { tags, joins, values } = conditions(filter, 'draft');
  return {
    // CROSS JOIN: the draft's entry first, then a look whether the words stand in it.
    sql: `EXISTS (SELECT 1 FROM search_entry AS draft CROSS JOIN search_text AS said ON said.rowid = draft.n
       WHERE draft.kind = 'record' AND draft.id = entry.id AND said.search_text MATCH ? ${joins})`,
    values: (words) => [`${words}${tags}`, ...values],
  };
};

const conditions = (
  filter: SearchFilter,
  of: 'entry' | 'draft' = 'entry',
): { readonly tags: string; readonly joins: string; readonly values: SqlValue[] } => {
  const tag = (name: string, value: string | undefined): string =>
    value === undefined ? '' : ` AND "\uE000${name}${value.replaceAll(/[^\p{L}\p{N}]/gu, '')}"`;
  const tags = [
    tag('kind', filter.kind),
    filter.records === true ? ' AND ("\uE000kindrecord" OR "\uE000kindimported")' : '',
    tag('type', filter.type),
    tag('system', filter.systemId),
    tag('state', filter.state),
  ].join('');
  const days: readonly (readonly [sql: string, value: string | undefined])[] = [
    [`AND ${of}.due_on <= ?`, filter.dueUntil],
    [`AND ${of}.day >= ?`, filter.from],
    [`AND ${of}.day <= ?`, filter.until],
  ];
  const given = days.filter(([, value]) => value !== undefined);
  return { tags, joins: given.map(([sql]) => sql).join(' '), values: given.map(([, value]) => value ?? null) };
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
