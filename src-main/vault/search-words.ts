import type { Connection } from './driver.ts';
import type { ReadableVault } from './handle.ts';

/** More words than this begin alike: then their hits are gathered, which costs with their number. */
const mostAlike = 40;
/** Beginnings of this length have an index of their own (`prefix` of the tables). */
const indexed = 2;

/** Makes the words of the index readable, for as long as the connection stands. Keeps nothing in the file. */
export const showSearchWords = (connection: Connection): void =>
  connection.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab (main, search_text, instance)');

/**
 * The words of the index that begin like `begun` (folded as the index folds), in the order of the alphabet; null where they
 * are too many. One look a word: from each it goes straight to the next, past all places where it stands.
 */
export const wordsBeginning = (db: ReadableVault, begun: string): readonly string[] | null => {
  if (begun.length <= indexed) return null;
  const words: string[] = [];
  let from = begun;
  for (;;) {
    const next = db.get<{ readonly term: string }>('SELECT term FROM temp.search_word WHERE term >= ? LIMIT 1', from);
    if (next === undefined || !next.term.startsWith(begun)) return words;
    if (words.length === mostAlike) return null;
    words.push(next.term);
    from = `${next.term}\u0001`;
  }
};
