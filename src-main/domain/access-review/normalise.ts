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

/** What a look at each letter tells: nothing to fold, capitals of ASCII alone, or more than that. */
type Plainness = 'folded' | 'capitals' | 'other';

/** Lists of fifty thousand rows are mostly plain: a walk over the letters is cheaper than an expression. */
const plainnessOf = (text: string): Plainness => {
  let plainness: Plainness = 'folded';
  let before = 0x20;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7e || code < 0x20 || (code === 0x20 && before === 0x20)) return 'other';
    if (code >= 0x41 && code <= 0x5a) plainness = 'capitals';
    before = code;
  }
  return before === 0x20 && text !== '' ? 'other' : plainness;
};

/**
 * A text as it is compared: compatibility forms as one (NFKC), no case, no accents, single blanks. `Łukasz MÜLLER` and
 * `lukasz muller` are the same.
 */
export const foldText = (text: string): string => {
  const plainness = plainnessOf(text);
  if (plainness !== 'other') return plainness === 'folded' ? text : text.toLowerCase();
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

const longestTitle = Math.max(...[...titles].map(({ length }) => length));

/** Lists repeat their words: those that take work are folded once each, as far as memory allows. */
const foldedWords = new Map<string, string>();
const foldWord = (word: string): string => {
  const plainness = plainnessOf(word);
  if (plainness !== 'other') {
    const lower = plainness === 'folded' ? word : word.toLowerCase();
    return lower.includes("'") || lower.includes('`') ? lower.replace(/['`]/g, '') : lower;
  }
  const known = foldedWords.get(word);
  if (known !== undefined) return known;
  const folded = foldText(word).replace(/['’`]/g, '');
  if (foldedWords.size < 50_000) foldedWords.set(word, folded);
  return folded;
};

/** The words of a name, folded, without academic and polite titles, in the order of the alphabet. */
export const nameWords = (name: string): readonly string[] => {
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at <= name.length; at++) {
    if (at < name.length && !partsNames(name.charCodeAt(at))) continue;
    if (at > from) {
      const word = foldWord(name.slice(from, at));
      if (word !== '' && !(word.length <= longestTitle && titles.has(word))) words.push(word);
    }
    from = at + 1;
  }
  if (words.length === 2 && (words[0] ?? '') <= (words[1] ?? '')) return words;
  return words.sort();
};

const partsNamesAscii = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[\s,.;_()/]/.test(String.fromCharCode(code)) ? 1 : 0,
);
/** Whether a letter parts the words of a name: white space, and the signs of lists. */
const partsNames = (code: number): boolean =>
  code < 0x80 ? partsNamesAscii[code] === 1 : code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)));

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
  const text = foldText(email);
  const folded = text.startsWith('mailto:') ? text.slice('mailto:'.length) : text;
  const at = folded.indexOf('@');
  const whole = at > 0 && at < folded.length - 1 && folded.indexOf('@', at + 1) === -1 && !folded.includes(' ');
  return whole ? folded : '';
};

/** The part before the `@`, by which two addresses of one person in two domains meet. */
export const localPart = (foldedEmail: string): string => foldedEmail.slice(0, Math.max(0, foldedEmail.indexOf('@')));

/** An employee id as it is compared. */
export const foldEmployeeId = (id: string): string => (id === '' ? '' : foldText(id).replaceAll(' ', ''));

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
