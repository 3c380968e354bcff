import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../../src-main/vault/driver.ts';
import { accounts, auditTrail, createVault, openVault, schemaVersion } from '../../../src-main/vault/index.ts';
import { slotFileVersion, writeSlotFile, type SlotFile } from '../../../src-main/vault/key-slots.ts';
import { administrator, dataKeyOf, quickKdf, standingClock, temporaryFolder, testVault } from '../../support/vault.ts';

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

const code = (result: { readonly ok: boolean }): unknown =>
  'error' in result ? (result.error as { readonly code: string }).code : 'opened';

/** A vault that was closed in good order. */
const closedVault = async () => {
  const one = await testVault();
  one.vault.close();
  return one;
};

const flip = (path: string, offset: number): void => {
  const bytes = readFileSync(path);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([(bytes[offset] ?? 0) ^ 0x10]), 0, 1, offset);
  closeSync(file);
};

test.skipIf(process.platform === 'win32')(
  'nobody else reads a file of a vault, of its backup or of one rekeyed',
  async () => {
    const { vault, folder, open } = await testVault();
    const others = (place: string): string[] => [
      ...(statSync(place).mode & 0o077 ? [place] : []),
      ...readdirSync(place).filter((name) => statSync(join(place, name)).mode & 0o077),
    ];
    expect(others(folder)).toEqual([]);
    const copy = join(temporaryFolder(), 'copy.vault');
    vault.backup(vault, copy);
    expect(vault.rekey(vault).ok).toBe(true);
    const again = await open();
    if (!again.ok) throw new Error(again.error.code);
    expect(readdirSync(folder)).toContain('vault.db-wal');
    expect([...others(folder), ...others(copy)]).toEqual([]);
    again.value.close();
  },
);

