import type { AuditHead } from './audit/entry.ts';
import { Pages } from './salvage/pages.ts';
import { readSchema, rowsBelow, type Track } from './salvage/walk.ts';

/**
 * The head of the trail as the next opening would find it, read without SQLite: that would take the log into the database,
 * and forget what stands behind its last whole transaction, as soon as it opened and closed it. Null where the pages that
 * lead to it cannot be read: damage of another kind, which opening names.
 *
 * @throws VaultFault `vault/io-error`
 */
export const storedHead = (database: string, dataKey: Uint8Array): AuditHead | null => {
  const pages = Pages.open(database, dataKey, 'as-sqlite');
  try {
    const track: Track = { seen: new Set(), lost: [] };
    const table = readSchema(pages, track).find(({ name }) => name === 'audit_head');
    if (table === undefined || track.lost.length > 0) return null;
    // Its one row: the key, which is the rowid, then number, hash and time.
    const [row] = rowsBelow(pages, table.root, { seen: new Set(), lost: [] });
    const [, seq, hash] = row?.values ?? [];
    return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null;
  } finally {
    pages.close();
  }
};
