import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { account, programActor } from './accounts.ts';
import { defaultKdfCost, type KdfCost } from './kdf.ts';
import {
  newSlotSecret,
  slotId,
  wipe,
  withSecondFactor,
  wrapSlot,
  type Slot,
  type SlotFile,
  type SlotSecret,
} from './key-slots.ts';
import { OpenerFactor } from './opener-factor.ts';
import type { Actor, Also, NewSlot, OpenVault, SlotState } from './open-vault.ts';
import { newRecoverySlot, type RecoveryParts } from './recovery-slot.ts';
import { unlock, type Credentials, type CredentialsFailure, type FactorUsed } from './slot-attempts.ts';
import { SlotBook, type SlotBookParts } from './slot-book.ts';
import { afterTheDoor, foundAtTheDoor, recordFindings } from './slot-door.ts';
import { takeFailures } from './slot-ledger.ts';
import { slotsWithNextDataKey } from './slot-rotation.ts';

/** The slot file of an open vault, kept in step with the database and its audit trail. */
export class SlotKeeper {
  readonly #parts: SlotBookParts;
  readonly #book: SlotBook;
  /** What the opener proves anew for a signature. */
  readonly factor: OpenerFactor;

  constructor(parts: SlotBookParts) {
    this.#parts = parts;
    this.#book = new SlotBook(parts);
    this.factor = new OpenerFactor(this.#book, parts);
  }

  /** The slot file as it stands on disk. */
  get file(): SlotFile {
    return this.#book.file;
  }

  /** What every session starts with: takes over what happened at the door, and says who came in. */
  begin(upgraded: Slot | null, factor: FactorUsed): void {
    const own = this.#book.idOf(this.#parts.keys.accountId);
    const found = this.#database.read((db) => foundAtTheDoor(db, this.#book.file, own));
    if (found.strange)
      this.#database.write(programActor, (db, audit) => {
        takeFailures(db, audit, this.#book.file);
        recordFindings(audit, this.#subject, found);
      });
    const next = afterTheDoor(this.#book.file, found, upgraded);
    this.#book.write(
      this.#parts.keys,
      () => next,
      (_, audit) =>
        audit.record({
          action: 'session.open',
          subject: { type: 'account', id: this.#parts.keys.accountId },
          details: factor === 'none' ? {} : { secondFactor: factor },
        }),
      own,
    );
  }

  authenticate(credentials: Credentials): Promise<Result<{ readonly accountId: string }, CredentialsFailure>> {
    return this.#book.inTurn(async () => {
      const own = slotId(this.#book.file, credentials.userName) === this.#book.idOf(this.#parts.keys.accountId);
      // The opener's session was opened with the code; it is asked for again where the caller gives one.
      const tried = await this.#book.attempt(
        credentials,
        own && credentials.code === undefined ? 'pass-phrase' : 'everything',
      );
      if (!tried.ok) return tried;
      wipe(tried.value);
      const { accountId } = tried.value;
      this.#database.write({ accountId }, (_, audit) =>
        audit.record({ action: 'session.authenticate', subject: { type: 'account', id: accountId } }),
      );
      return ok({ accountId });
    });
  }

  addSlot(actor: Actor, slot: NewSlot, also?: Also): ReturnType<OpenVault['addSlot']> {
    return this.#book.inTurn(() =>
      this.#withSecret(slot, async (secret) => {
        return this.#placeSlot(actor, slot, secret, 'slot.add', also, (id) =>
          this.#book.has(id) ? 'vault/slot-exists' : null,
        );
      }),
    );
  }

  resetSlot(actor: Actor, slot: NewSlot, also?: Also): ReturnType<OpenVault['resetSlot']> {
    return this.#book.inTurn(() =>
      this.#withSecret(slot, async (secret) => {
        return this.#placeSlot(actor, slot, secret, 'slot.reset', also, (id) =>
          this.#book.has(id) ? null : 'vault/no-slot',
        );
      }),
    );
  }

  makeRecoveryKit(
    actor: Actor,
    kit: { readonly number: string; readonly parts: RecoveryParts },
    also: Also,
  ): ReturnType<OpenVault['makeRecoveryKit']> {
    return this.#book.inTurn(async () => {
      const { keys, environment } = this.#parts;
      if (keys.authorityKey === null) return fail('vault/not-administrator');
      const madeAt = environment.clock.now().toISOString();
      const recovery = await newRecoverySlot(this.#book.file, { ...kit, madeAt }, keys, this.#kdf);
      this.#book.write(actor, () => ({ ...this.#book.file, recovery }), also);
      return ok(undefined);
    });
  }

  /**
   * The one act of a recovery kit: an administrator's account gets a new slot, whether or not it had one. The kit is taken
   * out of the file afterwards: a crash before that leaves it there, for the next login to remove, and never leaves
   * nobody able to log in.
   */
  async appoint(slot: NewSlot, also: Also): Promise<Result<void, Failure<'vault/not-administrator'>>> {
    const placed = await this.#book.inTurn(() =>
      this.#withSecret(slot, async (secret) =>
        this.#placeSlot<never>(programActor, slot, secret, 'slot.reset', also, () => null),
      ),
    );
    if (!placed.ok) return placed;
    const number = this.#book.file.recovery?.number ?? '';
    this.#book.write(
      programActor,
      () => ({ ...this.#book.file, recovery: null }),
      (_, audit) => audit.record({ action: 'recovery.remove', subject: { type: 'recovery-kit', id: number } }),
    );
    return ok(undefined);
  }

  removeSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'slot.remove', also, (id) => ({
      ...this.#book.file,
      slots: this.#book.file.slots.filter((slot) => slot.id !== id),
    }));
  }

  unlockSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'slot.unlock', also, (id) => unlock(this.#book.file, id));
  }

  changePassPhrase(
    change: Credentials & { readonly newPassPhrase: string },
    also?: Also,
  ): Promise<Result<void, CredentialsFailure>> {
    return this.#book.inTurn(async () => {
      // The session that asks has given the code when it was opened.
      const tried = await this.#book.attempt(change, 'pass-phrase');
      if (!tried.ok) return tried;
      const secret = await newSlotSecret(change.newPassPhrase, this.#kdf);
      const { accountId } = tried.value;
      try {
        const { userName } = change;
        this.#book.write(
          { accountId },
          () => {
            const before = this.#book.slotOf(accountId);
            const slot = wrapSlot(this.#book.file, { accountId, userName }, tried.value, secret);
            const { totpSecret } = tried.value;
            if (!before?.secondFactor || !totpSecret) return this.#book.with(slot);
            return this.#book.with(withSecondFactor(this.#book.file, slot, totpSecret, before.secondFactor));
          },
          (db, audit) => {
            audit.record({ action: 'slot.change-pass-phrase', subject: { type: 'account', id: accountId } });
            also?.(db, audit);
          },
        );
        return ok(undefined);
      } finally {
        secret.key.fill(0);
        wipe(tried.value);
      }
    });
  }

  withNextDataKey(next: Uint8Array): ReturnType<typeof slotsWithNextDataKey> {
    return this.#database.read((db) => slotsWithNextDataKey(db, this.#book.file, next));
  }

  slotState(accountId: string): SlotState {
    const slot = this.#book.slotOf(accountId);
    return {
      exists: slot !== undefined,
      failed: slot?.failed ?? 0,
      lockedAt: slot?.lockedAt ?? null,
      secondFactor: Boolean(slot?.secondFactor),
      recoveryLeft: slot?.secondFactor?.recovery.length ?? 0,
    };
  }

  removeSecondFactor(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'factor.remove', also, (id) => ({
      ...this.#book.file,
      slots: this.#book.file.slots.map((slot) => (slot.id === id ? { ...slot, secondFactor: null } : slot)),
    }));
  }

  /** The session is over: what is still being tried changes nothing any more. */
  end(): void {
    this.#book.end();
    this.factor.forget();
  }

  get #database(): SlotBookParts['database'] {
    return this.#parts.database;
  }

  get #kdf(): KdfCost {
    return this.#parts.environment.kdf ?? defaultKdfCost;
  }

  get #subject(): { readonly type: string; readonly id: string } {
    return { type: 'vault', id: this.#book.file.vaultId };
  }

  async #withSecret<T>(
    slot: NewSlot,
    work: (secret: SlotSecret) => Promise<T>,
  ): Promise<T | { readonly ok: false; readonly error: Failure<'vault/not-administrator'> }> {
    if (slot.administrator && this.#parts.keys.authorityKey === null) return fail('vault/not-administrator');
    const secret = await newSlotSecret(slot.passPhrase, this.#kdf);
    try {
      return await work(secret);
    } finally {
      secret.key.fill(0);
    }
  }

  #placeSlot<Code extends string>(
    actor: Actor,
    { accountId, administrator }: NewSlot,
    secret: SlotSecret,
    action: 'slot.add' | 'slot.reset',
    also: Also | undefined,
    obstacle: (id: string) => Code | null,
  ): Result<void, Failure<Code>> {
    const { dataKey, authorityKey } = this.#parts.keys;
    let refused: Code | null = null;
    let slots = this.#book.file;
    const work: Also = (db, audit) => {
      also?.(db, audit);
      const id = typeof accountId === 'string' ? accountId : accountId();
      const owner = account(db, id);
      if (owner?.status !== 'active') throw new Error(`a slot for ${id}, which is no active account`);
      refused = obstacle(this.#book.idOf(id));
      if (refused !== null) throw new Refused();
      const keys = { dataKey, authorityKey: administrator ? authorityKey : null };
      slots = this.#book.with(wrapSlot(this.#book.file, { accountId: id, userName: owner.userName }, keys, secret));
      audit.record({ action, subject: { type: 'account', id }, details: { administrator } });
    };
    try {
      this.#book.write(actor, () => slots, work);
      return ok(undefined);
    } catch (error) {
      if (error instanceof Refused && refused !== null) return fail(refused);
      throw error;
    }
  }

  #changeSlot(
    actor: Actor,
    accountId: string,
    action: 'slot.remove' | 'slot.unlock' | 'factor.remove',
    also: Also | undefined,
    change: (id: string) => SlotFile,
  ): Result<void, Failure<'vault/no-slot'>> {
    const id = this.#book.idOf(accountId);
    if (!this.#book.has(id)) return fail('vault/no-slot');
    this.#book.write(
      actor,
      () => change(id),
      (db, audit) => {
        also?.(db, audit);
        audit.record({ action, subject: { type: 'account', id: accountId } });
      },
    );
    return ok(undefined);
  }
}

/** Carries a refusal out of a transaction, so that it is rolled back. */
class Refused extends Error {}
