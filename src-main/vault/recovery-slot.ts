import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { newSlotSecret, unwrapSlot, wrapSlotAs, type OpenedSlot, type SlotFile, type SlotKeys } from './key-slots.ts';
import type { KdfCost } from './kdf.ts';
import { administratorLockMs, attemptLimit, withFailure } from './slot-attempts.ts';

/** What the holders of a recovery kit typed, read: the characters that carry each part. */
export interface RecoveryParts {
  readonly a: string;
  readonly b: string;
}

type RecoverySlot = NonNullable<SlotFile['recovery']>;

/** Both parts as one secret. Each has 160 random bits, so that whoever holds one of them has as many left to guess. */
const secretOf = ({ a, b }: RecoveryParts): string => `countersign recovery kit 1 A ${a} B ${b}`;

/** `7A2F-90CD`, at random. It tells kits apart and opens nothing. */
export const newKitNumber = (): string => randomBytes(4).toString('hex').toUpperCase().replace(/^.{4}/, '$&-');

/** The id of a kit's slot: bound to its number, so that a slot under another number does not open. */
export const kitSlotId = ({ salt }: Pick<SlotFile, 'salt'>, number: string): string =>
  createHmac('sha256', Buffer.from(salt, 'base64')).update(`\0recovery-kit\0${number}`, 'utf8').digest('hex');

/** What stands in a kit's slot where an account's slot names its account. */
export const recoveryOwner = (number: string): string => `recovery-kit ${number}`;

/** Makes the slot that a new kit opens. It holds what an administrator's slot holds, and no person's signing key. */
export const newRecoverySlot = async (
  file: Pick<SlotFile, 'vaultId' | 'salt'>,
  kit: { readonly number: string; readonly madeAt: string; readonly parts: RecoveryParts },
  keys: SlotKeys,
  kdf: KdfCost,
): Promise<RecoverySlot> => {
  const { number, madeAt, parts } = kit;
  const secret = await newSlotSecret(secretOf(parts), kdf);
  try {
    return { number, madeAt, slot: wrapSlotAs(file, kitSlotId(file, number), recoveryOwner(number), keys, secret) };
  } finally {
    secret.key.fill(0);
  }
};

export type RecoveryFailure = Failure<'vault/no-recovery-kit' | 'vault/wrong-recovery-parts' | 'vault/recovery-locked'>;

/** Since when the kit of a file is locked, as long as it is: like a sole administrator's slot, it opens by itself again. */
export const recoveryLockedUntil = ({ recovery }: SlotFile, now: Date): string | null => {
  if (recovery?.slot.lockedAt == null) return null;
  const until = Date.parse(recovery.slot.lockedAt) + administratorLockMs;
  return now.getTime() < until ? new Date(until).toISOString() : null;
};

/**
 * Tries both parts. Wrong ones are counted, lock and are kept for the audit trail as failed logins are; which of the two
 * is wrong cannot be told. Answers the file as it has to be written.
 */
export const attemptRecovery = async (
  file: SlotFile,
  parts: RecoveryParts,
  clock: Clock,
): Promise<{ readonly outcome: Result<OpenedSlot, RecoveryFailure>; readonly file: SlotFile }> => {
  const { recovery } = file;
  if (recovery === null) return { outcome: fail('vault/no-recovery-kit'), file };
  const { number, slot } = recovery;
  const now = clock.now();
  const at = now.toISOString();
  const noted = (locked: boolean): SlotFile =>
    withFailure(file, { id: slot.id, at, zone: clock.zone(), locked, factor: 'recovery-kit' });
  const unlocksAt = recoveryLockedUntil(file, now);
  if (unlocksAt !== null) return { outcome: fail('vault/recovery-locked', { unlocksAt }), file: noted(true) };
  const counted = (of: SlotFile, failed: number, lockedAt: string | null): SlotFile => ({
    ...of,
    recovery: { ...recovery, slot: { ...slot, failed, lockedAt } },
  });
  const bound = slot.id === kitSlotId(file, number);
  const opened = bound ? await unwrapSlot(file, slot, secretOf(parts)) : null;
  if (opened !== null && opened.accountId === recoveryOwner(number) && opened.authorityKey !== null)
    return { outcome: ok(opened), file: slot.failed === 0 ? file : counted(file, 0, null) };
  const failed = (slot.lockedAt === null ? slot.failed : 0) + 1;
  const locked = failed >= attemptLimit;
  return {
    outcome: fail('vault/wrong-recovery-parts', { attemptsLeft: attemptLimit - failed, number }),
    file: counted(noted(locked), failed, locked ? at : null),
  };
};
