import { z } from 'zod';
import { call } from './call.ts';
import { passPhraseProfile, passPhraseRules } from './session.ts';
import { empty, reason } from './shapes.ts';

/** What logging in to this vault asks of everybody. */
export const loginRules = z.object({
  passPhrase: passPhraseProfile,
  profiles: z.array(passPhraseRules),
});

export const loginCalls = {
  'logins.rules': call(empty, loginRules),
  /** An administrator chooses the rules for new pass phrases; those in use are held against them when they are changed. */
  'logins.chooseProfile': call(z.object({ profile: passPhraseProfile, reason }), loginRules),
};
