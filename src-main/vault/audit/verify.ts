import type { ReadableVault } from '../handle.ts';
import { entryHash, genesisHash, type AuditHead } from './entry.ts';

/** What can be wrong with an entry, in the order in which it is looked for. */
export type AuditDefect =
  /** Entries are missing before this one, or its number is not its place. */
  | 'gap'
  /** The stored text does not have the stored hash: one of them was altered. */
  | 'hash-mismatch'
  /** It does not name the entry before it as its predecessor: one of the two was replaced or moved. */
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

  for (;;) {
    const batch = db.all<Row>(
      'SELECT seq, hash, canonical FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?',
      head.seq,
      batchSize,
    );
    for (const { seq, hash, canonical } of batch) {
      const place = head.seq + 1;
      if (seq !== place) return bad(place, 'gap');
      if (entryHash(canonical) !== hash) return bad(seq, 'hash-mismatch');
      if (!follows(canonical, head.hash)) return bad(seq, 'wrong-previous');
      if (expected.size > 0 && (expected.get(seq) ?? hash) !== hash) return bad(seq, 'contradicts-known-head');
      head = { seq, hash };
    }
    if (batch.length < batchSize) break;
  }

  const stored = auditHead(db);
  if (stored.seq !== head.seq || stored.hash !== head.hash)
    return bad(stored.seq > head.seq ? head.seq + 1 : head.seq, 'truncated');
  const beyond = known.find(({ seq }) => seq > head.seq);
  if (beyond !== undefined) return bad(head.seq + 1, 'truncated');
  return { intact: true, verified: head.seq, head, firstBad: null };
};

interface Row extends AuditHead {
  readonly canonical: string;
}

/** Rows read at a time: enough to be quick, few enough to be nothing in memory. */
const batchSize = 500;

const previousKey = '"previous":"';

/**
 * Whether an entry names this hash as its predecessor. In canonical JSON the key with its quotes can stand nowhere but
 * where a key stands; only a text that has it twice (in `details`, say) needs to be parsed to know which one counts.
 */
const follows = (canonical: string, previous: string): boolean => {
  const first = canonical.indexOf(previousKey);
  if (first === canonical.lastIndexOf(previousKey))
    return first !== -1 && canonical.startsWith(`${previous}"`, first + previousKey.length);
  try {
    return (JSON.parse(canonical) as { readonly previous?: unknown }).previous === previous;
  } catch {
    return false;
  }
};
