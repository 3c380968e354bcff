import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditAction } from '../domain/audit-events.ts';
import { fail, ok, type Failure, type JsonValue, type Result } from '../domain/result.ts';
import { Role } from '../domain/roles.ts';
import { account, createAccount, programAccount } from './accounts.ts';
import type { AuditHead } from './audit/entry.ts';
import { auditHead, placeOfHead } from './audit/verify.ts';
import { auditWriter } from './audit/writer.ts';
import { Connection, holdFile } from './driver.ts';
import { faulting, refusals, VaultFault, type VaultFailure } from './failures.ts';
import { mayWrite, replaceFile, syncFolder, vaultFiles, type VaultFiles } from './folder.ts';
import { readable, writable, type ReadableVault } from './handle.ts';
import { HeadMark } from './head-mark.ts';
import { assertSound, assertWal } from './health.ts';
import { defaultKdfCost } from './kdf.ts';
import { newSlotFile, wipe, newSlotSecret, readSlotFile, wrapSlot, writeSlotFile, type SlotFile } from './key-slots.ts';
import { mendInForce } from './mend-in-force.ts';
import { migrate, schemaVersion, versionOf } from './migrate.ts';
import type { OpenVault, VaultEnvironment } from './open-vault.ts';
import { settleRotation } from './rekey.ts';
import { rebuildSearch } from './search.ts';
import { showSearchWords } from './search-words.ts';
import { Session } from './session.ts';
import { saveIdentity, vaultIdentity } from './settings.ts';
import { StoredTrail } from './stored-trail.ts';
import { freeUserName, type UserNameFailure } from './user-name.ts';
import type { SessionKeys } from './slot-book.ts';
import { attempt, attemptLimit, type Credentials, type Opened } from './slot-attempts.ts';

export interface CreateVault extends VaultEnvironment {
  /** The vault's own folder, `.../NAME.vault`; it must not exist yet. Its parents are made. */
  readonly folder: string;
  readonly name: string;
  readonly organisation: string;
  readonly administrator: Credentials & { readonly fullName: string };
}

export interface OpenVaultInput extends VaultEnvironment, Credentials {
  /** `pass-phrase`: for a restore drill, by somebody whose session was opened with all that login asks for. */
  readonly asking?: 'everything' | 'pass-phrase';
  /**
   * Opens a vault although acknowledged entries are missing from its trail (`vault/entries-missing`), and why. An
   * administrator's act; it is the first thing that is written.
   */
  readonly acceptMissing?: string | null;
  readonly folder: string;
}

/**
 * Creates a vault with its first administrator and opens it. The folder appears whole or not at all: it is made beside
 * its place and renamed. Failures: `vault/exists`, `vault/read-only`, `vault/disk-full`, or a user name that cannot be.
 */
export const createVault = async (
  input: CreateVault,
): Promise<Result<OpenVault, Failure<VaultFailure> | UserNameFailure>> => {
  const free = freeUserName(input.administrator.userName, [programAccount]);
  if (!free.ok) return free;
  if (existsSync(input.folder)) return fail('vault/exists');
  const secret = await newSlotSecret(input.administrator.passPhrase, input.kdf ?? defaultKdfCost);
  const keys = { dataKey: randomBytes(32), authorityKey: randomBytes(32) };
  const building = `${input.folder}.${randomUUID()}`;
  return refusals(() => {
    try {
      faulting(() => mkdirSync(building, { recursive: true, mode: 0o700 }));
      const empty = newSlotFile(randomUUID());
      const accountId = fillDatabase(vaultFiles(building), empty.vaultId, keys.dataKey, input);
      const owner = { accountId, userName: input.administrator.userName };
      const slots = { ...empty, slots: [wrapSlot(empty, owner, keys, secret)] };
      faulting(() => {
        replaceFile(vaultFiles(building).slots, writeSlotFile(slots));
        writeFileSync(vaultFiles(building).lock, '', { mode: 0o600 });
        if (existsSync(input.folder)) throw new VaultFault('vault/exists', 'appeared meanwhile');
        renameSync(building, input.folder);
        syncFolder(dirname(input.folder));
      });
      const files = vaultFiles(input.folder);
      const lock = take(files);
      try {
        return ok(openSession(files, lock, slots, { ...keys, accountId, totpSecret: null, factor: 'none' }, input));
      } catch (error) {
        lock.release();
        throw error;
      }
    } finally {
      secret.key.fill(0);
      rmSync(building, { recursive: true, force: true });
    }
  });
};

/**
 * Opens a vault with one account's pass phrase. Failures (each leaves the files as they were, but for the count of
 * failed logins): all of {@link VaultFailure} that can concern opening, `vault/not-found` to `vault/io-error`.
 */
