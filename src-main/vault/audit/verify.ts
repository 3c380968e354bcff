import { linkDefect, type AuditLink, type LinkDefect } from '../../domain/audit-entry.ts';
import type { ReadableVault } from '../handle.ts';
import { entryHash, genesisHash, type AuditHead } from './entry.ts';

/** What can be wrong with an entry, in the order in which it is looked for. */
export type AuditDefect =
  | LinkDefect
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

/** Where a head that somebody outside holds stands in a trail. */
export type HeadPlace =
  /** It is an entry of this trail: the history up to it is the one that was seen. */
  | 'on-chain'
  /** The entry of that number is another one: after some earlier entry, two histories were written. */
  | 'forked'
  /** The trail ends before it: an older vault stands in place of a newer one. */
  | 'rolled-back';

/** Looks a head up. Says nothing of the chain itself, which {@link verifyAuditChain} recomputes. */
export const placeOfHead = (db: ReadableVault, { seq, hash }: AuditHead): HeadPlace => {
  const found =
    seq === 0 ? genesisHash : db.get<AuditHead>('SELECT seq, hash FROM audit_entry WHERE seq = ?', seq)?.hash;
  if (found === undefined) return 'rolled-back';
  return found === hash ? 'on-chain' : 'forked';
};

/**
 * Recomputes the trail from its first entry, in one pass and constant memory, and names the first entry that is not what
 * it was. The columns that lists filter by are computed from the hashed text by SQLite, so they cannot say otherwise.
 *
 * Somebody with the data key could recompute the whole chain; `known` heads from outside (sealed PDFs, checkpoints)
 * are what shows that.
 */
export const verifyAuditChain = (db: ReadableVault, known: readonly AuditHead[] = []): AuditReport => {
  // Two that contradict each other may both be given.
  const expected = Map.groupBy(known, ({ seq }) => seq);
  let head: AuditHead = { seq: 0, hash: genesisHash };
  const bad = (seq: number, defect: AuditDefect): AuditReport => ({
    intact: false,
    verified: head.seq,
    head,
    firstBad: { seq, defect },
  });

  // The numbers begin with 1: one before that is no link of the chain, and lists would show it all the same.
  const before = db.get<AuditHead>('SELECT seq, hash FROM audit_entry WHERE seq < 1 ORDER BY seq');
  if (before !== undefined) return bad(before.seq, 'gap');

  for (;;) {
    const batch = db.all<AuditLink>(
      'SELECT seq, hash, canonical FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?',
      head.seq,
      batchSize,
    );
    for (const link of batch) {
      const { seq, hash } = link;
      const defect = linkDefect(head, link, entryHash);
      if (defect !== null) return bad(defect === 'gap' ? head.seq + 1 : seq, defect);
      if (expected.size > 0 && expected.get(seq)?.some((one) => one.hash !== hash) === true)
        return bad(seq, 'contradicts-known-head');
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

/** Rows read at a time: enough to be quick, few enough to be nothing in memory. */
const batchSize = 500;
