import { z } from 'zod';
import { call } from './call.ts';
import { passPhraseProfile, passPhraseRules } from './session.ts';
import { bytes, code, day, empty, instant, line, reason, role, secret } from './shapes.ts';

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

const filter = z.object({
  /** User name of whom it is about. */
  who: line.nullable().default(null),
  /** Days of the entry time in UTC, both included. */
  from: day.nullable().default(null),
  to: day.nullable().default(null),
  /** Only refused logins and signatures. */
  refused: z.boolean().default(false),
});

/** A login, a logout, or a refusal. */
const loginEvent = z.object({
  /** Number of its entry in the audit trail. */
  seq: z.number().int(),
  at: instant,
  zone: z.string(),
  station: z.string().nullable(),
  action: z.string(),
  /** Null where a name was tried that is nobody's. */
  userName: z.string().nullable(),
  fullName: z.string().nullable(),
  refused: z.boolean(),
  /** What was wrong. */
  factor: z.enum(['pass-phrase', 'code', 'recovery-kit', 'key', 'pin', 'token']).nullable(),
  /** Label of the token that gave no signature. */
  token: z.string().nullable(),
  /** It locked the login or the key. */
  locked: z.boolean(),
  /** The record that was to be signed. */
  record: z.string().nullable(),
});

const alerts = z.object({ alerts: z.array(loginEvent) });

export const loginCalls = {
  /** They change under control, as settings. */
  'logins.rules': call(empty, loginRules),
  /** Logins, logouts, refused logins and signatures, newest first (draft Annex 11, 11.9). */
  'logins.log': call(
    filter.extend({ before: z.number().int().nullable() }),
    z.object({ events: z.array(loginEvent), next: z.number().int().nullable() }),
  ),
  'logins.exportLog': call(filter, z.object({ fileName: z.string(), bytes })),
  /** Refusals, lost keys and altered slots that the caller, who watches over them, has not acknowledged yet. */
  'logins.alerts': call(empty, alerts),
  'logins.acknowledge': call(z.object({ upTo: z.number().int(), note: reason }), alerts),
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