export const openVault = async (input: OpenVaultInput): Promise<Result<OpenVault, Failure<VaultFailure>>> => {
  const files = vaultFiles(input.folder);
  if (!existsSync(files.slots) && !existsSync(files.database)) return fail('vault/not-found');
  const lock = refusals(() => ok(heldForWriting(files)));
  if (!lock.ok) return lock;
  let opened: OpenVault | null = null;
  try {
    const slots = readSlots(files);
    if (!slots.ok) return slots;
    if (!hasFirstPage(files.database)) return fail('vault/database-damaged', { cause: 'missing or cut short' });
    const tried = await attempt(slots.value, input, input.clock, input.asking);
    if (!tried.outcome.ok) {
      const kept = refusals(() => ok(faulting(() => replaceFile(files.slots, writeSlotFile(tried.file)))));
      return kept.ok ? tried.outcome : kept;
    }
    const found = tried.outcome.value;
    const session = refusals(() => {
      assertWal(files.database, keysOf(found));
      const settled = settleRotation(files, tried.file, found);
      const acknowledged = faulting(() => HeadMark.read(files.head, settled.dataKey));
      return ok(openSession(files, lock.value, settled.slots, { ...found, ...settled }, input, acknowledged));
    });
    if (session.ok) opened = session.value;
    return session;
  } finally {
    if (opened === null) lock.value.release();
  }
};

/** Everything after the keys are known. Throws {@link VaultFault}, and has then closed the database and wiped the keys. */
const openSession = (
  files: VaultFiles,
  lock: { release(): void },
  slots: SlotFile,
  keys: Pick<Opened, 'dataKey' | 'authorityKey' | 'accountId' | 'totpSecret' | 'factor'> & {
    readonly upgraded?: Opened['upgraded'];
  },
  environment: OpenEnvironment,
  acknowledged: AuditHead | null = null,
): OpenVault =>
  withSession(files, lock, slots, keys, { environment, acknowledged }, (session, db) => {
    if (account(db, keys.accountId)?.status !== 'active')
      throw new VaultFault('vault/wrong-credentials', { attemptsLeft: attemptLimit - 1 });
    return () => session.begin(keys.upgraded ?? null, keys.factor);
  });

type OpenEnvironment = VaultEnvironment & Pick<OpenVaultInput, 'acceptMissing'>;

/**
 * The database checked, brought up to date and in a session; likewise. `admit` says who may have it, and answers what the
 * session begins with.
 */
export const withSession = (
  files: VaultFiles,
  lock: { release(): void },
  slots: SlotFile,
  keys: SessionKeys,
  { environment, acknowledged }: { readonly environment: OpenEnvironment; readonly acknowledged: AuditHead | null },
  admit: (session: Session, db: ReadableVault) => () => void,
): Session => {
  let connection: Connection | null = null;
  try {
    const acceptance = keys.authorityKey === null ? null : (environment.acceptMissing ?? null);
    if (acknowledged !== null && acceptance === null) assertHolds(files.database, keys.dataKey, acknowledged);
    connection = Connection.open(files.database, keys.dataKey, 'existing');
    const found = versionOf(connection);
    if (found === 0) throw new VaultFault('vault/database-damaged', 'empty');
    if (found > schemaVersion) throw new VaultFault('vault/newer-version', { found, supported: schemaVersion });
    const { searchDamaged } = assertSound(connection, files.database);
    const foundHead = auditHead(readable(connection));
    const missing = acknowledged !== null && placeOfHead(readable(connection), acknowledged) !== 'on-chain';
    if (missing && acceptance === null) throw entriesMissing(acknowledged, foundHead);
    if (found < schemaVersion) upgrade(connection, found, environment);
    if (searchDamaged) mendSearch(connection, environment);
    showSearchWords(connection);
    const db = writable(connection);
    if (vaultIdentity(db).id !== slots.vaultId) throw new VaultFault('vault/slots-damaged', 'of another vault');
    // Alone: what was given to open the vault holds a pass phrase, and a session lives for hours.
    const { clock, appVersion, kdf } = environment;
    const lasting = { clock, appVersion, ...(kdf === undefined ? {} : { kdf }) };
    const session = new Session({ files, connection, lock, slots, keys, environment: lasting, foundHead });
    const begin = admit(session, db);
    if (missing)
      session.write(session, (_, audit) =>
        audit.record({
          action: 'vault.accept-loss',
          subject: { type: 'vault', id: slots.vaultId },
          reason: acceptance,
          details: { acknowledged: { ...acknowledged }, found: { ...foundHead } },
        }),
      );
    begin();
    return session;
  } catch (error) {
    connection?.close();
    wipe(keys);
    throw error;
  }
};

