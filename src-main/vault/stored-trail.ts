import type { AuditHead } from './audit/entry.ts';
import type { HeadPlace } from './audit/verify.ts';
import { Pages, type LogReading } from './salvage/pages.ts';
import { readSchema, rowAt, rowsBelow, type Track } from './salvage/walk.ts';

/**
 * The trail as pages hold it, read without SQLite: that would take the log into the database, and forget what stands behind
 * its last whole transaction, as soon as it opened and closed it.
 */
export class StoredTrail {
  readonly #pages: Pages;

  private constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** Looks, and closes the file again. @throws VaultFault `vault/io-error` */
  static look<T>(database: string, dataKey: Uint8Array, log: LogReading, work: (trail: StoredTrail) => T): T {
    const pages = Pages.open(database, dataKey, log);
    try {
      return work(new StoredTrail(pages));
    } finally {
      pages.close();
    }
  }

  /** The log that was read with it: whether there is one, and whether none of its pages was written under this key. */
  get log(): 'none' | 'foreign' | 'some' {
    const { wal, keyFits } = this.#pages;
    if (wal === null || wal.frames === 0) return 'none';
    return keyFits && wal.damaged.length > 0 && wal.damaged.length === wal.frames - wal.uncommitted
      ? 'foreign'
      : 'some';
  }

  /** The last entry. Null where the pages that lead to it cannot be read: damage of another kind, which opening names. */
  head(): AuditHead | null {
    const root = this.#rootOf('audit_head');
    if (root === null) return null;
    // Its one row: the key, which is the rowid, then number, hash and time.
    const [row] = rowsBelow(this.#pages, root, { seen: new Set(), lost: [] });
    const [, seq, hash] = row?.values ?? [];
    return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null;
  }

  /** Where a head stands in this trail; null likewise. */
  placeOf({ seq, hash }: AuditHead): HeadPlace | null {
    const entry = this.#entry(seq);
    if (entry === null) return null;
    if (entry === undefined) return 'rolled-back';
    return entry.hash === hash ? 'on-chain' : 'forked';
  }

  /** Whether this trail is that one, or goes on where that one ends; null likewise. */
  follows(earlier: AuditHead): boolean | null {
    const head = this.head();
    if (head === null) return null;
    if (head.seq <= earlier.seq) return head.seq === earlier.seq && head.hash === earlier.hash;
    const next = this.#entry(earlier.seq + 1);
    return next === null ? null : next?.previous === earlier.hash;
  }

  /** Undefined where there is none. */
  #entry(seq: number): { readonly hash: unknown; readonly previous: unknown } | undefined | null {
    const root = this.#rootOf('audit_entry');
    const row = root === null ? null : rowAt(this.#pages, root, seq);
    if (row === null || row === undefined) return row;
    // The number is the rowid; the hash and the text that was hashed follow.
    const [, hash, canonical] = row.values;
    if (row.missing !== null || typeof canonical !== 'string') return null;
    return { hash, previous: (JSON.parse(canonical) as { readonly previous?: unknown }).previous };
  }

  #rootOf(name: string): number | null {
    const track: Track = { seen: new Set(), lost: [] };
    const table = readSchema(this.#pages, track).find((one) => one.name === name);
    return table === undefined || track.lost.length > 0 ? null : table.root;
  }
}

/**
 * Whether the log beside a database goes on where the database ends. One that somebody put there (an older one of this
 * vault, one of a copy that went its own way, one of another vault) holds whole transactions too, and SQLite would write
 * them over later work. What cannot be told, damage, counts as one that does.
 *
 * @throws VaultFault `vault/io-error`
 */
export const logGoesOn = (database: string, dataKey: Uint8Array, log: LogReading = 'as-sqlite'): boolean =>
  StoredTrail.look(database, dataKey, log, (withLog) => {
    if (withLog.log !== 'some') return withLog.log === 'none';
    const beneath = StoredTrail.look(database, dataKey, 'left-out', (trail) => trail.head());
    return beneath === null || withLog.follows(beneath) !== false;
  });
