import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createSessions } from '../../../src-main/services/session/sessions.ts';
import { createVault, openVault, VaultFault, type OpenVault } from '../../../src-main/vault/index.ts';
import { quickKdf, testClock } from '../../support/services.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];
afterEach(() => {
  folders.splice(0).forEach((folder) => {
    rmSync(folder, { recursive: true, force: true });
  });
});

const credentials = { userName: 'admin', passPhrase: 'quiet harbour lanterns' };
const environment = { clock: testClock(), appVersion: 'test', kdf: quickKdf };

const newVault = async (): Promise<OpenVault> => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sessions-'));
  folders.push(folder);
  const created = await createVault({
    ...environment,
    folder: join(folder, 'Test.vault'),
    name: 'Test',
    organisation: 'Test',
    administrator: { ...credentials, fullName: 'Admin' },
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.value;
};

const idleMinutes = 7;
const facts = {
  failedLogins: 0,
  failedSignings: 0,
  lastFailure: null,
  lastLogin: null,
  recovered: null,
  history: 'on-chain',
} as const;

describe('sleep that no host tells of', () => {
  test('locks: the wall clock went on while nobody looked, though the steady clock stood still', async () => {
    let wall = 0;
    const sessions = createSessions(
      () => 0,
      5,
      () => undefined,
      () => idleMinutes,
      () => wall,
    );
    sessions.open('handle', await newVault(), facts);
    wall += 50_000;
    await pause(30);
    expect(sessions.state().kind).toBe('open');
    wall += 61_000;
    await pause(30);
    expect(sessions.state()).toMatchObject({ kind: 'locked', because: 'system' });
    sessions.close();
  });

  test('a wall clock that is set back locks nothing', async () => {
    let wall = 1e9;
    const sessions = createSessions(
      () => 0,
      5,
      () => undefined,
      () => idleMinutes,
      () => wall,
    );
    sessions.open('handle', await newVault(), facts);
    wall -= 1e8;
    await pause(30);
    expect(sessions.state().kind).toBe('open');
    sessions.close();
  });
});

describe('the idle lock', () => {
  test('closes the vault after the set minutes without input, tells it, and remembers whose it was [draft 11.6-11.9]', async () => {
    let now = 0;
    const told: string[] = [];
    const sessions = createSessions(
      () => now,
      5,
      () => undefined,
      () => idleMinutes,
    );
    sessions.onLocked((because) => told.push(because));
    const vault = await newVault();
    sessions.open('handle', vault, facts);

    now = idleMinutes * 60_000 - 1;
    await pause(30);
    expect(sessions.state().kind).toBe('open');
    sessions.touch();
    now += idleMinutes * 60_000;
    await pause(30);
    expect(sessions.state().kind).toBe('open');
    now += 2;
    await pause(30);
    expect(sessions.state()).toMatchObject({ kind: 'locked', because: 'idle', userName: 'admin', handle: 'handle' });
    expect(told).toEqual(['idle']);
    expect(sessions.caller()).toEqual({ ok: false, error: { code: 'session/locked' } });
    expect(() => vault.read(() => null)).toThrow('closed');
    sessions.close();
  });

  test('lets go of the files, so that the vault can be opened again', async () => {
    const sessions = createSessions(() => 0, 1_000);
    const vault = await newVault();
    sessions.open('handle', vault, facts);
    expect(await openVault({ ...environment, ...credentials, folder: vault.folder })).toMatchObject({
      ok: false,
      error: { code: 'vault/in-use' },
    });
    sessions.lock('system');
    const again = await openVault({ ...environment, ...credentials, folder: vault.folder });
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
  });

  test('one vault is open at a time: the one before is closed', async () => {
    const sessions = createSessions(() => 0, 1_000);
    const [first, second] = [await newVault(), await newVault()];
    sessions.open('one', first, facts);
    sessions.open('two', second, facts);
    expect(() => first.read(() => null)).toThrow('closed');
    expect(sessions.caller().ok).toBe(true);
    sessions.close();
    expect(sessions.state()).toEqual({ kind: 'closed' });
  });
});

describe('a vault that cannot be read any more', () => {
  /** Every look at it fails, as behind a drive that was pulled. */
  const unreadable = async (): Promise<OpenVault> => {
    const vault = await newVault();
    return new Proxy(vault, {
      get: (of, name) => {
        if (name === 'read')
          return () => {
            throw new VaultFault('vault/io-error', 'EIO');
          };
        const value: unknown = Reflect.get(of, name, of);
        return typeof value === 'function' ? (value.bind(of) as unknown) : value;
      },
    });
  };
  const looks = (vault: OpenVault): void => void vault.read(() => null);
  const isClosed = (vault: OpenVault): boolean => {
    try {
      vault.slotState(vault.accountId);
      return false;
    } catch (error) {
      return String(error).includes('the vault is closed');
    }
  };

  test('is locked and closed after the idle time like any other [draft 11.6-11.9]', async () => {
    let now = 0;
    const sessions = createSessions(
      () => now,
      5,
      looks,
      () => idleMinutes,
    );
    const vault = await unreadable();
    sessions.open('handle', vault, facts);
    now += (idleMinutes + 1) * 60_000;
    await pause(30);
    expect(sessions.state()).toMatchObject({ kind: 'locked', because: 'idle', userName: '' });
    expect(isClosed(vault)).toBe(true);
  });

  test('is closed by logging out, and lets another one be opened', async () => {
    const sessions = createSessions(
      () => 0,
      5,
      looks,
      () => idleMinutes,
    );
    const [first, second] = [await unreadable(), await unreadable()];
    sessions.open('first', first, facts);
    sessions.open('second', second, facts);
    expect(isClosed(first)).toBe(true);
    sessions.close();
    expect(isClosed(second)).toBe(true);
  });
});
