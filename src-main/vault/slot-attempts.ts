import type { Clock } from '../domain/clock.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { defaultKdfCost, deriveKey } from './kdf.ts';
import { slotId, unwrapSlot, type OpenedSlot, type SlotFile } from './key-slots.ts';

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
}

export type CredentialsFailure = Failure<'vault/wrong-credentials'> | Failure<'vault/account-locked'>;

/** One login: what came of it, and the slot file as it has to be written (the same object where nothing changed). */
export interface Attempt {
  readonly outcome: Result<OpenedSlot, CredentialsFailure>;
  readonly file: SlotFile;
}

/**
 * Tries a user name and pass phrase against the slots. An unknown name takes as long, counts as well and locks as a
 * known one does, so that nobody learns who has an account.
 */
export const attempt = async (
  file: SlotFile,
  { userName, passPhrase }: Credentials,
  clock: Clock,
): Promise<Attempt> => {
  const now = clock.now();
  const id = slotId(file, userName);
  const slot = file.slots.find((candidate) => candidate.id === id);
  const counted = slot ?? file.strangers.find((candidate) => candidate.id === id) ?? { id, failed: 0, lockedAt: null };

  const unlocksAt =
    counted.lockedAt !== null && slot?.authorityKey ? Date.parse(counted.lockedAt) + administratorLockMs : null;
  const served = unlocksAt !== null && now.getTime() >= unlocksAt;
  if (counted.lockedAt !== null && !served) {
    const until = unlocksAt === null ? null : new Date(unlocksAt).toISOString();
    return {
      outcome: fail('vault/account-locked', { unlocksAt: until }),
      file: withFailure(file, { id, at: now.toISOString(), zone: clock.zone(), locked: true }),
    };
  }

  const keys = passPhrase === '' ? null : await (slot ? unwrapSlot(file, slot, passPhrase) : pretend(file, passPhrase));
  if (keys) return { outcome: ok(keys), file: counted.failed === 0 ? file : withCount(file, id, 0, null) };

  const failed = (served ? 0 : counted.failed) + 1;
  const locked = failed >= attemptLimit;
  const noted = withFailure(file, { id, at: now.toISOString(), zone: clock.zone(), locked });
  return {
    outcome: fail('vault/wrong-credentials', { attemptsLeft: attemptLimit - failed }),
    file: withCount(noted, id, failed, locked ? now.toISOString() : null),
  };
};

/** Forgets a slot's failures and its lock. */
export const unlock = (file: SlotFile, id: string): SlotFile => withCount(file, id, 0, null);

/** The time that opening a slot takes. */
const pretend = async (file: SlotFile, passPhrase: string): Promise<null> => {
  const cost = file.slots[0]?.kdf ?? defaultKdfCost;
  const key = await deriveKey(passPhrase, Buffer.from(file.salt, 'base64').subarray(0, 16), cost);
  key.fill(0);
  return null;
};

const withFailure = (file: SlotFile, failure: Omit<SlotFile['failures'][number], 'n'>): SlotFile => ({
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
