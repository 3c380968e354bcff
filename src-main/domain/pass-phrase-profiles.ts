import type { PassPhrasePolicy, PassPhraseProfile } from './pass-phrase.ts';

/**
 * The policies that a vault can choose from. None goes below twelve characters: a pass phrase here also encrypts the vault
 * on a laptop that can be stolen, and no server slows the guessing down.
 */
export const passPhraseProfiles: readonly PassPhrasePolicy[] = [
  {
    id: 'nist-800-63b-4',
    title: 'NIST SP 800-63B-4',
    source: 'NIST SP 800-63B-4 (2025), 3.1.1: length and a blocklist, no composition, no periodic change.',
    minLength: 15,
    minDistinct: 5,
    minKinds: 0,
    refusesCommon: true,
    refusesNames: true,
    minChanged: 1,
    history: 0,
    maxAgeDays: null,
  },
  {
    id: 'annex-11-draft-2025',
    title: 'Annex 11, draft of 2025',
    source: 'Draft revision of EU GMP Annex 11 (July 2025), 11.4 and 11.5. A draft: the text of 2011 is in force.',
    minLength: 12,
    minDistinct: 5,
    minKinds: 4,
    refusesCommon: true,
    refusesNames: true,
    minChanged: 4,
    history: 5,
    maxAgeDays: null,
  },
  {
    id: 'part-11-classic',
    title: 'Part 11, classic',
    source: '21 CFR 11.300(b) as companies have long practised it: ageing, history and composition.',
    minLength: 12,
    minDistinct: 5,
    minKinds: 3,
    refusesCommon: false,
    refusesNames: true,
    minChanged: 1,
    history: 10,
    maxAgeDays: 90,
  },
];

/** Of a vault in which nobody chose another one. */
export const defaultPassPhraseProfile: PassPhraseProfile = 'nist-800-63b-4';

/** A profile by its id. @throws Error for an id that is none. */
export const passPhrasePolicy = (id: string): PassPhrasePolicy => {
  const found = passPhraseProfiles.find((profile) => profile.id === id);
  if (found === undefined) throw new Error(`no pass-phrase profile ${id}`);
  return found;
};

/** The most earlier pass phrases that any profile remembers. */
export const longestHistory = Math.max(...passPhraseProfiles.map(({ history }) => history));
