import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { account, programActor } from './accounts.ts';
import { faulting } from './failures.ts';
import { replaceFile, type VaultFiles } from './folder.ts';
import { defaultKdfCost, type KdfCost } from './kdf.ts';
import {
  newSlotSecret,
  slotId,
  wipe,
  withSecondFactor,
  wrapSlot,
  writeSlotFile,
  type Slot,
  type SlotFile,
  type SlotKeys,
  type SlotSecret,
} from './key-slots.ts';
import type { Actor, Also, NewSlot, OpenVault, SlotState, VaultEnvironment } from './open-vault.ts';
import { newRecoverySlot, type RecoveryParts } from './recovery-slot.ts';
import { checkCode } from './second-factor.ts';
import {
  attempt,
  unlock,
  withSlot,
  type Credentials,
  type CredentialsFailure,
  type FactorUsed,
} from './slot-attempts.ts';
import { afterTheDoor, foundAtTheDoor, recordFindings } from './slot-door.ts';
import { saveBoxes, saveSlotsDigest, takeFailures } from './slot-ledger.ts';
import { slotsWithNextDataKey } from './slot-rotation.ts';

/** What a session holds of the slot that opened it. */
export type SessionKeys = SlotKeys & { readonly accountId: string; readonly totpSecret: Buffer | null };

/** What the keeper of the slots needs of the session it belongs to. */
export interface SlotKeeperParts {
  readonly files: VaultFiles;
  readonly slots: SlotFile;
  readonly keys: SessionKeys;
  readonly environment: VaultEnvironment;
  readonly database: Pick<OpenVault, 'read' | 'write'>;
}

/** The slot file of an open vault, kept in step with the database and its audit trail. */
export class SlotKeeper {
  readonly #parts: SlotKeeperParts;
  #slots: SlotFile;
  /** Of the opener's second factor. */
  #totpSecret: Buffer | null;
  #ended = false;
  /** Slot work is done one at a time: it waits for Argon2id between reading the file and writing it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SlotKeeperParts) {
    this.#parts = parts;
    this.#slots = parts.slots;
    this.#totpSecret = parts.keys.totpSecret;
  }

  /** The slot file as it stands on disk. */
  get file(): SlotFile {
    return this.#slots;
  }

