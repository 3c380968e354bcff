import { z } from 'zod';
import { defaultPassPhraseProfile } from '../domain/pass-phrase-profiles.ts';
import { call } from './call.ts';
import { code, empty, id, instant, line, name, person, reason, secret } from './shapes.ts';

/** A vault this machine knows. Its path stays in the main process. */
export const knownVault = z.object({
  id,
  name: z.string(),
  /** Where it is kept, shortened for reading. */
  place: z.string(),
  lastOpened: instant.nullable(),
  present: z.boolean(),
});

export const passPhraseProfile = z.enum(['nist-800-63b-4', 'annex-11-draft-2025', 'part-11-classic']);

/** A profile of pass-phrase rules, with each rule as a sentence. */
export const passPhraseRules = z.object({
  profile: passPhraseProfile,
  title: z.string(),
  source: z.string(),
  minLength: z.number().int(),
  rules: z.array(z.string()),
  /** Those of them that a signing pass phrase has to keep as well. */
  signingRules: z.array(z.string()),
});

export const openSession = z.object({
  kind: z.literal('open'),
  vault: z.object({ id, name: z.string(), organisation: z.string() }),
  account: person,
  /** Why the pass phrase has to be changed before anything else: an administrator gave it, or it is too old. */
  mustChangePassPhrase: z.enum(['given', 'expired']).nullable(),
  /** The vault demands a second factor of this person, who has none: enrolling comes before anything else. */
  mustEnrolSecondFactor: z.boolean(),
  /** What this vault asks of a new pass phrase. */
  passPhrase: passPhraseRules,
  /** Minutes without input after which the vault locks itself. */
  idleMinutes: z.number().int(),
  /** Failed logins to this account since its last good one (draft Annex 11, 11.9). */
  failedLogins: z.number().int(),
  /** Failed signatures with this person's key since then. */
  failedSignings: z.number().int(),
  /** When the last of both was. */
  lastFailure: instant.nullable(),
  lastLogin: instant.nullable(),
  /** The recovery kit was used since then: when, and whose pass phrase it set. */
  recovered: z.object({ at: instant, userName: z.string() }).nullable(),
  /** Whether this is the vault that this machine saw last: `rolled-back` is an older state of it, `forked` another one. */
  history: z.enum(['on-chain', 'forked', 'rolled-back']),
  /** Whether this is a copy that was salvaged from a damaged vault: it is read, and takes no new work. */
  salvaged: z.boolean(),
});

export const sessionState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closed') }),
  z.object({
    kind: z.literal('locked'),
    vault: z.object({ id, name: z.string() }),
    userName: z.string(),
    because: z.enum(['idle', 'user', 'system']),
  }),
  openSession,
]);

export const sessionCalls = {
  'app.info': call(
    empty,
    z.object({
      version: z.string(),
      /** `desktop` is Electron; `browser` is the same application in a Chromium window. */
      host: z.enum(['desktop', 'browser']),
      zone: z.string(),
      /** What a new vault can ask of pass phrases. */
      passPhraseProfiles: z.array(passPhraseRules),
      defaultPassPhraseProfile: passPhraseProfile,
    }),
  ),
  'vaults.list': call(empty, z.object({ vaults: z.array(knownVault) })),
  /** Lets the person choose a vault folder in a dialog of the host; null where they cancelled. */
  'vaults.browse': call(empty, z.object({ vault: knownVault.nullable() })),
  'vaults.create': call(
    z.object({
      name,
      organisation: name,
      administrator: z.object({ userName: line, fullName: name, passPhrase: secret }),
      passPhraseProfile: passPhraseProfile.default(defaultPassPhraseProfile),
    }),
    openSession,
  ),
  'session.state': call(empty, sessionState),
  'session.login': call(
    z.object({
      vaultId: id,
      userName: line,
      passPhrase: secret,
      code: code.nullable().default(null),
      /** Why the vault is opened although acknowledged entries are missing from its trail; an administrator's act. */
      acceptMissing: reason.nullable().default(null),
    }),
    openSession,
  ),
  'session.changePassPhrase': call(z.object({ current: secret, next: secret }), openSession),
  'session.lock': call(empty, sessionState),
  'session.logout': call(empty, sessionState),
  /** Tells that a person is at work; holds the idle lock off. */
  'session.touch': call(empty, empty),
};
