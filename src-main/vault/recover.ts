import { existsSync } from 'node:fs';
import type { Clock } from '../domain/clock.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { programActor } from './accounts.ts';
import type { AuditHead } from './audit/entry.ts';
import { faulting, refusals, VaultFault, type VaultFailure } from './failures.ts';
import { replaceFile, vaultFiles } from './folder.ts';
import type { ReadableVault } from './handle.ts';
import { HeadMark } from './head-mark.ts';
import { assertWal } from './health.ts';
import { writeSlotFile } from './key-slots.ts';
import type { Also, NewSlot, VaultEnvironment } from './open-vault.ts';
import { kitInForce, type RecoveryKit } from './recovery-kit.ts';
import { attemptRecovery, recoveryLockedUntil, type RecoveryParts } from './recovery-slot.ts';
import { settleRotation } from './rekey.ts';
import type { Session } from './session.ts';
import type { VaultIdentity } from './settings.ts';
import { hasFirstPage, heldForWriting, keysOf, readSlots, withSession } from './vault.ts';

/** A vault that the two parts of its recovery kit opened, for one act: nobody is logged in to it. */
export interface KitVault {
  readonly identity: VaultIdentity;
  readonly kit: RecoveryKit;
  /** The end of the audit trail as it was found. */
  readonly foundHead: AuditHead;
  read<T>(work: (db: ReadableVault) => T): T;
  /** Gives an administrator's account a new pass phrase and spends the kit. `also` runs first, in the same transaction. */
  appoint(slot: Omit<NewSlot, 'administrator'>, also: Also): Promise<void>;
  /** Closes the file and wipes the keys. */
  close(): void;
}

/** The kit that a vault's folder has, as its slot file tells before anything is opened. */
export const kitOf = (
  folder: string,
  clock: Clock,
): Result<
  { readonly number: string; readonly madeAt: string; readonly lockedUntil: string | null } | null,
  Failure<VaultFailure>
> => {
  const files = vaultFiles(folder);
  if (!existsSync(files.slots) && !existsSync(files.database)) return fail('vault/not-found');
  return refusals(() => {
    const slots = readSlots(files);
    if (!slots.ok) return slots;
    const { recovery } = slots.value;
    if (recovery === null) return ok(null);
    const { number, madeAt } = recovery;
    return ok({ number, madeAt, lockedUntil: recoveryLockedUntil(slots.value, clock.now()) });
  });
};

/**
 * Opens a vault with both parts of its recovery kit. Failures leave the files as they were, but for the count of tries:
 * those of opening a vault, `vault/no-recovery-kit`, `vault/wrong-recovery-parts`, `vault/recovery-locked`, and
 * `vault/recovery-kit-void` where an older slot file with a kit that does not count any more lies beside the vault.
 */
export const openWithKit = async (
  input: VaultEnvironment & { readonly folder: string; readonly parts: RecoveryParts },
): Promise<Result<KitVault, Failure<VaultFailure>>> => {
  const files = vaultFiles(input.folder);
  if (!existsSync(files.slots) && !existsSync(files.database)) return fail('vault/not-found');
  const lock = refusals(() => ok(heldForWriting(files)));
  if (!lock.ok) return lock;
  let opened: Session | null = null;
  try {
    const slots = readSlots(files);
    if (!slots.ok) return slots;
    if (!hasFirstPage(files.database)) return fail('vault/database-damaged', { cause: 'missing or cut short' });
    const tried = await attemptRecovery(slots.value, input.parts, input.clock);
    if (tried.file !== slots.value) {
      const kept = refusals(() => ok(faulting(() => replaceFile(files.slots, writeSlotFile(tried.file)))));
      if (!kept.ok) return kept;
    }
    if (!tried.outcome.ok) return tried.outcome;
    const found = tried.outcome.value;
    return refusals(() => {
      assertWal(files.database, keysOf(found));
      const settled = settleRotation(files, tried.file, found);
      const keys = { ...found, dataKey: settled.dataKey, accountId: programActor.accountId, totpSecret: null };
      let kit: RecoveryKit | null = null;
      const acknowledged = faulting(() => HeadMark.read(files.head, settled.dataKey));
      const { clock, appVersion, kdf } = input;
      const environment = { clock, appVersion, ...(kdf === undefined ? {} : { kdf }) };
      opened = withSession(files, lock.value, settled.slots, keys, { environment, acknowledged }, (session, db) => {
        kit = kitInForce(db, settled.slots);
        if (kit === null)
          throw new VaultFault('vault/recovery-kit-void', { number: settled.slots.recovery?.number ?? null });
        return () => session.keepMark();
      });
      return ok(kitVault(opened, kit as unknown as RecoveryKit));
    });
  } finally {
    if (opened === null) lock.value.release();
  }
};

const kitVault = (session: Session, kit: RecoveryKit): KitVault => ({
  identity: session.identity,
  kit,
  foundHead: session.foundHead,
  read: (work) => session.read(work),
  appoint: async (slot, also) => {
    const placed = await session.appoint({ ...slot, administrator: true }, also);
    if (!placed.ok) throw new Error(placed.error.code);
  },
  close: () => session.end(),
});