  /** What every session starts with: takes over what happened at the door, and says who came in. */
  begin(upgraded: Slot | null, factor: FactorUsed): void {
    const own = this.#idOfAccount(this.#parts.keys.accountId);
    const found = this.#database.read((db) => foundAtTheDoor(db, this.#slots, own));
    if (found.strange)
      this.#database.write(programActor, (db, audit) => {
        takeFailures(db, audit, this.#slots);
        recordFindings(audit, this.#subject, found);
      });
    const next = afterTheDoor(this.#slots, found, upgraded);
    this.#writeWithSlots(
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
    return this.#inTurn(async () => {
      const own = slotId(this.#slots, credentials.userName) === this.#idOfAccount(this.#parts.keys.accountId);
      // The opener's session was opened with the code; it is asked for again where the caller gives one.
      const tried = await this.#attempt(
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
    return this.#inTurn(() =>
      this.#withSecret(slot, async (secret) => {
        const exists = (id: string): boolean => this.#slots.slots.some((one) => one.id === id);
        return this.#placeSlot(actor, slot, secret, 'slot.add', also, (id) =>
          exists(id) ? 'vault/slot-exists' : null,
        );
      }),
    );
  }

  resetSlot(actor: Actor, slot: NewSlot, also?: Also): ReturnType<OpenVault['resetSlot']> {
    return this.#inTurn(() =>
      this.#withSecret(slot, async (secret) => {
        const exists = (id: string): boolean => this.#slots.slots.some((one) => one.id === id);
        return this.#placeSlot(actor, slot, secret, 'slot.reset', also, (id) => (exists(id) ? null : 'vault/no-slot'));
      }),
    );
  }

  makeRecoveryKit(
    actor: Actor,
    kit: { readonly number: string; readonly parts: RecoveryParts },
    also: Also,
  ): ReturnType<OpenVault['makeRecoveryKit']> {
    return this.#inTurn(async () => {
      const { keys, environment } = this.#parts;
      if (keys.authorityKey === null) return fail('vault/not-administrator');
      const madeAt = environment.clock.now().toISOString();
      const recovery = await newRecoverySlot(this.#slots, { ...kit, madeAt }, keys, this.#kdf);
      this.#writeWithSlots(actor, () => ({ ...this.#slots, recovery }), also);
      return ok(undefined);
    });
  }

  /**
   * The one act of a recovery kit: an administrator's account gets a new slot, whether or not it had one. The kit is taken
   * out of the file afterwards: a crash before that leaves it there, for the next login to remove, and never leaves
   * nobody able to log in.
   */
  async appoint(slot: NewSlot, also: Also): Promise<Result<void, Failure<'vault/not-administrator'>>> {
    const placed = await this.#inTurn(() =>
      this.#withSecret(slot, async (secret) =>
        this.#placeSlot<never>(programActor, slot, secret, 'slot.reset', also, () => null),
      ),
    );
    if (!placed.ok) return placed;
    const number = this.#slots.recovery?.number ?? '';
    this.#writeWithSlots(
      programActor,
      () => ({ ...this.#slots, recovery: null }),
      (_, audit) => audit.record({ action: 'recovery.remove', subject: { type: 'recovery-kit', id: number } }),
    );
    return ok(undefined);
  }

  removeSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'slot.remove', also, (id) => ({
      ...this.#slots,
      slots: this.#slots.slots.filter((slot) => slot.id !== id),
    }));
  }

  unlockSlot(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'slot.unlock', also, (id) => unlock(this.#slots, id));
  }

  changePassPhrase(
    change: Credentials & { readonly newPassPhrase: string },
    also?: Also,
  ): Promise<Result<void, CredentialsFailure>> {
    return this.#inTurn(async () => {
      // The session that asks has given the code when it was opened.
      const tried = await this.#attempt(change, 'pass-phrase');
      if (!tried.ok) return tried;
      const secret = await newSlotSecret(change.newPassPhrase, this.#kdf);
      const { accountId } = tried.value;
      try {
        const { userName } = change;
        this.#writeWithSlots(
          { accountId },
          () => {
            const before = this.#slotOf(accountId);
            const slot = wrapSlot(this.#slots, { accountId, userName }, tried.value, secret);
            const { totpSecret } = tried.value;
            if (!before?.secondFactor || !totpSecret) return this.#replacing(slot);
            return this.#replacing(withSecondFactor(this.#slots, slot, totpSecret, before.secondFactor));
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
    return this.#database.read((db) => slotsWithNextDataKey(db, this.#slots, next));
  }

  slotState(accountId: string): SlotState {
    const slot = this.#slotOf(accountId);
    return {
      exists: slot !== undefined,
      failed: slot?.failed ?? 0,
      lockedAt: slot?.lockedAt ?? null,
      secondFactor: Boolean(slot?.secondFactor),
      recoveryLeft: slot?.secondFactor?.recovery.length ?? 0,
    };
  }

  enrolSecondFactor({ secret, step, recovery }: Parameters<OpenVault['enrolSecondFactor']>[0]): void {
    const { accountId } = this.#parts.keys;
    const slot = this.#slotOf(accountId);
    if (slot === undefined) throw new Error('the opener has no slot');
    this.#writeWithSlots(
      this.#parts.keys,
      () =>
        withSlot(this.#slots, withSecondFactor(this.#slots, slot, secret, { lastStep: step, recovery: [...recovery] })),
      (_, audit) => audit.record({ action: 'factor.enrol', subject: { type: 'account', id: accountId } }),
    );
    this.#forget();
    this.#totpSecret = Buffer.from(secret);
  }

  removeSecondFactor(actor: Actor, accountId: string, also?: Also): Result<void, Failure<'vault/no-slot'>> {
    return this.#changeSlot(actor, accountId, 'factor.remove', also, (id) => ({
      ...this.#slots,
      slots: this.#slots.slots.map((slot) => (slot.id === id ? { ...slot, secondFactor: null } : slot)),
    }));
  }

  checkCode(code: string | null): ReturnType<OpenVault['checkCode']> {
    const slot = this.#slotOf(this.#parts.keys.accountId);
    if (!slot?.secondFactor || this.#totpSecret === null) return ok(undefined);
    if (code === null) return fail('vault/second-factor-needed');
    const check = checkCode(slot.secondFactor, this.#totpSecret, code, this.#parts.environment.clock.now());
    if (!check.right) return fail(check.why);
    this.#saveSlots(withSlot(this.#slots, { ...slot, secondFactor: check.kept }));
    return ok(undefined);
  }

  /** The session is over: what is still being tried changes nothing any more. */
  end(): void {
    this.#ended = true;
    this.#forget();
  }

  /** Wipes what the session holds of the second factor. */
  #forget(): void {
    this.#totpSecret?.fill(0);
    this.#totpSecret = null;
  }

  get #database(): SlotKeeperParts['database'] {
    return this.#parts.database;
  }

  get #kdf(): KdfCost {
    return this.#parts.environment.kdf ?? defaultKdfCost;
  }

  get #subject(): { readonly type: string; readonly id: string } {
    return { type: 'vault', id: this.#slots.vaultId };
  }

  #slotIdOf(userName: string): string {
    return slotId(this.#slots, userName);
  }

  #idOfAccount(accountId: string): string {
    const owner = this.#database.read((db) => account(db, accountId));
    if (owner === undefined) throw new Error(`no account ${accountId}`);
    return this.#slotIdOf(owner.userName);
  }

  #slotOf(accountId: string): Slot | undefined {
    const id = this.#idOfAccount(accountId);
    return this.#slots.slots.find((slot) => slot.id === id);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #attempt(
    credentials: Credentials,
    asking: 'everything' | 'pass-phrase' = 'everything',
  ): Promise<Result<SessionKeys, CredentialsFailure>> {
    const before = this.#slots;
    const tried = await attempt(before, credentials, this.#parts.environment.clock, asking);
    if (this.#ended || this.#slots !== before) {
      if (tried.outcome.ok) wipe(tried.outcome.value);
      // Whether it was right stays untold: what came of it could not be written down any more.
      if (this.#ended) throw new Error('the vault was closed while a pass phrase was tried');
      // A slot was removed, a code used up: what was tried against the file of before would put it back.
      return this.#attempt(credentials, asking);
    }
    if (tried.file !== before) this.#saveSlots(tried.file);
    if (!tried.outcome.ok && this.#slots.failures.length > 0) {
      this.#database.write(programActor, (db, audit) => takeFailures(db, audit, this.#slots));
      this.#slots = { ...this.#slots, failures: [] };
    }
    return tried.outcome;
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
    let slots = this.#slots;
    const work: Also = (db, audit) => {
      also?.(db, audit);
      const id = typeof accountId === 'string' ? accountId : accountId();
      const owner = account(db, id);
      if (owner?.status !== 'active') throw new Error(`a slot for ${id}, which is no active account`);
      refused = obstacle(this.#slotIdOf(owner.userName));
      if (refused !== null) throw new Refused();
      const keys = { dataKey, authorityKey: administrator ? authorityKey : null };
      slots = this.#replacing(wrapSlot(this.#slots, { accountId: id, userName: owner.userName }, keys, secret));
      audit.record({ action, subject: { type: 'account', id }, details: { administrator } });
    };
    try {
      this.#writeWithSlots(actor, () => slots, work);
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
    const id = this.#idOfAccount(accountId);
    if (!this.#slots.slots.some((slot) => slot.id === id)) return fail('vault/no-slot');
    this.#writeWithSlots(
      actor,
      () => change(id),
      (db, audit) => {
        also?.(db, audit);
        audit.record({ action, subject: { type: 'account', id: accountId } });
      },
    );
    return ok(undefined);
  }

  #replacing(slot: Slot): SlotFile {
    return { ...this.#slots, slots: [...this.#slots.slots.filter((one) => one.id !== slot.id), slot] };
  }

  /**
   * Database and slot file together. The file is written last, before the commit: a crash between the two leaves a slot
   * file that the digest in the database contradicts, which the next session records (`slots.differ`) and mends.
   */
  #writeWithSlots(actor: Actor, slots: () => SlotFile, work: Also, proven?: string): void {
    const before = this.#slots;
    try {
      this.#database.write(actor, (db, audit) => {
        work(db, audit);
        const next = slots();
        saveBoxes(db, audit, before, next, proven);
        saveSlotsDigest(db, audit, next);
        this.#saveSlots(next);
      });
    } catch (error) {
      if (this.#slots !== before) this.#saveSlots(before);
      throw error;
    }
  }

  #saveSlots(slots: SlotFile): void {
    faulting(() => replaceFile(this.#parts.files.slots, writeSlotFile(slots)));
    this.#slots = slots;
  }
}

/** Carries a refusal out of a transaction, so that it is rolled back. */
class Refused extends Error {}
