import type { Clock } from '../domain/clock.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { AuditHead } from './audit/entry.ts';
import type { AuditWriter } from './audit/writer.ts';
import type { BackupReport } from './backup.ts';
import type { VaultFailure } from './failures.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { KdfCost } from './kdf.ts';
import type { WriteSteps } from './long-write.ts';
import type { RecoveryKit } from './recovery-kit.ts';
import type { RecoveryParts } from './recovery-slot.ts';
import type { VaultIdentity } from './settings.ts';
import type { Credentials, CredentialsFailure } from './slot-attempts.ts';

/** What a vault is told about the world around it. */
export interface VaultEnvironment {
  readonly clock: Clock;
  /** The program's version, which every audit entry bears. */
  readonly appVersion: string;
  /** What new key slots cost to try; {@link defaultKdfCost} where not given. Existing slots keep their own. */
  readonly kdf?: KdfCost;
}

/** Who acts: an account, or the program itself (`programActor`). */
export interface Actor {
  readonly accountId: string;
}

/** Work that shares a transaction with something the vault does itself. */
export type Also = (db: WritableVault, audit: AuditWriter) => unknown;

/**
 * A vault that is open in this process and in no other. All work is synchronous on one connection, so what `read` sees
 * is consistent. A damaged file or a full disk in the middle of it is thrown as `VaultFault`.
 */
export interface OpenVault extends Actor {
  /** Who opened it. */
  readonly accountId: string;
  readonly folder: string;
  readonly identity: VaultIdentity;
  /** Whether the opener was an administrator, so that the authority key is at hand. */
  readonly hasAuthority: boolean;
  /** Whether this is a copy that was salvaged from a damaged vault: everything in it is read, and no new work taken. */
  readonly salvaged: boolean;
  /** The end of the audit trail as it was found, before this opening added to it. */
  readonly foundHead: AuditHead;

  read<T>(work: (db: ReadableVault) => T): T;

  /**
   * One transaction: all of `work`, or nothing of it when it throws. `work` is synchronous.
   *
   * @throws Error when `work` recorded nothing in the audit trail: such a write is a bug, and is rolled back.
   * @throws VaultFault `vault/salvaged` for new work in a salvaged copy
   */
  write<T>(actor: Actor, work: (db: WritableVault, audit: AuditWriter) => T): T;

  /**
   * One transaction as {@link write} is, over many turns of the event loop: what takes long leaves the program time for its
   * other duties. Whoever else reads or writes meanwhile lets it finish first, and so never sees half of it; `goesOn` is asked
   * before each turn, and null is answered where it gave the write up.
   *
   * @param steps each `yield` ends a step, to be some milliseconds at most
   */
  writeInSteps<T>(
    actor: Actor,
    steps: (db: WritableVault, audit: AuditWriter) => WriteSteps<T>,
    goesOn: () => boolean,
  ): Promise<T | null>;

  /** Whether such a write is under way. */
  readonly writing: boolean;

  /**
   * Tries a user name and pass phrase while the vault is open: re-authentication. Failures count, lock and are recorded as
   * at the door. The opener's own code is asked for only where one is given: their session was opened with it.
   */
  authenticate(credentials: Credentials): Promise<Result<{ readonly accountId: string }, CredentialsFailure>>;

  /**
   * Gives an account its key slot. `also` runs in the same transaction and may create the account: the slot and the row
   * land together. An administrator's slot wraps the authority key too, which only an administrator can hand on.
   *
   * @param slot.accountId the account's id, or a function that answers it after `also` has run
   */
  addSlot(
    actor: Actor,
    slot: NewSlot,
    also?: Also,
  ): Promise<Result<void, Failure<'vault/slot-exists'> | Failure<'vault/not-administrator'>>>;

  /** Puts a new slot in place of an account's old one: an administrator's answer to a forgotten login pass phrase. */
  resetSlot(
    actor: Actor,
    slot: NewSlot,
    also?: Also,
  ): Promise<Result<void, Failure<'vault/no-slot'> | Failure<'vault/not-administrator'>>>;

