/** Letters that Unicode does not take apart, as they are written where a keyboard lacks them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const plain = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/;

/**
 * A text as it is compared: compatibility forms as one (NFKC), no case, no accents, single blanks. `Łukasz MÜLLER` and
 * `lukasz muller` are the same.
 */
export const foldText = (text: string): string => {
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim();
};

const titles = new Set([
  'dr',
  'prof',
  'mr',
  'mrs',
  'ms',
  'mx',
  'herr',
  'frau',
  'dipl',
  'ing',
  'phd',
  'msc',
  'bsc',
  'mba',
]);

/** Lists repeat their words: those that take work are folded once each, as far as memory allows. */
const foldedWords = new Map<string, string>();
const plainWord = /^[!-~]*$/;
const foldWord = (word: string): string => {
  if (plainWord.test(word)) {
    const lower = word.toLowerCase();
    return lower.includes("'") || lower.includes('`') ? lower.replace(/['`]/g, '') : lower;
  }
  const known = foldedWords.get(word);
  if (known !== undefined) return known;
  const folded = foldText(word).replace(/['’`]/g, '');
  if (foldedWords.size < 50_000) foldedWords.set(word, folded);
  return folded;
};

/** The words of a name, folded, without academic and polite titles, in the order of the alphabet. */
export const nameWords = (name: string): readonly string[] =>
  name
    .split(/[\s,.;_()/]+/)
    .map(foldWord)
    .filter((word) => word !== '' && !titles.has(word))
    .sort();

/** A name whatever the order of its words: `Müller, Dr. Hans` and `Hans Müller` are the same. Empty for no name. */
export const foldName = (name: string): string => nameWords(name).join(' ');

/**
 * A name's spelling where umlauts were written out: `Mueller` and `Müller` meet here. Coarser than {@link foldName}: what
 * is equal here alone is a guess.
 */
export const spellingOf = (folded: string): string => folded.replace(/([aou])e/g, '$1');

/** An e-mail address as it is compared; empty where it is none. */
export const foldEmail = (email: string): string => {
  if (email === '') return '';
  const folded = foldText(email).replace(/^mailto:/, '');
  return /^[^\s@]+@[^\s@]+$/.test(folded) ? folded : '';
};

/** The part before the `@`, by which two addresses of one person in two domains meet. */
export const localPart = (foldedEmail: string): string => foldedEmail.slice(0, Math.max(0, foldedEmail.indexOf('@')));

/** An employee id as it is compared. */
export const foldEmployeeId = (id: string): string => (id === '' ? '' : foldText(id).replace(/\s/g, ''));

/** An employee id without the leading zeros that spreadsheets take away; empty for an id of zeros alone. */
export const bareEmployeeId = (folded: string): string => folded.replace(/^0+/, '');

/** The name under which an account is found again in a later list of the same system. */
export const accountKey = (account: string): string => foldText(account);

/** A row's text as it is searched, and what is searched for. */
export const searchText = (text: string): string =>
  text
    .split(/\s+/)
    .map(foldWord)
    .filter((word) => word !== '')
    .join(' ');
