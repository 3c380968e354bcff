import { createHash, hash } from 'node:crypto';
import { genesisHash, linkDefect, type AuditHead } from '../../../domain/audit-entry.ts';
import { auditCsvHead, auditCsvRow, parseAuditLine } from '../../../domain/audit-export.ts';

/** What was found of a package's audit trail. */
export interface TrailFinding {
  /** The last good entry. */
  readonly head: AuditHead;
  /** The first entry that is not what it was, and why; null: all are. */
  readonly firstBad: { readonly seq: number; readonly defect: string } | null;
  /** The hash of each entry that was asked for, by number. */
  readonly hashes: ReadonlyMap<number, string>;
  /** SHA-256 of the CSV that says the same, lower-case hex. */
  readonly csvSha256: string;
}

/** No line of a trail comes near; one that does is no entry (characters). */
const longestLine = 64 * 2 ** 20;

/**
 * Recomputes the chain of an audit trail that comes as lines of JSON, in one pass, holding no more than a line. `wanted`:
 * numbers of entries whose hash is asked for.
 */
export const checkTrail = async (
  pieces: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<number>,
): Promise<TrailFinding> => {
  const hashes = new Map<number, string>();
  const csv = createHash('sha256').update(`\uFEFF${auditCsvHead}\r\n`);
  let head: AuditHead = { seq: 0, hash: genesisHash };
  let firstBad: TrailFinding['firstBad'] = null;
  for await (const line of linesOf(pieces)) {
    // What follows a bad entry is read on, for the file's own hash, and not believed.
    if (firstBad !== null) continue;
    const link = line === null ? null : parseAuditLine(line);
    const defect = link === null ? 'no-entry' : linkDefect(head, link, (text) => hash('sha256', text, 'hex'));
    if (link === null || defect !== null) {
      firstBad = { seq: head.seq + 1, defect: defect ?? 'no-entry' };
      continue;
    }
    head = { seq: link.seq, hash: link.hash };
    if (wanted.has(link.seq)) hashes.set(link.seq, link.hash);
    try {
      csv.update(`${auditCsvRow({ ...link.entry, hash: link.hash })}\r\n`);
    } catch {
      firstBad = { seq: link.seq, defect: 'no-entry' };
    }
  }
  return { head, firstBad, hashes, csvSha256: csv.digest('hex') };
};

/** Lines of UTF-8, each ended by a line feed; null for one that is none. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string | null, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  try {
    for await (const piece of pieces) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
      if (rest.length > longestLine) throw new TypeError('a line without an end');
    }
    rest += decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield null;
    for await (const _ of pieces);
    return;
  }
  if (rest !== '') yield null;
}