  /** Takes an account's slot away, for good: with `also`, in one transaction with its deactivation. */
  removeSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>>;

  /** A person's own change of pass phrase. The old one is tried first and counts as a login attempt. */
  changePassPhrase(
    change: Credentials & { readonly newPassPhrase: string },
    also?: Also,
  ): Promise<Result<void, CredentialsFailure>>;

  /** Lifts the lock that failed logins put on an account. */
  unlockSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>>;

  /** Since when an account is locked out, null where it is not, and whether its login asks for a second factor. */
  slotState(accountId: string): SlotState;

  /**
   * Gives the opener a second factor: `secret` for the authenticator app, of which a code of `step` was just seen, and the
   * digests of recovery codes. One that there was is replaced.
   */
  enrolSecondFactor(factor: {
    readonly secret: Uint8Array;
    readonly step: number;
    readonly recovery: readonly string[];
  }): void;

  /** Takes an account's second factor away. `also` runs in the same transaction. */
  removeSecondFactor(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>>;

  /**
   * Holds a code against the opener's second factor, and uses it up. Counting wrong ones is the caller's. An opener
   * without a second factor passes.
   */
  checkCode(
    code: string | null,
  ): Result<void, Failure<'vault/second-factor-needed' | 'vault/wrong-code' | 'vault/code-used'>>;

  /**
   * Makes a recovery kit: what `parts` open together, in the place of the kit there was, which opens nothing any more. An
   * administrator's act; that a second person is present is the caller's to see to. `also` runs in the same transaction
   * and keeps what is known of the kit (`saveRecoveryKit`).
   */
  makeRecoveryKit(
    actor: Actor,
    kit: { readonly number: string; readonly parts: RecoveryParts },
    also: Also,
  ): Promise<Result<void, Failure<'vault/not-administrator'>>>;

  /** The recovery kit that opens this vault now; null where there is none. */
  recoveryKit(): RecoveryKit | null;

  /** AES-256-GCM under the authority key. `purpose` (e.g. `authority/issuing`) must be the same when opening. */
  sealWithAuthority(plaintext: Uint8Array, purpose: string): Result<Uint8Array, Failure<'vault/not-administrator'>>;

  /** @throws VaultFault `vault/database-damaged` when the bytes were not sealed here, or for another purpose. */
  openWithAuthority(sealed: Uint8Array, purpose: string): Result<Uint8Array, Failure<'vault/not-administrator'>>;

  /**
   * Takes an online, encrypted, verified copy into a new folder, itself a vault. `reason` is why it goes where it goes.
   * Failures: `vault/exists`, `vault/read-only`, `vault/disk-full`, and `vault/database-damaged` or `vault/slots-damaged` when
   * the copy does not read back.
   */
  backup(actor: Actor, folder: string, reason?: string | null): Result<BackupReport, Failure<VaultFailure>>;

  /**
   * Rotates the data key: every page is encrypted anew, and each slot gets the new key without its pass phrase. An
   * administrator's act; survives a crash at any moment. Afterwards the vault is closed. Failures:
   * `vault/not-administrator`, `vault/slots-outdated`, `vault/disk-full`, `vault/io-error`, `vault/database-damaged`.
   */
  rekey(actor: Actor): Result<void, Failure<VaultFailure>>;

  /**
   * Closes the file and wipes the keys that this process can reach. Closing twice is allowed; so is closing on a disk that
   * takes no more: the entry of it is then missing, and the next one says so by following an opening.
   */
  close(why?: CloseReason): void;
}

export interface SlotState {
  readonly exists: boolean;
  readonly failed: number;
  readonly lockedAt: string | null;
  readonly secondFactor: boolean;
  /** Recovery codes that are left. */
  readonly recoveryLeft: number;
}

export type CloseReason = 'logout' | 'idle' | 'exit';

export interface NewSlot {
  readonly accountId: string | (() => string);
  readonly passPhrase: string;
  /** Whether the slot wraps the authority key. */
  readonly administrator: boolean;
}
