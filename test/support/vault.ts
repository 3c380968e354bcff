import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src-main/domain/clock.ts';
import type { Role } from '../../src-main/domain/roles.ts';
import { Connection } from '../../src-main/vault/driver.ts';
import { createAccount, createVault, openVault, type OpenVault } from '../../src-main/vault/index.ts';
import { readSlotFile, slotId, unwrapSlot } from '../../src-main/vault/key-slots.ts';

/** Quick enough for thousands of logins; what it costs is tested apart. */
export const quickKdf = { memoryKiB: 256, iterations: 1, parallelism: 1 } as const;

/** A clock that stands still until time passes (`set`, `advance`) or somebody sets it (`jump`). */
export const standingClock = (
  start: string,
  zone = 'Europe/Berlin',
): Clock & { set(iso: string): void; advance(ms: number): void; jump(ms: number): void } => {
  let now = Date.parse(start);
  let jumped = 0;
  return {
    now: () => new Date(now),
    zone: () => zone,
    steady: () => now - jumped,
    set: (iso) => {
      now = Date.parse(iso);
    },
    advance: (ms) => {
      now += ms;
    },
    jump: (ms) => {
      now += ms;
      jumped += ms;
    },
  };
};

export const administrator = { userName: 'Ada.Admin', fullName: 'Ada Admin', passPhrase: 'correct horse battery' };

/** A folder that goes away with the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** What a test needs to open its vault again. */
export interface TestVault {
  readonly vault: OpenVault;
  readonly folder: string;
  readonly clock: ReturnType<typeof standingClock>;
  /** Opens with an account's pass phrase; the administrator's where none is given. */
  readonly open: (who?: { readonly userName: string; readonly passPhrase: string }) => ReturnType<typeof openVault>;
}

/** A new vault in a folder of its own, opened by its administrator. */
export const testVault = async (folder = join(temporaryFolder(), 'Test.vault')): Promise<TestVault> => {
  const clock = standingClock('2026-07-01T08:00:00.000Z');
  const environment = { clock, appVersion: '0.0.0-test', kdf: quickKdf };
  const created = await createVault({
    folder,
    name: 'Test',
    organisation: 'Example Ltd',
    administrator,
    ...environment,
  });
  if (!created.ok) throw new Error(created.error.code);
  onTestFinished(() => created.value.close());
  return {
    vault: created.value,
    folder,
    clock,
    open: (who) => openAt(folder, clock, who),
  };
};

/** Opens any vault for as long as the test runs. */
export const openAt = async (
  folder: string,
  clock: Clock,
  who: { readonly userName: string; readonly passPhrase: string } = administrator,
): ReturnType<typeof openVault> => {
  const { userName, passPhrase } = who;
  const opened = await openVault({ folder, userName, passPhrase, clock, appVersion: '0.0.0-test', kdf: quickKdf });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
};

/** An account with its key slot; answers its id. The pass phrase is the user name and `-pass`. */
export const addPerson = async (vault: OpenVault, userName: string, roles: readonly Role[]): Promise<string> => {
  let id = '';
  const slot = { accountId: () => id, passPhrase: `${userName}-pass`, administrator: roles.includes('administrator') };
  const added = await vault.addSlot(vault, slot, (db, audit) => {
    const account = createAccount(db, audit, {
      userName,
      fullName: `${userName} Person`,
      roles,
      mustChangePassPhrase: false,
    });
    if (!account.ok) throw new Error(account.error.code);
    id = account.value.id;
    audit.record({ action: 'account.create', subject: { type: 'account', id } });
  });
  if (!added.ok) throw new Error(added.error.code);
  return id;
};

/** The vault's data key, as somebody has it who knows a pass phrase and uses tools of their own. */
export const dataKeyOf = async (
  folder: string,
  who: { readonly userName: string; readonly passPhrase: string } = administrator,
): Promise<Buffer> => {
  const file = readSlotFile(readFileSync(join(folder, 'keyslots.json'), 'utf8'));
  if (!file.ok) throw new Error(file.error.code);
  const slot = file.value.slots.find((one) => one.id === slotId(file.value, who.userName));
  const keys = slot && (await unwrapSlot(file.value, slot, who.passPhrase));
  if (!keys) throw new Error('no such slot');
  return keys.dataKey;
};

/** A closed vault's database in the hands of an attacker who has the key: any SQL, triggers gone, and the mark with them. */
export const tamper = async (
  folder: string,
  work: (db: Connection) => void,
  who: Parameters<typeof dataKeyOf>[1] = administrator,
): Promise<void> => {
  const connection = Connection.open(join(folder, 'vault.db'), await dataKeyOf(folder, who), 'existing');
  try {
    const triggers = connection.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", []) as {
      name: string;
      sql: string;
    }[];
    triggers.forEach(({ name }) => connection.exec(`DROP TRIGGER ${name}`));
    work(connection);
    triggers.forEach(({ sql }) => connection.exec(sql));
  } finally {
    connection.close();
    rmSync(join(folder, 'vault.head'), { force: true });
  }
};
