import { rectifyConfusion } from 'unicode-confusables';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';

/**
 * The form in which user names are compared: Unicode NFKC, case folded, without outer blanks. `jsmith`, `JSmith` and
 * full-width `ｊｓｍｉｔｈ` are one name (21 CFR 11.300(a)).
 */
export const foldUserName = (userName: string): string =>
  // Upper then lower case folds what has no one-to-one lower case (ß, final sigma).
  userName.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');

/** Characters that show nothing: variation selectors, the grapheme joiner, fillers (Default_Ignorable_Code_Point). */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/** A dot above i or j takes the place of the one that the letter has (Soft_Dotted). */
const secondDot = /(?<=\p{Soft_Dotted}\p{M}*)\u0307/gu;

/** The skeleton of a text (UTS #39, 4), without regard to case. */
const skeletonOf = (text: string): string => {
  const shown = (of: string): string => of.normalize('NFD').replaceAll(unseen, '').replaceAll(secondDot, '');
  const prototype = (of: string): string => rectifyConfusion(shown(of)).normalize('NFD').toLowerCase();
  return prototype(prototype(text));
};

/**
 * What a user name looks like, as it was typed and folded: names that share a skeleton are taken for each other by
 * people. Latin `jsmith` and `jsmіth` with a Cyrillic `і`; `lab1`, `labl` and `labI`. For comparison only: skeletons
 * depend on the Unicode version of the table, so they are never stored.
 */
export const userNameSkeletons = (userName: string): readonly string[] => [
  skeletonOf(userName.normalize('NFKC').trim()),
  skeletonOf(foldUserName(userName)),
];

/**
 * Scripts that may stand together in one name (UTS #39, 5.2, "highly restrictive", without its mixtures with Latin): one
 * of the recommended scripts (UAX #31, table 5), or the scripts of Japanese, Chinese or Korean.
 */
const scriptSets: readonly (readonly string[])[] = [
  ...[
    ...['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Thaana', 'Ethiopic', 'Devanagari'],
    ...['Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai'],
    ...['Lao', 'Tibetan', 'Myanmar', 'Khmer'],
  ].map((script) => [script]),
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Bopomofo'],
  ['Han', 'Hangul'],
];

/** What several scripts use, e.g. Arabic vowel signs, is of those scripts alone (Script_Extensions). */
const ofOneSet: readonly RegExp[] = scriptSets.map(
  (scripts) =>
    new RegExp(`^[\\p{scx=Common}\\p{scx=Inherited}${scripts.map((script) => `\\p{scx=${script}}`).join('')}]+$`, 'u'),
);

/**
 * Letters, marks and digits, all of which show; between them single dots, hyphens, underscores, apostrophes, plus and at
 * signs.
 */
const identifier =
  /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:[-._@+'][\p{L}\p{M}\p{Nd}]+)*$/u;

/** Characters of a user name at most: it has to fit into lists, signatures and certificates. */
const longest = 64;

export type UserNameFailure = Failure<
  | 'accounts/user-name-empty'
  | 'accounts/user-name-too-long'
  | 'accounts/user-name-characters'
  | 'accounts/user-name-mixed-scripts'
  | 'accounts/user-name-taken'
  | 'accounts/user-name-look-alike'
>;

/** A user name that was given once, to whomever: to somebody who left, or to the program itself. */
export interface GivenName {
  readonly userName: string;
}

/**
 * Whether a new account may have this name beside all that were ever given (21 CFR 11.100(a), 11.300(a)): neither one of
 * them in another case or Unicode form, nor one that looks like one of them.
 */
export const freeUserName = (
  userName: string,
  given: readonly GivenName[],
): Result<{ readonly folded: string }, UserNameFailure> => {
  const folded = foldUserName(userName);
  if (folded === '') return fail('accounts/user-name-empty');
  if (Array.from(folded).length > longest) return fail('accounts/user-name-too-long', { longest });
  if (!identifier.test(folded)) return fail('accounts/user-name-characters');
  if (!ofOneSet.some((set) => set.test(folded))) return fail('accounts/user-name-mixed-scripts');
  const same = given.find((one) => foldUserName(one.userName) === folded);
  if (same) return fail('accounts/user-name-taken', { userName });
  const skeletons = userNameSkeletons(userName);
  const like = given.find((one) => userNameSkeletons(one.userName).some((skeleton) => skeletons.includes(skeleton)));
  return like ? fail('accounts/user-name-look-alike', { userName, like: like.userName }) : ok({ folded });
};
