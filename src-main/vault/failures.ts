import { fail, type Failure, type JsonValue, type Result } from '../domain/result.ts';

/** Why a vault, its slots or its keys refused. Every code is its own cause; none of them leaves anything half written. */
export type VaultFailure =
  /** There is no vault in that folder. */
  | 'vault/not-found'
  /** `createVault` found something there already. */
  | 'vault/exists'
  /** Unknown user name or wrong pass phrase, not told apart. Details: `attemptsLeft`. */
  | 'vault/wrong-credentials'
  /** Too many failures. Details: `unlocksAt` (ISO 8601) for an administrator, null for everybody else. */
  | 'vault/account-locked'
  /** The pass phrase is right; the account has a second factor, and no code was given. */
  | 'vault/second-factor-needed'
  /** The code of the second factor is not right. Details: `attemptsLeft`. */
  | 'vault/wrong-code'
  /** The code was right, and was used before. Details: `attemptsLeft`. */
  | 'vault/code-used'
  /** `keyslots.json` is missing, not what it was, or asks for absurd key derivation. Details: `cause`. */
  | 'vault/slots-damaged'
  /** `vault.db` is missing, cut short or altered. Details: `cause`. */
  | 'vault/database-damaged'
  /**
   * The trail does not hold the last entry that was acknowledged: the end of the log is gone, or an older database was put
   * in place. Details: `found` and `acknowledged`, the numbers of the last entries.
   */
  | 'vault/entries-missing'
  /**
   * The write-ahead log beside the database is not its own: of an earlier state, of a copy that went its own way, or of
   * another vault. Details: `cause`.
   */
  | 'vault/log-of-other-state'
  /** Written by a later Countersign. Details: `found`, `supported`. */
  | 'vault/newer-version'
  /** Another process (or another window) holds the vault. */
  | 'vault/in-use'
  /** `vault.lock` holds something; it is empty in a sound vault, and cannot be locked otherwise. */
  | 'vault/lock-damaged'
  /** The folder or a file in it cannot be written. */
  | 'vault/read-only'
  /** No room left on the volume. */
  | 'vault/disk-full'
  /** The operating system reported a read or write error. Details: `cause`. */
  | 'vault/io-error'
  /** A list was asked to go on from a page that it never gave. Details: `after`. */
  | 'vault/no-such-page'
  /** A copy that was salvaged from a damaged vault takes no new work. Details: `action`. */
  | 'vault/salvaged'
  /** The account has a slot already. */
  | 'vault/slot-exists'
  /** A slot was made by an older version and has to be used once before. Details: `userNames`. */
  | 'vault/slots-outdated'
  /** The account has no slot. */
  | 'vault/no-slot'
  /** The vault has no recovery kit in force. */
  | 'vault/no-recovery-kit'
  /** The two parts do not open it together. Details: `attemptsLeft`, `number` of the kit that is in force. */
  | 'vault/wrong-recovery-parts'
  /** Too many tries at the kit. Details: `unlocksAt` (ISO 8601). */
  | 'vault/recovery-locked'
  /** The parts open the slot file, but the vault knows another kit, or this one as used. Details: `number`. */
  | 'vault/recovery-kit-void'
  /** The authority key is only to be had by an administrator who opened the vault. */
  | 'vault/not-administrator';

/**
 * What a disk or a damaged file does to a transaction in the middle of work: nobody can expect it and nobody nearby can
 * mend it, so it is thrown, with its code, and becomes a failure value at the edge. The transaction was rolled back.
 */
export class VaultFault extends Error {
  readonly code: VaultFailure;
  readonly details: Readonly<Record<string, JsonValue>>;

  constructor(code: VaultFailure, details: string | Readonly<Record<string, JsonValue>>) {
    super(`${code} ${JSON.stringify(details)}`);
    this.name = 'VaultFault';
    this.code = code;
    this.details = typeof details === 'string' ? { cause: details } : details;
  }
}

/**
 * The session ended, by its lock or its owner's leaving, while something was still to be done in it: what was not written is
 * not done. Thrown, since it can come between any two steps; it becomes a failure value at the edge.
 */
export class VaultClosed extends Error {
  constructor(when = 'the vault is closed') {
    super(when);
    this.name = 'VaultClosed';
  }
}

const causes: readonly (readonly [readonly string[], VaultFailure])[] = [
  [['EACCES', 'EPERM', 'EROFS'], 'vault/read-only'],
  [['ENOSPC', 'EDQUOT'], 'vault/disk-full'],
  [
    // A folder or a loop where a file should be, a drive or a share that is gone.
    ['EISDIR', 'ERR_FS_EISDIR', 'ENOTDIR', 'ELOOP', 'ENOENT', 'ENODEV', 'ENXIO', 'ESTALE', 'EBUSY', 'ETIMEDOUT'],
    'vault/io-error',
  ],
  [['EIO', 'EMFILE', 'ENFILE', 'ENAMETOOLONG'], 'vault/io-error'],
];

/** Whether the operating system refused file work: the disk is full, read-only or failing. */
export const isOfDisk = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code !== undefined && causes.some(([codes]) => codes.includes(code));
};

/** Runs file work; what the operating system refused comes out as a {@link VaultFault}, anything else as it was. */
export const faulting = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code;
    const fault = causes.find(([codes]) => code !== undefined && codes.includes(code));
    throw fault === undefined ? error : new VaultFault(fault[1], String(code));
  }
};

/** A {@link VaultFault} thrown by `work` as a failure value. */
export const refusals = <T>(work: () => Result<T, Failure<VaultFailure>>): Result<T, Failure<VaultFailure>> => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof VaultFault)) throw error;
    return fail(error.code, error.details);
  }
};
