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
    // U+E000 begins the words that filters ask for.
    .split(/[\s\p{Cc}\uE000]+/u)
    .filter((word) => wordCharacter.test(word))
    .slice(0, mostWords)
    .map((word) => `"${word.replaceAll('"', '""')}"`);

/** Words that begin like these, all of them. A single letter begins too many words to be asked for: it is one itself. */
export const matchAll = (terms: readonly string[]): string =>
  `(${terms.map((term) => (term.length > 3 ? `${term}*` : term)).join(' AND ')})`;
