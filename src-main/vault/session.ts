import { randomBytes } from 'node:crypto';
import { canonicalize } from '../domain/canonical-json.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { account, programAccount } from './accounts.ts';
import type { AuditAccount, AuditHead } from './audit/entry.ts';
import { auditHead } from './audit/verify.ts';
import { auditWriter, type AuditWriter } from './audit/writer.ts';
import type { Connection } from './driver.ts';
import { seal, unseal } from './envelope.ts';
import { copyVault, type BackupReport } from './backup.ts';
import { refusals, VaultClosed, VaultFault, type VaultFailure } from './failures.ts';
import type { VaultFiles } from './folder.ts';
import { readable, writable, type ReadableVault, type WritableVault } from './handle.ts';
import { longWrite, settleLog, type LongWrite, type WriteSteps } from './long-write.ts';
import { rotated, wipe, type Slot, type SlotFile } from './key-slots.ts';
import type { Actor, CloseReason, OpenVault, VaultEnvironment } from './open-vault.ts';
import { salvagedKey, setting, vaultIdentity, type VaultIdentity } from './settings.ts';
import { kitInForce, type RecoveryKit } from './recovery-kit.ts';
import { copyUnderKey, putInPlace } from './rekey.ts';
import { HeadMark } from './head-mark.ts';
import type { FactorUsed } from './slot-attempts.ts';
import type { SessionKeys } from './slot-book.ts';
import { SlotKeeper } from './slot-keeper.ts';
import { saveSlotsDigest } from './slot-ledger.ts';

/** Milliseconds without a look at the vault that count as a quiet moment. */
const quietMs = 1_500;

interface Look {
  readonly now: Date;
  readonly wall: number;
  readonly steady: number;
}

interface Handles {
  readonly db: WritableVault;
  readonly audit: ReturnType<typeof auditWriter>;
}

/** What a session takes over from the one who opened the files. */
export interface SessionParts {
  readonly files: VaultFiles;
  readonly connection: Connection;
  readonly lock: { release(): void };
  readonly slots: SlotFile;
  readonly keys: SessionKeys;
  readonly environment: VaultEnvironment;
  readonly foundHead: AuditHead;
}

/** What happens in a salvaged copy too: people come and go, as their login demands, read, check, and take things out. */
const ofReaders: readonly RegExp[] = [
  /^(?:session|slots?|account\.set-pass-phrase|factor\.enrol|clock|search)\b/,
  /^(?:vault|backup|audit\.verify)\b/,
  /^(?:export|(?:access|audit|dossier|logins|register|trends)\.export|(?:enrolment|record)\.save-copy)\b/,
];

