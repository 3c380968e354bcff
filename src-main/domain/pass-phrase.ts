import { typingMistakes } from './access-review/similar.ts';

/**
 * What a vault asks of pass phrases. Part 11 practice, the draft of Annex 11 and NIST SP 800-63B-4 contradict each other
 * on ageing and composition, so a policy is data: each rule is a field, and a profile (`passPhraseProfiles`) fills them.
 */
export interface PassPhrasePolicy {
  readonly id: PassPhraseProfile;
  readonly title: string;
  /** Where its rules come from, and whether that text is in force. */
  readonly source: string;
  /** In Unicode characters, after NFC. */
  readonly minLength: number;
  /** Different characters that there must be at least. */
  readonly minDistinct: number;
  /** Kinds (small letters, capital letters, digits, others) of which there must be at least one character; 0: no rule. */
  readonly minKinds: 0 | 1 | 2 | 3 | 4;
  /** Whether phrases that lists of common and leaked ones hold are refused. */
  readonly refusesCommon: boolean;
  /** Whether names that belong to the account are refused in it: user name, person, vault, organisation. */
  readonly refusesNames: boolean;
  /** Characters in which a new one has to differ from the one before it; 1: it must be another one. */
  readonly minChanged: number;
  /** So many earlier ones may not be used again; 0: no rule. */
  readonly history: number;
  /** Days after which it has to be changed; null: only when it may be known to somebody else. */
  readonly maxAgeDays: number | null;
}

export type PassPhraseProfile = 'part-11-classic' | 'annex-11-draft-2025' | 'nist-800-63b-4';

/** What a pass phrase is held against besides the policy itself. */
export interface PassPhraseSubject {
  /** Names that it must not hold: user name, full name, vault, organisation. */
  readonly names: readonly string[];
  /** The one it replaces, where that is known: to its owner, never to an administrator. */
  readonly current?: string;
  /** Whether lists of common phrases hold this text; it is asked with folded case and without trimmings. */
  readonly isCommon: (text: string) => boolean;
}

const kinds: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** A name of at least so many letters is refused anywhere; a shorter one as a word of its own: Bo may still write "boat". */
const longName = 5;
/** Shorter ones are left alone. */
const shortestName = 3;

/** Why a pass phrase does not do, as a sentence; null where it does. History is the vault's to know, not asked here. */
export const passPhraseProblem = (
  policy: PassPhrasePolicy,
  passPhrase: string,
  subject: PassPhraseSubject,
): string | null => {
  const text = passPhrase.normalize('NFC');
  const characters = Array.from(text);
  if (characters.length < policy.minLength) return `It has fewer than ${policy.minLength} characters.`;
  if (new Set(characters).size < policy.minDistinct) return 'It repeats the same few characters.';
  if (kinds.filter((kind) => kind.test(text)).length < policy.minKinds)
    return `It lacks ${kindsWords(policy.minKinds)}.`;
  if (policy.refusesNames) {
    const name = nameIn(text, subject.names);
    if (name !== null) return `It holds “${name}”, which others know.`;
  }
  if (policy.refusesCommon && variants(text).some(subject.isCommon))
    return 'It is one that many people use, or a common one with something added.';
  if (subject.current !== undefined) return likeCurrent(policy, text, subject.current.normalize('NFC'));
  return null;
};

/** The rules as sentences for the person who has to choose one. */
export const passPhraseRules = (policy: PassPhrasePolicy): readonly string[] => [
  `At least ${policy.minLength} characters; several words are best.`,
  ...(policy.minKinds > 0 ? [`With ${kindsWords(policy.minKinds)}.`] : []),
  ...(policy.refusesNames ? ['Without your name, your user name, or the name of the vault or organisation.'] : []),
  ...(policy.refusesCommon ? ['None that is known from lists of common pass phrases.'] : []),
  ...(policy.minChanged > 1 ? [`Differs from the one before in at least ${policy.minChanged} characters.`] : []),
  ...(policy.history > 0 ? [`None of your last ${policy.history}.`] : []),
  ...(policy.maxAgeDays === null ? [] : [`It has to be changed every ${policy.maxAgeDays} days.`]),
];

/** Whether a pass phrase set at `setAt` (UTC, ISO 8601) has to be changed by now. */
export const passPhraseExpired = ({ maxAgeDays }: PassPhrasePolicy, setAt: string, now: Date): boolean =>
  maxAgeDays !== null && now.getTime() - Date.parse(setAt) >= maxAgeDays * 86_400_000;

const kindsWords = (wanted: number): string =>
  wanted === 4
    ? 'small letters, capital letters, digits and other characters'
    : `${wanted} of these kinds: small letters, capital letters, digits, other characters`;

/** A form in which words are compared: compatibility folded, lower case, letters and digits alone. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const nameIn = (text: string, names: readonly string[]): string | null => {
  const whole = folded(text);
  const words = new Set(text.split(/[\s\p{P}]+/u).map(folded));
  const holds = (name: string): boolean =>
    name.length >= longName ? whole.includes(name) : name.length >= shortestName && words.has(name);
  return names.flatMap((name) => [name, ...name.split(/[\s@]+/u)]).find((name) => holds(folded(name))) ?? null;
};

/** A phrase as typed and without what people add to a common one: case, digits and signs at its ends, itself once more. */
const variants = (text: string): readonly string[] => {
  const lower = text.normalize('NFKC').toLowerCase();
  const bare = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const forms = [lower, folded(lower), bare, folded(bare)];
  return [...new Set([...forms, ...forms.map(once)])].filter((form) => form !== '');
};

/** What a text consists of where it is one piece over and over: `passwordpassword` is `password`. */
const once = (text: string): string => {
  const at = (text + text).indexOf(text, 1);
  return at > 0 && at < text.length ? text.slice(0, at) : text;
};

const likeCurrent = ({ minChanged }: PassPhrasePolicy, text: string, current: string): string | null => {
  if (text === current) return 'It is the one you have now.';
  const changed = typingMistakes(text.toLowerCase(), current.toLowerCase(), minChanged - 1);
  return minChanged > 1 && changed !== null
    ? `It differs from the one you have now in fewer than ${minChanged} characters.`
    : null;
};
