import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditTrail, checkVault, countRecords, createRecord, createSystem } from '../../src-main/vault/index.ts';
import { administrator, openAt, temporaryFolder, testVault } from '../support/vault.ts';
import { vaultChild } from '../support/vault-process.ts';

const who = [administrator.userName, administrator.passPhrase];

describe('two processes', () => {
  test('never have one vault open together; nothing is counted against who comes second', async () => {
    const { vault, folder, open } = await testVault();
    vault.close();
    const holder = vaultChild(['hold', folder, ...who]);
    expect(await holder.next()).toBe('open');
    const slots = readFileSync(join(folder, 'keyslots.json'), 'utf8');
    expect(await open()).toMatchObject({ error: { code: 'vault/in-use' } });
    expect(await open({ ...administrator, passPhrase: 'wrong' })).toMatchObject({ error: { code: 'vault/in-use' } });
    expect(readFileSync(join(folder, 'keyslots.json'), 'utf8')).toBe(slots);
    holder.send();
    expect(await holder.ended).toBe(0);
    expect(await open()).toMatchObject({ ok: true });
  });

  test('the second may open as soon as the first is dead, however it died', async () => {
    const { vault, folder, open } = await testVault();
    vault.close();
    const holder = vaultChild(['hold', folder, ...who]);
    await holder.next();
    holder.kill();
    await holder.ended;
    expect(await open()).toMatchObject({ ok: true });
  });
});

test('a vault that cannot be written is refused as such, and left as it is', async () => {
  const parent = temporaryFolder();
  const { vault, folder } = await testVault(join(parent, 'Sealed.vault'));
  vault.close();
  const files = readdirSync(folder).map((name) => join(folder, name));
  // Also readable by the other user that a test run by root turns into.
  chmodSync(parent, 0o755);
  files.forEach((file) => chmodSync(file, 0o444));
  chmodSync(folder, 0o555);
  const before = files.map((file) => readFileSync(file).toString('base64'));
  const child = vaultChild(['read-only', folder, ...who]);
  expect(await child.next()).toMatchObject({ code: 'vault/read-only' });
  expect(files.map((file) => readFileSync(file).toString('base64'))).toEqual(before);
  chmodSync(folder, 0o755);
});

describe('an encrypted vault', () => {
  const marker = 'PLANTED-Ωμέγα-marker-4711';
  const forms = [
    Buffer.from(marker, 'utf8'),
    Buffer.from(marker, 'utf16le'),
    Buffer.from('PLANTED-'),
    Buffer.from('Ada Admin'),
    Buffer.from('Example Ltd'),
  ];

  const filesUnder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  /** Regular files that the process holds open, deleted ones too (SQLite unlinks its temporary files at once). */
  const openFiles = (pid: number): string[] =>
    process.platform === 'linux'
      ? readdirSync(`/proc/${pid}/fd`)
          .map((fd) => `/proc/${pid}/fd/${fd}`)
          .filter((link) => {
            const target = readlinkSync(link);
            return target.startsWith('/') && !target.startsWith('/dev/') && statSync(link).isFile();
          })
      : [];

  const withMarker = (paths: readonly string[]): string[] =>
    paths.filter((path) => {
      const bytes = readFileSync(path);
      return forms.some((form) => bytes.includes(form));
    });

  test('has no plaintext in any file: database, log, slots, temporary files, during and after a long write [draft 10.4, 11.10(d)]', async () => {
    const { vault, folder } = await testVault();
    vault.close();
    const temporary = join(temporaryFolder(), 'tmp');
    mkdirSync(temporary);
    const child = vaultChild(['long-write', folder, ...who, marker], { TMPDIR: temporary, SQLITE_TMPDIR: temporary });
    expect(await child.next()).toBe('standing');
    const scan = (): string[] => [...filesUnder(folder), ...filesUnder(temporary), ...openFiles(child.pid)];
    expect(statSync(join(folder, 'vault.db-wal')).size).toBeGreaterThan(10_000_000);
    expect(withMarker(scan())).toEqual([]);
    child.send();
    expect(await child.next()).toBe('committed');
    expect(withMarker(scan())).toEqual([]);
    child.send();
    expect(await child.ended).toBe(0);
    expect(statSync(join(folder, 'vault.db')).size).toBeGreaterThan(10_000_000);
    expect(withMarker(filesUnder(folder))).toEqual([]);
  });

  test('a scan would find the marker if it were there', async () => {
    const { vault, folder } = await testVault();
    vault.close();
    expect(withMarker([...filesUnder(folder), new URL(import.meta.url).pathname])).toHaveLength(1);
  });
});

describe('a backup', () => {
  test('is itself a vault: same people, same records, the same head of the trail [A11 7.1-7.2]', async () => {
    const { vault, folder, clock } = await testVault();
    const target = join(folder, '..', 'Copy.vault');
    vault.write(vault, (db, audit) => {
      const system = createSystem(db, audit, { name: 'LIMS', content: {}, reason: null });
      const common = { type: 'periodic-evaluation', systemId: system.id, ownerId: vault.accountId, state: 'draft' };
      const { id } = createRecord(db, audit, { ...common, id: 'PE-2026-0001', title: 'T', content: {} });
      audit.record({ action: 'record.create', subject: { type: 'record', id } });
    });
    const report = vault.backup(vault, target);
    if (!report.ok) throw new Error(report.error.code);
    expect(vault.read((db) => auditTrail(db, { limit: 1 })).items[0]).toMatchObject({
      action: 'vault.backup',
      seq: report.value.head.seq + 1,
      previous: report.value.head.hash,
    });
    vault.close();
    const copy = await openAt(target, clock);
    if (!copy.ok) throw new Error(copy.error.code);
    expect(copy.value.identity).toEqual(vault.identity);
    expect(copy.value.read((db) => countRecords(db))).toBe(1);
    expect(copy.value.read((db) => checkVault(db, [report.value.head])).intact).toBe(true);
  });

  test('is refused where something stands already, and leaves nothing half done', async () => {
    const { vault, folder } = await testVault();
    const parent = join(folder, '..');
    const target = join(parent, 'Copy.vault');
    mkdirSync(target);
    expect(vault.backup(vault, target)).toMatchObject({ error: { code: 'vault/exists' } });
    expect(readdirSync(parent).toSorted()).toEqual(['Copy.vault', 'Test.vault']);
    expect(readdirSync(target)).toEqual([]);
  });
});