/** Before SQLite has touched the files: what is left of the log is evidence. @throws VaultFault `vault/entries-missing` */
const assertHolds = (database: string, dataKey: Uint8Array, acknowledged: AuditHead): void =>
  StoredTrail.look(database, dataKey, 'as-sqlite', (trail) => {
    const place = trail.placeOf(acknowledged);
    const found = trail.head();
    if (found !== null && place !== null && place !== 'on-chain') throw entriesMissing(acknowledged, found);
  });

const entriesMissing = (acknowledged: AuditHead, found: AuditHead): VaultFault =>
  new VaultFault('vault/entries-missing', { found: found.seq, acknowledged: acknowledged.seq });

const upgrade = (connection: Connection, from: number, environment: VaultEnvironment): void =>
  byProgram(connection, environment, 'vault.migrate', { from, to: schemaVersion }, () => {
    migrate(connection);
    mendInForce(writable(connection), { at: environment.clock.now().toISOString(), account: programAccount });
  });

/** A damaged index would also stand in the way of every write that it follows. */
const mendSearch = (connection: Connection, environment: VaultEnvironment): void =>
  byProgram(connection, environment, 'search.rebuild', { because: 'damaged' }, () =>
    rebuildSearch(writable(connection)),
  );

/** What the program does by itself at the door, in one transaction with its audit entry. */
const byProgram = (
  connection: Connection,
  { clock, appVersion }: VaultEnvironment,
  action: AuditAction,
  details: Readonly<Record<string, JsonValue>>,
  work: () => unknown,
): void =>
  connection.transaction(() => {
    work();
    const db = writable(connection);
    auditWriter(db, programAccount, { now: clock.now(), zone: clock.zone(), appVersion, drift: null }).record({
      action,
      subject: { type: 'vault', id: vaultIdentity(db).id },
      details,
    });
  });

/** The new database with its schema, identity and first account; answers the account's id. */
const fillDatabase = (files: VaultFiles, vaultId: string, dataKey: Buffer, input: CreateVault): string => {
  const connection = Connection.open(files.database, dataKey, 'create');
  try {
    return connection.transaction(() => {
      migrate(connection);
      const db = writable(connection);
      const moment = { now: input.clock.now(), zone: input.clock.zone(), appVersion: input.appVersion, drift: null };
      const { userName, fullName } = input.administrator;
      const stamp = { at: moment.now.toISOString(), account: programAccount };
      const identity = { id: vaultId, name: input.name, organisation: input.organisation, createdAt: stamp.at };
      saveIdentity(db, stamp, identity);
      const created = createAccount(db, stamp, {
        userName,
        fullName,
        roles: [Role.Administrator],
        mustChangePassPhrase: false,
      });
      if (!created.ok) throw new Error(`first administrator: ${created.error.code}`);
      const { id, roles } = created.value;
      const audit = auditWriter(db, { id, userName: created.value.userName, roles }, moment);
      audit.record({
        action: 'vault.create',
        subject: { type: 'vault', id: vaultId },
        details: { name: input.name, organisation: input.organisation },
      });
      audit.record({
        action: 'account.create',
        subject: { type: 'account', id },
        changes: [
          { path: '/userName', old: null, new: created.value.userName },
          { path: '/fullName', old: null, new: fullName },
          { path: '/roles', old: null, new: roles },
        ],
      });
      return id;
    });
  } finally {
    connection.close();
  }
};

/** The keys that the database may be encrypted under: a rotation may have been under way. */
export const keysOf = ({
  dataKey,
  nextDataKey,
}: {
  readonly dataKey: Buffer;
  readonly nextDataKey: Buffer | null;
}): readonly Buffer[] => (nextDataKey === null ? [dataKey] : [dataKey, nextDataKey]);

/** The slot file, or what is wrong with it. */
export const readSlots = (files: VaultFiles): Result<SlotFile, Failure<VaultFailure>> => {
  if (!existsSync(files.slots)) return fail('vault/slots-damaged', { cause: 'missing' });
  return refusals(() => readSlotFile(faulting(() => readFileSync(files.slots, 'utf8'))));
};

/** SQLite would take an empty file for a new database and write to it. */
export const hasFirstPage = (database: string): boolean => existsSync(database) && statSync(database).size >= 4096;

/** Holds a vault for this process alone. @throws VaultFault `vault/read-only`, `vault/in-use` */
export const heldForWriting = (files: VaultFiles): { release(): void } => {
  const present = [files.database, files.slots, files.lock, files.head].filter((path) => existsSync(path));
  if (!mayWrite(files.folder, ...present)) throw new VaultFault('vault/read-only', 'permissions');
  return take(files);
};

const take = (files: VaultFiles): { release(): void } => {
  const lock = holdFile(files.lock);
  if (lock === null) throw new VaultFault('vault/in-use', 'another process');
  return lock;
};
