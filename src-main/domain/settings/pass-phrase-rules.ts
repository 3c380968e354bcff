import { z } from 'zod';
import { defaultPassPhraseProfile, passPhrasePolicy } from '../pass-phrase-profiles.ts';
import { passPhraseRules } from '../pass-phrase.ts';
import { controlledSetting } from './controlled-setting.ts';

const value = z.object({ profile: z.enum(['nist-800-63b-4', 'annex-11-draft-2025', 'part-11-classic']) });

/** Which profile of rules new pass phrases are held against; those in use are when they are changed. */
export type PassPhraseRules = z.infer<typeof value>;

export const passPhraseRulesSetting = controlledSetting<PassPhraseRules>({
  title: 'Rules for pass phrases',
  about:
    'They hold for every pass phrase that is chosen from now on, for logging in and for signing. One that is older than new rules allow is changed at the next login.',
  clause: '21 CFR 11.300(b); draft EU GMP Annex 11, 11.4 and 11.5',
  schema: value,
  initial: { profile: defaultPassPhraseProfile },
  lines: ({ profile }) => {
    const policy = passPhrasePolicy(profile);
    return [
      { label: 'Profile', text: policy.title },
      { label: 'It asks', text: passPhraseRules(policy).join(' ') },
    ];
  },
});
