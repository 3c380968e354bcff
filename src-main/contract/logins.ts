import { z } from 'zod';
import { call } from './call.ts';
import { passPhraseProfile, passPhraseRules } from './session.ts';
import { code, empty, reason, role, secret } from './shapes.ts';

/** What logging in to this vault asks of everybody. */
export const loginRules = z.object({
  passPhrase: passPhraseProfile,
  profiles: z.array(passPhraseRules),
  /** Whoever holds one of these roles logs in with a second factor. */
  secondFactorRoles: z.array(role),
});

const secondFactor = z.object({
  enrolled: z.boolean(),
  recoveryLeft: z.number().int(),
  /** The vault demands one of this person: theirs cannot be taken away, only be replaced. */
  demanded: z.boolean(),
});

export const loginCalls = {
  'logins.rules': call(empty, loginRules),
  /** An administrator chooses the rules for new pass phrases; those in use are held against them when they are changed. */
  'logins.chooseProfile': call(z.object({ profile: passPhraseProfile, reason }), loginRules),
  /** An administrator says whose login needs a second factor. Who has none yet enrols at the next login. */
  'logins.demandSecondFactor': call(z.object({ roles: z.array(role), reason }), loginRules),
  /** One's own second factor. */
  'secondFactor.state': call(empty, secondFactor),
  /** A new secret, in base 32 and as the URI that authenticator apps read. Nothing is kept of it before it is confirmed. */
  'secondFactor.begin': call(empty, z.object({ secret: z.string(), uri: z.string() })),
  /** Proves that the app has the secret. Answers the recovery codes, which are shown this once. */
  'secondFactor.confirm': call(
    z.object({ passPhrase: secret, code }),
    z.object({ recoveryCodes: z.array(z.string()), state: secondFactor }),
  ),
  'secondFactor.remove': call(z.object({ passPhrase: secret, code }), secondFactor),
};