/** An open vault: one connection, one lock, and the keeper of its slots. */
export class Session implements OpenVault {
  readonly accountId: string;
  readonly folder: string;
  readonly identity: VaultIdentity;
  readonly salvaged: boolean;
  readonly foundHead: AuditHead;
  readonly authenticate: OpenVault['authenticate'];
  readonly addSlot: OpenVault['addSlot'];
  readonly resetSlot: OpenVault['resetSlot'];
  readonly removeSlot: OpenVault['removeSlot'];
  readonly changePassPhrase: OpenVault['changePassPhrase'];
  readonly unlockSlot: OpenVault['unlockSlot'];
  readonly slotState: OpenVault['slotState'];
  readonly enrolSecondFactor: OpenVault['enrolSecondFactor'];
  readonly removeSecondFactor: OpenVault['removeSecondFactor'];
  readonly checkCode: OpenVault['checkCode'];
  readonly makeRecoveryKit: OpenVault['makeRecoveryKit'];
  readonly appoint: SlotKeeper['appoint'];
  readonly #parts: SessionParts;
  readonly #slots: SlotKeeper;
  #open = true;
  /** Both clocks at the last write of this session. */
  #look: { readonly wall: number; readonly steady: number } | null = null;
  #mark: HeadMark | null = null;
  #long: LongWrite<unknown> | null = null;
  /** How often the connection was asked for. */
  #uses = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const slots = new SlotKeeper({ ...parts, database: this });
    this.#slots = slots;
    this.authenticate = (credentials) => slots.authenticate(credentials);
    this.addSlot = (actor, slot, also) => slots.addSlot(actor, slot, also);
    this.resetSlot = (actor, slot, also) => slots.resetSlot(actor, slot, also);
    this.removeSlot = (actor, accountId, also) => slots.removeSlot(actor, accountId, also);
    this.changePassPhrase = (change, also) => slots.changePassPhrase(change, also);
    this.unlockSlot = (actor, accountId, also) => slots.unlockSlot(actor, accountId, also);
    this.slotState = (accountId) => slots.slotState(accountId);
    this.enrolSecondFactor = (factor) => slots.factor.enrol(factor);
    this.removeSecondFactor = (actor, accountId, also) => slots.removeSecondFactor(actor, accountId, also);
    this.checkCode = (code) => slots.factor.check(code);
    this.makeRecoveryKit = (actor, kit, also) => slots.makeRecoveryKit(actor, kit, also);
    this.appoint = (slot, also) => slots.appoint(slot, also);
    this.accountId = parts.keys.accountId;
    this.foundHead = parts.foundHead;
    this.folder = parts.files.folder;
    this.identity = this.read(vaultIdentity);
    this.salvaged = this.read((db) => setting(db, salvagedKey)) !== undefined;
  }

  /** What every session starts with: takes over what happened at the door, and says who came in. */
  begin(upgraded: Slot | null, factor: FactorUsed): void {
    this.keepMark();
    this.#slots.begin(upgraded, factor);
  }

  /** From here on what is acknowledged is kept beside the database too. */
  keepMark(): void {
    this.#mark = HeadMark.begin(this.#parts.files.head, this.#parts.keys.dataKey, this.read(auditHead));
  }

  recoveryKit(): RecoveryKit | null {
    return this.read((db) => kitInForce(db, this.#slots.file));
  }

  get hasAuthority(): boolean {
    return this.#parts.keys.authorityKey !== null;
  }

  read<T>(work: (db: ReadableVault) => T): T {
    return work(readable(this.#connection));
  }

  write<T>(actor: Actor, work: (db: WritableVault, audit: AuditWriter) => T): T {
    const { value, head } = this.#writeTo(this.#connection, actor, work);
    this.#mark?.advance(head);
    return value;
  }

  #writeTo<T>(
    connection: Connection,
    actor: Actor,
    work: (db: WritableVault, audit: AuditWriter) => T,
  ): { readonly value: T; readonly head: AuditHead } {
    const look = this.#lookNow();
    const written = connection.transaction(() => {
      const { db, audit } = this.#handles(connection, actor, look);
      const value = work(db, audit);
      if (value instanceof Promise) throw new Error('a transaction cannot wait');
      this.#judge(audit);
      return { value, head: audit.head() };
    });
    this.#look = look;
    return written;
  }

  get writing(): boolean {
    return this.#long !== null;
  }

  async writeInSteps<T>(
    actor: Actor,
    steps: (db: WritableVault, audit: AuditWriter) => WriteSteps<T>,
    goesOn: () => boolean,
  ): Promise<T | null> {
    const connection = this.#connection;
    const look = this.#lookNow();
    const begun = (): Handles => this.#handles(connection, actor, look);
    const judge = (audit: Handles['audit']): void => this.#judge(audit);
    const judged = function* () {
      const { db, audit } = begun();
      const value = yield* steps(db, audit);
      judge(audit);
      return { value, head: audit.head() };
    };
    const write = longWrite(connection, judged(), goesOn, ({ head }) => {
      this.#look = look;
      this.#mark?.advance(head);
    });
    this.#long = write;
    try {
      return (await write.outcome)?.value ?? null;
    } finally {
      if (this.#long === write) this.#long = null;
      this.#settleLater(connection);
    }
  }

  #lookNow(): Look {
    const { clock } = this.#parts.environment;
    const now = clock.now();
    return { now, wall: now.getTime(), steady: clock.steady() };
  }

  #handles(connection: Connection, actor: Actor, { now, wall, steady }: Look): Handles {
    const { clock, appVersion } = this.#parts.environment;
    const drift = this.#look && wall - this.#look.wall - (steady - this.#look.steady);
    const db = writable(connection);
    const moment = { now, zone: clock.zone(), appVersion, drift };
    return { db, audit: auditWriter(db, auditAccount(db, actor), moment) };
  }

  /** What every write has to have done. */
  #judge(audit: Handles['audit']): void {
    const acts = audit.written();
    if (acts.length === 0) throw new Error('a write without an audit entry');
    const newWork = acts.find((action) => !ofReaders.some((kind) => kind.test(action)));
    if (this.salvaged && newWork !== undefined) throw new VaultFault('vault/salvaged', { action: newWork });
  }

  /** What a long write left in the log is copied into the database in a quiet moment; closing does it too. */
  #settleLater(connection: Connection): void {
    const used = this.#uses;
    setTimeout(() => {
      if (!this.#open || this.#long !== null) return;
      if (used !== this.#uses) {
        this.#settleLater(connection);
        return;
      }
      try {
        settleLog(connection);
      } catch (error) {
        // A disk that takes no more: what was committed stands in the log, and the next commit tries again.
        if (!(error instanceof VaultFault)) throw error;
      }
    }, quietMs).unref();
  }

  sealWithAuthority(plaintext: Uint8Array, purpose: string): Result<Uint8Array, Failure<'vault/not-administrator'>> {
    const { authorityKey } = this.#parts.keys;
    if (authorityKey === null) return fail('vault/not-administrator');
    return ok(seal(authorityKey, plaintext, this.#purpose(purpose)));
  }

  openWithAuthority(sealed: Uint8Array, purpose: string): Result<Uint8Array, Failure<'vault/not-administrator'>> {
    const { authorityKey } = this.#parts.keys;
    if (authorityKey === null) return fail('vault/not-administrator');
    const plaintext = unseal(authorityKey, sealed, this.#purpose(purpose));
    if (plaintext === null) throw new VaultFault('vault/database-damaged', `sealed ${purpose}`);
    return ok(plaintext);
  }

  backup(actor: Actor, folder: string, reason: string | null = null): Result<BackupReport, Failure<VaultFailure>> {
    return refusals(() => {
      const report = copyVault(this.#connection, this.#parts.keys.dataKey, this.#slots.file, folder);
      const { bytes, head } = report;
      this.write(actor, (_, audit) =>
        audit.record({
          action: 'vault.backup',
          subject: { type: 'vault', id: this.identity.id },
          reason,
          details: { folder, bytes, head: { ...head } },
        }),
      );
      return ok(report);
    });
  }

  rekey(actor: Actor): Result<void, Failure<VaultFailure>> {
    if (!this.hasAuthority) return fail('vault/not-administrator');
    const { files, keys, lock } = this.#parts;
    const next = randomBytes(keys.dataKey.length);
    return refusals(() => {
      try {
        const slots = this.#slots.withNextDataKey(next);
        if (!slots.ok) return slots;
        let head: AuditHead = this.foundHead;
        copyUnderKey(files, this.#connection, { present: keys.dataKey, next }, (copy) => {
          const done = this.#writeTo(copy, actor, (db, audit) => {
            saveSlotsDigest(db, audit, rotated(slots.value));
            audit.record({ action: 'vault.rekey', subject: { type: 'vault', id: this.identity.id } });
          });
          head = done.head;
        });
        this.#open = false;
        this.#parts.connection.close();
        putInPlace(files, slots.value);
        // The mark of before is under the old key, and says nothing any more.
        HeadMark.begin(files.head, next, head)?.close();
        return ok(undefined);
      } finally {
        next.fill(0);
        if (!this.#open) {
          this.#wipe();
          this.#mark?.close();
          lock.release();
        }
      }
    });
  }

  close(why: CloseReason = 'logout'): void {
    if (!this.#open) return;
    try {
      this.write(this, (_, audit) =>
        audit.record({ action: 'session.close', subject: { type: 'account', id: this.accountId }, details: { why } }),
      );
    } catch (error) {
      if (!(error instanceof VaultFault)) throw error;
    } finally {
      this.end();
    }
  }

  /** Closes without an entry: nobody was logged in. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#wipe();
    this.#parts.connection.close();
    this.#mark?.close();
    this.#parts.lock.release();
  }

  #wipe(): void {
    wipe(this.#parts.keys);
    this.#slots.end();
  }

  get #connection(): Connection {
    if (!this.#open) throw new VaultClosed();
    this.#uses += 1;
    this.#long?.finish();
    return this.#parts.connection;
  }

  #purpose(purpose: string): string {
    return canonicalize(['countersign-authority', this.identity.id, purpose]);
  }
}

const auditAccount = (db: ReadableVault, actor: Actor): AuditAccount => {
  if (actor.accountId === programAccount.id) return programAccount;
  const row = account(db, actor.accountId);
  if (row === undefined) throw new Error(`no account ${actor.accountId}`);
  return { id: row.id, userName: row.userName, roles: row.roles };
};