describe('a new vault', () => {
  test('opens with its administrator, who holds that one role [11.10(d)]', async () => {
    const { open, vault } = await closedVault();
    const again = await open();
    expect(code(again)).toBe('opened');
    if (!again.ok) return;
    expect(again.value.accountId).toBe(vault.accountId);
    expect(again.value.hasAuthority).toBe(true);
    expect(again.value.identity).toMatchObject({ name: 'Test', organisation: 'Example Ltd' });
    expect(again.value.read((db) => accounts(db))).toMatchObject([{ userName: 'Ada.Admin', roles: ['administrator'] }]);
  });

  test('is refused where something stands already, and that stays untouched', async () => {
    const folder = join(temporaryFolder(), 'Taken.vault');
    writeFileSync(folder, 'mine');
    const clock = standingClock('2026-07-01T08:00:00.000Z');
    const input = { folder, name: 'T', organisation: 'O', administrator, clock, appVersion: '0', kdf: quickKdf };
    expect(code(await createVault(input))).toBe('vault/exists');
    expect(readFileSync(folder, 'utf8')).toBe('mine');
  });

  test('leaves nothing behind when it cannot be finished', async () => {
    const parent = temporaryFolder();
    const clock = { now: () => new Date(), zone: () => 'Nowhere/Atlantis', steady: () => performance.now() };
    const input = {
      folder: join(parent, 'N.vault'),
      name: 'N',
      organisation: 'O',
      administrator,
      clock,
      appVersion: '0',
      kdf: quickKdf,
    };
    await expect(createVault(input)).rejects.toThrow(/Nowhere/);
    expect(readdirSync(parent)).toEqual([]);
  });

  test.each([
    ['accounts/user-name-empty', ' '],
    ['accounts/user-name-taken', 'Program'],
  ])('refuses the administrator name: %s', async (expected, userName) => {
    const clock = standingClock('2026-07-01T08:00:00.000Z');
    const folder = join(temporaryFolder(), 'N.vault');
    const input = {
      folder,
      name: 'N',
      organisation: 'O',
      administrator: { ...administrator, userName },
      clock,
      appVersion: '0',
      kdf: quickKdf,
    };
    expect(code(await createVault(input))).toBe(expected);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('opening is refused with a cause of its own', () => {
  test('vault/not-found: nothing there, and nothing is made', async () => {
    const parent = temporaryFolder();
    const clock = standingClock('2026-07-01T08:00:00.000Z');
    const opened = await openVault({ folder: join(parent, 'No.vault'), ...administrator, clock, appVersion: '0' });
    expect(code(opened)).toBe('vault/not-found');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('vault/wrong-credentials: a wrong pass phrase and an unknown name give the same answer', async () => {
    const { open } = await closedVault();
    const wrong = await open({ ...administrator, passPhrase: 'wrong' });
    const unknown = await open({ userName: 'nobody', passPhrase: 'wrong' });
    const empty = await open({ userName: 'nobody else', passPhrase: '' });
    expect(wrong).toEqual({ ok: false, error: { code: 'vault/wrong-credentials', details: { attemptsLeft: 4 } } });
    expect(unknown).toEqual(wrong);
    expect(empty).toEqual(wrong);
  });

  test('vault/in-use: the same vault a second time', async () => {
    const { open } = await testVault();
    expect(code(await open())).toBe('vault/in-use');
  });

  test('vault/slots-damaged: whatever single bit of the slot file is changed', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'keyslots.json');
    const sound = readFileSync(path);
    const before = contents(folder)['vault.db'];
    const answers = new Set<unknown>();
    for (let offset = 0; offset < sound.length; offset += 7) {
      const damaged = Buffer.from(sound);
      damaged[offset] = (damaged[offset] ?? 0) ^ (1 << (offset % 7));
      writeFileSync(path, damaged);
      // White space and the digits of escapes may change without changing what the file says.
      const same = (() => {
        try {
          return JSON.stringify(JSON.parse(damaged.toString())) === JSON.stringify(JSON.parse(sound.toString()));
        } catch {
          return false;
        }
      })();
      if (same) continue;
      answers.add(code(await open()));
      expect(readFileSync(path).equals(damaged)).toBe(true);
    }
    expect([...answers]).toEqual(['vault/slots-damaged']);
    expect(contents(folder)['vault.db']).toBe(before);
  });

  test('vault/slots-damaged: a missing, empty or cut slot file', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'keyslots.json');
    truncateSync(path, 300);
    expect(code(await open())).toBe('vault/slots-damaged');
    truncateSync(path, 0);
    expect(code(await open())).toBe('vault/slots-damaged');
  });

  test('vault/slots-damaged: a file that asks for an absurd amount of work, with a checksum that fits', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'keyslots.json');
    const { checksum: _, ...file } = JSON.parse(readFileSync(path, 'utf8')) as SlotFile & { checksum: string };
    for (const absurd of [{ memoryKiB: 2 ** 31 }, { iterations: 1_000_000 }, { parallelism: 0 }, { memoryKiB: 1.5 }]) {
      const slots = file.slots.map((slot) => ({ ...slot, kdf: { ...slot.kdf, ...absurd } }));
      writeFileSync(path, writeSlotFile({ ...file, slots }));
      expect(code(await open())).toBe('vault/slots-damaged');
    }
  });

  test('vault/database-damaged: the key in the slot file of another vault does not fit', async () => {
    const { folder, open } = await closedVault();
    const other = await closedVault();
    writeFileSync(join(folder, 'keyslots.json'), readFileSync(join(other.folder, 'keyslots.json')));
    expect(code(await open())).toBe('vault/database-damaged');
  });

  test('vault/database-damaged: one flipped bit in any page, and nothing is written [11.10(a), A11 7.1-7.2]', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'vault.db');
    const sound = readFileSync(path);
    for (let page = 0; page < sound.length / 4096; page += 1) {
      const offset = page * 4096 + ((page * 997 + 5) % 4096);
      flip(path, offset);
      const before = contents(folder);
      expect([page, code(await open())]).toEqual([page, 'vault/database-damaged']);
      expect(contents(folder)).toEqual(before);
      flip(path, offset);
    }
    expect(code(await open())).toBe('opened');
  });

  test('vault/database-damaged: cut short anywhere, empty or missing', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'vault.db');
    const sound = readFileSync(path);
    for (const size of [sound.length - 1, sound.length - 4096, 4096 * 3 + 17, 4096, 100, 0]) {
      writeFileSync(path, sound.subarray(0, size));
      expect([size, code(await open())]).toEqual([size, 'vault/database-damaged']);
      expect(readFileSync(path).length).toBe(size);
    }
  });

  test('vault/lock-damaged: something in the file that is locked; without it the vault opens', async () => {
    const { folder, open } = await closedVault();
    writeFileSync(join(folder, 'vault.lock'), 'no longer empty '.repeat(500));
    const before = contents(folder);
    expect(code(await open())).toBe('vault/lock-damaged');
    expect(contents(folder)).toEqual(before);
    rmSync(join(folder, 'vault.lock'));
    expect(code(await open())).toBe('opened');
  });

  test.each([
    'vault.db',
    'vault.db-wal',
    'vault.db.next',
    'keyslots.json',
    'keyslots.json.new',
    'vault.head',
    'vault.lock',
  ])('vault/io-error: a folder of the name %s, which stays', async (name) => {
    const { folder, open } = await closedVault();
    rmSync(join(folder, name), { force: true });
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'kept'), '');
    expect(code(await open())).toBe('vault/io-error');
    expect(readdirSync(join(folder, name))).toEqual(['kept']);
  });

  test('vault/newer-version: a database from a later Countersign, left as it is', async () => {
    const { folder, open } = await closedVault();
    const connection = Connection.open(join(folder, 'vault.db'), await dataKeyOf(folder), 'existing');
    connection.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    connection.close();
    const before = contents(folder);
    expect(await open()).toEqual({
      ok: false,
      error: { code: 'vault/newer-version', details: { found: schemaVersion + 1, supported: schemaVersion } },
    });
    expect(contents(folder)).toEqual(before);
  });

  test('vault/newer-version: a slot file from a later Countersign', async () => {
    const { folder, open } = await closedVault();
    const path = join(folder, 'keyslots.json');
    const { checksum: _, ...file } = JSON.parse(readFileSync(path, 'utf8')) as SlotFile & { checksum: string };
    writeFileSync(path, writeSlotFile({ ...file, version: slotFileVersion + 1, novelty: true } as unknown as SlotFile));
    expect(code(await open())).toBe('vault/newer-version');
  });
});

