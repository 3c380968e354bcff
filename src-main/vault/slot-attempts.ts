import type { Clock } from '../domain/clock.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { defaultKdfCost, deriveKey } from './kdf.ts';
import { slotId, unwrapSlot, wipe, type OpenedSlot, type Slot, type SlotFailure, type SlotFile } from './key-slots.ts';
import { checkCode } from './second-factor.ts';

/** So many wrong pass phrases in a row lock a slot. */
export const attemptLimit = 5;

/**
 * An administrator unlocks everybody else, but nobody unlocks a sole administrator: their own slot opens again by
 * itself after this time. Twenty tries an hour are far from enough to guess a pass phrase.
 */
export const administratorLockMs = 15 * 60 * 1000;

/** Bounds on what trying can make the file grow to. */
const limits = { strangers: 50, failures: 1000 } as const;

export interface Credentials {
  readonly userName: string;
  readonly passPhrase: string;
  /** Of the authenticator app, or a recovery code; for an account with a second factor. */
  readonly code?: string | null;
}

export type CredentialsFailure = Failure<
  | 'vault/wrong-credentials'
  | 'vault/account-locked'
  | 'vault/second-factor-needed'
  | 'vault/wrong-code'
  | 'vault/code-used'
>;

/** What a login proved besides the pass phrase. */
export type FactorUsed = 'none' | 'code' | 'recovery';

export type Opened = OpenedSlot & { readonly factor: FactorUsed };

/** One login: what came of it, and the slot file as it has to be written (the same object where nothing changed). */
export interface Attempt {
  readonly outcome: Result<Opened, CredentialsFailure>;
  readonly file: SlotFile;
}

/**
 * Tries a user name and pass phrase against the slots. An unknown name takes as long, counts as well and locks as a
 * known one does, so that nobody learns who has an account. A right pass phrase without the code that its account has to
 * give is neither counted nor a success.
 *
 * @param asking `pass-phrase` where a second factor was proved already: by the session that asks
 */
export const attempt = async (
  file: SlotFile,
  { userName, passPhrase, code = null }: Credentials,
  clock: Clock,
  asking: 'everything' | 'pass-phrase' = 'everything',
): Promise<Attempt> => {
  const now = clock.now();
  const id = slotId(file, userName);
  const slot = file.slots.find((candidate) => candidate.id === id);
  const counted = slot ?? file.strangers.find((candidate) => candidate.id === id) ?? { id, failed: 0, lockedAt: null };
  const noted = (factor: 'pass-phrase' | 'code', locked: boolean): SlotFile =>
    withFailure(file, { id, at: now.toISOString(), zone: clock.zone(), locked, factor });

  const unlocksAt =
    counted.lockedAt !== null && slot?.authorityKey ? Date.parse(counted.lockedAt) + administratorLockMs : null;
  const served = unlocksAt !== null && now.getTime() >= unlocksAt;
  if (counted.lockedAt !== null && !served) {
    const until = unlocksAt === null ? null : new Date(unlocksAt).toISOString();
    return { outcome: fail('vault/account-locked', { unlocksAt: until }), file: noted('pass-phrase', true) };
  }
  const refused = (why: 'vault/wrong-credentials' | 'vault/wrong-code' | 'vault/code-used'): Attempt => {
    const failed = (served ? 0 : counted.failed) + 1;
    const locked = failed >= attemptLimit;
    return {
      outcome: fail(why, { attemptsLeft: attemptLimit - failed }),
      file: withCount(
        noted(why === 'vault/wrong-credentials' ? 'pass-phrase' : 'code', locked),
        id,
        failed,
        locked ? now.toISOString() : null,
      ),
    };
  };
  const opened = (keys: OpenedSlot, factor: FactorUsed, then: SlotFile): Attempt => ({
    outcome: ok({ ...keys, factor }),
    file: counted.failed === 0 ? then : withCount(then, id, 0, null),
  });

  const keys = passPhrase === '' ? null : await (slot ? unwrapSlot(file, slot, passPhrase) : pretend(file, passPhrase));
  if (!keys) return refused('vault/wrong-credentials');
  if (!slot?.secondFactor || !keys.totpSecret || asking === 'pass-phrase') return opened(keys, 'none', file);
  if (code === null) {
    wipe(keys);
    return { outcome: fail('vault/second-factor-needed'), file };
  }
  const check = checkCode(slot.secondFactor, keys.totpSecret, code, now);
  if (!check.right) {
    wipe(keys);
    return refused(check.why);
  }
  return opened(keys, check.by, withSlot(file, { ...slot, secondFactor: check.kept }));
};

/** The file with one of its slots in another state. */
export const withSlot = (file: SlotFile, slot: Slot): SlotFile => ({
  ...file,
  slots: file.slots.map((one) => (one.id === slot.id ? slot : one)),
});

/** Forgets a slot's failures and its lock. */
export const unlock = (file: SlotFile, id: string): SlotFile => withCount(file, id, 0, null);

/** The time that opening a slot takes. */
const pretend = async (file: SlotFile, passPhrase: string): Promise<null> => {
  const cost = file.slots[0]?.kdf ?? defaultKdfCost;
  const key = await deriveKey(passPhrase, Buffer.from(file.salt, 'base64').subarray(0, 16), cost);
  key.fill(0);
  return null;
};

/** The file with one more failed try in it. */
export const withFailure = (file: SlotFile, failure: Omit<SlotFailure, 'n'>): SlotFile => ({
  ...file,
  failures: [...file.failures, { ...failure, n: file.failureCount + 1 }].slice(-limits.failures),
  failureCount: file.failureCount + 1,
});

const withCount = (file: SlotFile, id: string, failed: number, lockedAt: string | null): SlotFile => {
  if (file.slots.some((slot) => slot.id === id))
    return { ...file, slots: file.slots.map((slot) => (slot.id === id ? { ...slot, failed, lockedAt } : slot)) };
  const others = file.strangers.filter((stranger) => stranger.id !== id);
  return { ...file, strangers: failed === 0 ? others : [...others, { id, failed, lockedAt }].slice(-limits.strangers) };
};
