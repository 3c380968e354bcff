import { spawnSync } from 'node:child_process';
import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSystem } from '../../src-main/vault/index.ts';
import { dataKeyOf, temporaryFolder, testVault } from '../support/vault.ts';

const sqlite3 = (...args: readonly string[]) => spawnSync('sqlite3', args, { encoding: 'utf8' });
const hasSqlite3 = sqlite3('--version').status === 0;

/**
 * SQLCipher 4 as published (zetetic.net/sqlcipher/design), written down here a second time with Node's cryptography
 * alone: AES-256-CBC and HMAC-SHA-512 per page of 4096 bytes, of which the last 80 hold the IV and the HMAC.
 */
const decrypted = (file: Buffer, key: Buffer): Buffer => {
  const [pageSize, reserve, saltLength] = [4096, 80, 16];
  const salt = file.subarray(0, saltLength);
  const macKey = pbkdf2Sync(
    key,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  );
  const pages: Buffer[] = [];
  for (let number = 1; number <= file.length / pageSize; number += 1) {
    const page = file.subarray((number - 1) * pageSize, number * pageSize);
    const start = number === 1 ? saltLength : 0;
    const content = page.subarray(start, pageSize - reserve);
    const iv = page.subarray(pageSize - reserve, pageSize - reserve + 16);
    const pageNumber = Buffer.alloc(4);
    pageNumber.writeUInt32LE(number);
    const mac = createHmac('sha512', macKey).update(content).update(iv).update(pageNumber).digest();
    if (!mac.equals(page.subarray(pageSize - reserve + 16))) throw new Error(`page ${number} was altered`);
    const cipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    const plain = Buffer.concat([cipher.update(content), cipher.final()]);
    const head = number === 1 ? Buffer.from('SQLite format 3\0', 'latin1') : Buffer.alloc(0);
    pages.push(Buffer.concat([head, plain, Buffer.alloc(reserve)]));
  }
  const database = Buffer.concat(pages);
  // Read it as a database without a write-ahead log: the vault was closed in good order.
  database.writeUInt8(1, 18);
  database.writeUInt8(1, 19);
  return database;
};

describe('the database file', () => {
  const written = async () => {
    const { vault, folder } = await testVault();
    vault.write(vault, (db, audit) => {
      createSystem(db, audit, { name: 'Chromatography ≥ 3', content: {}, reason: null });
      audit.record({ action: 'system.create', subject: { type: 'system', id: 'SYS-0001' } });
    });
    vault.close();
    return { folder, path: join(folder, 'vault.db') };
  };

  test.skipIf(!hasSqlite3)('does not look like SQLite, and its tools cannot read it [draft 10.4]', async () => {
    const { path } = await written();
    expect(readFileSync(path).subarray(0, 16).toString('latin1')).not.toContain('SQLite');
    const { status, stderr } = sqlite3('-readonly', path, 'SELECT * FROM system');
    expect(status).not.toBe(0);
    expect(stderr).toContain('file is not a database');
  });

  test.skipIf(!hasSqlite3)(
    'is SQLCipher 4 as published: decrypted by the description, sqlite3 reads it [draft 7]',
    async () => {
      const { folder, path } = await written();
      const plain = join(temporaryFolder(), 'plain.db');
      writeFileSync(plain, decrypted(readFileSync(path), await dataKeyOf(folder)));
      expect(sqlite3(plain, 'SELECT id, name FROM system').stdout.trim()).toBe('SYS-0001|Chromatography ≥ 3');
      expect(sqlite3(plain, 'PRAGMA integrity_check').stdout.trim()).toBe('ok');
    },
  );

  test('opens with the data key and no other [11.10(d)]', async () => {
    const { path } = await written();
    expect(() => decrypted(readFileSync(path), Buffer.alloc(32))).toThrow('page 1');
  });
});