describe('failed logins', () => {
  const wrong = { ...administrator, passPhrase: 'wrong' };

  test('lock an account after five, known or not, and the right pass phrase does not help then [11.300(d), draft 11.6-11.9]', async () => {
    const { open } = await closedVault();
    for (const left of [4, 3, 2, 1, 0]) {
      expect(await open({ userName: 'nobody', passPhrase: 'x' })).toMatchObject({
        error: { details: { attemptsLeft: left } },
      });
      expect(await open(wrong)).toMatchObject({ error: { details: { attemptsLeft: left } } });
    }
    expect(code(await open({ userName: 'nobody', passPhrase: 'x' }))).toBe('vault/account-locked');
    expect(await open()).toEqual({
      ok: false,
      error: { code: 'vault/account-locked', details: { unlocksAt: '2026-07-01T08:15:00.000Z' } },
    });
  });

  test("unlock an administrator's own slot after fifteen minutes and not before", async () => {
    const { open, clock } = await closedVault();
    for (let tries = 0; tries < 5; tries += 1) await open(wrong);
    clock.advance(15 * 60_000 - 1);
    expect(code(await open())).toBe('vault/account-locked');
    clock.advance(1);
    expect(code(await open())).toBe('opened');
  });

  test('are forgotten after the right pass phrase', async () => {
    const { open } = await closedVault();
    for (let tries = 0; tries < 4; tries += 1) await open(wrong);
    const opened = await open();
    if (opened.ok) opened.value.close();
    expect(await open(wrong)).toMatchObject({ error: { details: { attemptsLeft: 4 } } });
  });

  test('are taken over into the audit trail, once each, with the time they happened [11.300(d)]', async () => {
    const { open, clock, vault } = await closedVault();
    await open(wrong);
    clock.set('2026-07-01T09:00:00.000Z');
    await open({ userName: 'nobody', passPhrase: 'x' });
    clock.set('2026-07-01T10:00:00.000Z');
    const first = await open();
    if (first.ok) first.value.close();
    const second = await open();
    if (!second.ok) throw new Error(second.error.code);
    const refused = second.value.read((db) =>
      auditTrail(db, { actions: ['session.refuse'], limit: 10, order: 'oldest-first' }),
    );
    expect(refused.items).toMatchObject([
      {
        at: '2026-07-01T10:00:00.000Z',
        account: { id: 'program' },
        subject: { type: 'account', id: vault.accountId },
        details: { attemptedAt: '2026-07-01T08:00:00.000Z', attemptedZone: 'Europe/Berlin' },
      },
      { subject: { type: 'user-name', id: 'unknown' }, details: { attemptedAt: '2026-07-01T09:00:00.000Z' } },
    ]);
  });
});
