/** At most so many words of a query count; nobody types more, and each costs. */
const mostWords = 12;

/** What FTS5's unicode61 takes for part of a word: letters, numbers, private use. */
const wordCharacter = /[\p{L}\p{N}\p{Co}]/u;

/**
 * The words of what somebody typed, each as an FTS5 string: whatever it holds (quotes, operators, NUL, half a surrogate
 * pair), it is text to be found, never syntax. `PE-2026-0007` stays one word, found as its parts in a row.
 */
export const searchTerms = (typed: string): readonly string[] =>
  typed
    .toWellFormed()
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => wordCharacter.test(word))
    .slice(0, mostWords)
    .map((word) => `"${word.replaceAll('"', '""')}"`);

/** All words; with `begun`, words that begin like them. A single letter begins too many words to be asked for. */
export const matchAll = (terms: readonly string[], begun: boolean): string =>
  terms.map((term) => (begun && term.length > 3 ? `${term}*` : term)).join(' AND ');
