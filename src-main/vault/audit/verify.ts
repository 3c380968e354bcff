import type { ReadableVault } from '../handle.ts';
import { entryHash, genesisHash, type AuditHead } from './entry.ts';

/** What can be wrong with an entry, in the order in which it is looked for. */
export type AuditDefect =
  /** Entries are missing before this one, or its number is not its place. */
  | 'gap'
  /** The stored text does not have the stored hash: one of them was altered. */
  | 'hash-mismatch'
  /** The text is not the entry that belongs here: it names another number or cannot be read. */
  | 'not-this-entry'
  /** It names another predecessor than the entry before it: something before it was replaced. */
  | 'wrong-previous'
  /** The trail ends here, but the stored head says that there were more entries, or another last one. */
  | 'truncated'
  /** A head that somebody else holds (a sealed PDF, a checkpoint) says that this entry was another one. */
  | 'contradicts-known-head';

/** The verdict on a whole trail. */
export interface AuditReport {
  readonly intact: boolean;
  /** How many entries were found good, from the first on. */
  readonly verified: number;
  /** The head as recomputed: seq 0 for an empty trail. Only the good part, where there is a defect. */
  readonly head: AuditHead;
  /** The first bad entry; null where there is none. */
  readonly firstBad: { readonly seq: number; readonly defect: AuditDefect } | null;
}

/** The stored head of the trail: seq 0 before the first entry. */
export const auditHead = (db: ReadableVault): AuditHead => {
  const head = db.get<AuditHead>('SELECT seq, hash FROM audit_head');
  if (head === undefined) throw new Error('no audit head');
  return head;
};

/**
 * Recomputes the trail from its first entry, in one pass and constant memory, and names the first entry that is not what
 * it was. The columns that lists filter by are computed from the hashed text by SQLite, so they cannot say otherwise.
 *
 * Somebody with the data key could recompute the whole chain; `known` heads from outside (sealed PDFs, checkpoints)
 * are what shows that.
 */
export const verifyAuditChain = (db: ReadableVault, known: readonly AuditHead[] = []): AuditReport => {
  const expected = new Map(known.map((head) => [head.seq, head.hash]));
  let head: AuditHead = { seq: 0, hash: genesisHash };
  const bad = (seq: number, defect: AuditDefect): AuditReport => ({
    intact: false,
    verified: head.seq,
    head,
    firstBad: { seq, defect },
  });

  for (const [seq, hash, canonical] of db.walk('SELECT seq, hash, canonical FROM audit_entry ORDER BY seq') as Iterable<
    readonly [number, string, string]
  >) {
    const place = head.seq + 1;
    if (seq !== place) return bad(place, 'gap');
    if (entryHash(canonical) !== hash) return bad(seq, 'hash-mismatch');
    const entry = parsed(canonical);
    if (entry?.seq !== seq) return bad(seq, 'not-this-entry');
    if (entry.previous !== head.hash) return bad(seq, 'wrong-previous');
    if (expected.size > 0 && (expected.get(seq) ?? hash) !== hash) return bad(seq, 'contradicts-known-head');
    head = { seq, hash };
  }

  const stored = auditHead(db);
  if (stored.seq !== head.seq || stored.hash !== head.hash)
    return bad(stored.seq > head.seq ? head.seq + 1 : head.seq, 'truncated');
  const beyond = known.find(({ seq }) => seq > head.seq);
  if (beyond !== undefined) return bad(head.seq + 1, 'truncated');
  return { intact: true, verified: head.seq, head, firstBad: null };
};

const parsed = (canonical: string): { readonly seq?: unknown; readonly previous?: unknown } | null => {
  try {
    return JSON.parse(canonical) as { readonly seq?: unknown };
  } catch {
    return null;
  }
};
