import type { Result } from '../domain/result.ts';
import { account, programActor } from './accounts.ts';
import { faulting, VaultClosed } from './failures.ts';
import { replaceFile, type VaultFiles } from './folder.ts';
import { slotId, wipe, writeSlotFile, type Slot, type SlotFile, type SlotKeys } from './key-slots.ts';
import type { Actor, Also, OpenVault, VaultEnvironment } from './open-vault.ts';
import { attempt, type Credentials, type CredentialsFailure } from './slot-attempts.ts';
import { saveBoxes, saveSlotsDigest, takeFailures } from './slot-ledger.ts';

/** What a session holds of the slot that opened it. */
export type SessionKeys = SlotKeys & { readonly accountId: string; readonly totpSecret: Buffer | null };

/** What the book of the slots needs of the session it belongs to. */
export interface SlotBookParts {
  readonly files: VaultFiles;
  readonly slots: SlotFile;
  readonly keys: SessionKeys;
  readonly environment: VaultEnvironment;
  readonly database: Pick<OpenVault, 'read' | 'write'>;
}

/** The slot file of an open vault as it stands on disk: looked up, tried against, and written in step with the database. */
export class SlotBook {
  readonly #parts: SlotBookParts;
  #file: SlotFile;
  #ended = false;
  /** Slot work is done one at a time: it waits for Argon2id between reading the file and writing it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SlotBookParts) {
    this.#parts = parts;
    this.#file = parts.slots;
  }

  /** As it stands on disk. */
  get file(): SlotFile {
    return this.#file;
  }

  /** The id that an account's slot has, whether or not it is there. */
  idOf(accountId: string): string {
    const owner = this.#parts.database.read((db) => account(db, accountId));
    if (owner === undefined) throw new Error(`no account ${accountId}`);
    return slotId(this.#file, owner.userName);
  }

  slotOf(accountId: string): Slot | undefined {
    const id = this.idOf(accountId);
    return this.#file.slots.find((slot) => slot.id === id);
  }

  /** @param id of a slot */
  has(id: string): boolean {
    return this.#file.slots.some((slot) => slot.id === id);
  }

  /** The file with this slot in it, in place of the one of the same id. */
  with(slot: Slot): SlotFile {
    return { ...this.#file, slots: [...this.#file.slots.filter((one) => one.id !== slot.id), slot] };
  }

  /** After all slot work that was asked for before. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Tries credentials against the file, and writes down what came of it. */
  async attempt(
    credentials: Credentials,
    asking: 'everything' | 'pass-phrase' = 'everything',
  ): Promise<Result<SessionKeys, CredentialsFailure>> {
    const before = this.#file;
    const tried = await attempt(before, credentials, this.#parts.environment.clock, asking);
    if (this.#ended || this.#file !== before) {
      if (tried.outcome.ok) wipe(tried.outcome.value);
      // Whether it was right stays untold: what came of it could not be written down any more.
      if (this.#ended) throw new VaultClosed('the vault was closed while a pass phrase was tried');
      // A slot was removed, a code used up: what was tried against the file of before would put it back.
      return this.attempt(credentials, asking);
    }
    if (tried.file !== before) this.save(tried.file);
    if (!tried.outcome.ok && this.#file.failures.length > 0) {
      this.#parts.database.write(programActor, (db, audit) => takeFailures(db, audit, this.#file));
      this.#file = { ...this.#file, failures: [] };
    }
    return tried.outcome;
  }

  /** The session is over: what is still being tried changes nothing any more. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Database and slot file together. The file is written last, before the commit: a crash between the two leaves a slot
   * file that the digest in the database contradicts, which the next session records (`slots.differ`) and mends.
   */
  write(actor: Actor, next: () => SlotFile, work: Also, proven?: string): void {
    const before = this.#file;
    try {
      this.#parts.database.write(actor, (db, audit) => {
        work(db, audit);
        const slots = next();
        saveBoxes(db, audit, before, slots, proven);
        saveSlotsDigest(db, audit, slots);
        this.save(slots);
      });
    } catch (error) {
      if (this.#file !== before) this.save(before);
      throw error;
    }
  }

  /** The file alone: counters and locks, which the database does not know. */
  save(slots: SlotFile): void {
    faulting(() => replaceFile(this.#parts.files.slots, writeSlotFile(slots)));
    this.#file = slots;
  }
}
