/** At most so many words of a query count; nobody types more, and each costs. */
const mostWords = 12;

/** What FTS5's unicode61 takes for part of a word: letters, numbers, private use. */
const wordCharacter = /[\p{L}\p{N}\p{Co}]/u;

/** A word as it was typed; whatever it holds, it is text to be found. */
export type SearchTerm = string;

/**
 * The words of what somebody typed: whatever they hold (quotes, operators, NUL, half a surrogate pair), they are text to be
 * found, never syntax. `PE-2026-0007` stays one word, found as its parts in a row.
 */
export const searchTerms = (typed: string): readonly SearchTerm[] =>
  typed
    .toWellFormed()
    // U+E000 begins the words that filters ask for.
    .split(/[\s\p{Cc}\uE000]+/u)
    .filter((word) => wordCharacter.test(word))
    .slice(0, mostWords);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Letters and numbers that FTS5's unicode61 folds as {@link folded} does: Latin, with or without accents. */
const latin = /^[0-9A-Za-z\u00c0-\u017e]+$/;
const folded = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/**
 * Words that begin like these, all of them, as an FTS5 expression. A single letter begins too many words to be asked for:
 * it is one itself.
 *
 * FTS5 gathers every hit of a beginning before it names the first one. So a beginning is asked for as the words of the index
 * that begin so, where these are few (`beginning` answers them, null where there are too many): those it walks.
 */
export const matchAll = (
  terms: readonly SearchTerm[],
  beginning: (folded: string) => readonly string[] | null,
): string => {
  const expression = (term: SearchTerm): string => {
    if (term.length < 2) return quoted(term);
    const composed = term.normalize('NFC');
    const last = /[\p{L}\p{N}\p{Co}]+(?=[^\p{L}\p{N}\p{Co}]*$)/u.exec(composed);
    const known = last !== null && latin.test(last[0]) ? beginning(folded(last[0])) : null;
    if (last === null || known === null) return `${quoted(term)}*`;
    const head = composed.slice(0, last.index);
    const words = known.map((word) => quoted(`${head}${word}`));
    return words.length === 0 ? quoted(term) : `(${words.join(' OR ')})`;
  };
  return `(${terms.map(expression).join(' AND ')})`;
};
