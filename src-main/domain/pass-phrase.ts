/** What a vault asks of pass phrases: a profile is data, since Part 11, draft Annex 11 and NIST 800-63B disagree. */
export interface PassPhrasePolicy {
  readonly id: string;
  /** In Unicode characters, after NFC. */
  readonly minLength: number;
  readonly minDistinctCharacters: number;
  /** One sentence for the person who has to choose one. */
  readonly text: string;
}

/** Length before composition, as NIST 800-63B-4 advises; no ageing. */
export const defaultPassPhrasePolicy: PassPhrasePolicy = {
  id: 'length-first/1',
  minLength: 12,
  minDistinctCharacters: 5,
  text: 'At least 12 characters; several words are best. It must not hold your user name or repeat a few characters.',
};

/** Why a pass phrase does not do, as a sentence; null where it does. */
export const passPhraseProblem = (policy: PassPhrasePolicy, passPhrase: string, userName: string): string | null => {
  const characters = Array.from(passPhrase.normalize('NFC'));
  if (characters.length < policy.minLength) return `It has fewer than ${policy.minLength} characters.`;
  if (new Set(characters).size < policy.minDistinctCharacters) return 'It repeats the same few characters.';
  const folded = passPhrase.normalize('NFKC').toLowerCase();
  const name = userName.normalize('NFKC').toLowerCase();
  if (name.length >= 3 && folded.includes(name)) return 'It holds the user name.';
  return null;
};
