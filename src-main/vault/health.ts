import { statSync } from 'node:fs';
import type { Connection } from './driver.ts';
import { VaultFault } from './failures.ts';

/** Up to this size every page is decrypted and authenticated when a vault is opened (about 0.1 s). */
const quickCheckBytes = 16 * 1024 * 1024;

/**
 * Looks at a database that was just opened: that no page is missing, and, while it is small, that every page is what it
 * was written as (SQLCipher keeps an HMAC with each). Larger ones are read in full by `checkVault`.
 *
 * @throws VaultFault `vault/database-damaged`
 */
export const assertSound = (connection: Connection, file: string): void => {
  const size = statSync(file).size;
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const expected = Number(connection.pragma('page_count')) * Number(connection.pragma('page_size'));
  // Pages of the last session may still stand in the write-ahead log alone.
  if (wal === 0 && size < expected) throw new VaultFault('vault/database-damaged', 'cut short');
  if (size <= quickCheckBytes) assertPages(connection);
};

/** Decrypts and authenticates every page, about 120 MB a second. @throws VaultFault `vault/database-damaged` */
export const assertPages = (connection: Connection): void => {
  const verdict = connection.pragma('quick_check(1)');
  if (verdict !== 'ok') throw new VaultFault('vault/database-damaged', String(verdict));
};
