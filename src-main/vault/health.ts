import { createHash, hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { verifyAuditChain, type AuditReport } from './audit/verify.ts';
import type { AuditHead } from './audit/entry.ts';
import type { Connection } from './driver.ts';
import { faulting, VaultFault } from './failures.ts';
import { missingGuards } from './guards.ts';
import type { ReadableVault } from './handle.ts';
import { searchFaults } from './search.ts';
import { logGoesOn } from './stored-trail.ts';
import { readWal, walDamage } from './wal.ts';

/** Up to this size every page is decrypted and authenticated when a vault is opened (about 0.1 s). */
const quickCheckBytes = 16 * 1024 * 1024;

/**
 * Looks at a database that was just opened: that no page is missing, and, while it is small, that every page is what it
 * was written as (SQLCipher keeps an HMAC with each). Larger ones are read in full by {@link checkVault}. Answers whether
 * the index of search wants rebuilding.
 *
 * @throws VaultFault `vault/database-damaged`
 */
export const assertSound = (connection: Connection, file: string): { readonly searchDamaged: boolean } => {
  const size = statSync(file).size;
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const expected = Number(connection.pragma('page_count')) * Number(connection.pragma('page_size'));
  // Pages of the last session may still stand in the write-ahead log alone.
  if (wal === 0 && size < expected) throw new VaultFault('vault/database-damaged', 'cut short');
  return size <= quickCheckBytes ? assertPages(connection) : { searchDamaged: false };
};

/**
 * Looks at the log that a crash left before SQLite does, which would forget what follows a bad frame and write over it, and
 * take one that is not the database's own for newer. `keys`: those that the database may be encrypted under.
 * @throws VaultFault `vault/database-damaged`, `vault/log-of-other-state`
 */
export const assertWal = (file: string, keys: readonly Uint8Array[]): void => {
  const wal = faulting(() => readWal(`${file}-wal`));
  if (wal === null) return;
  const damage = walDamage(wal);
  if (damage !== null) throw new VaultFault('vault/database-damaged', damage);
  if (!keys.every((key) => logGoesOn(file, key))) throw new VaultFault('vault/log-of-other-state', 'vault.db-wal');
};

/** Decrypts and authenticates every page, about 100 MB a second. @throws VaultFault `vault/database-damaged` */
export const assertPages = (connection: Connection): { readonly searchDamaged: boolean } => {
  const findings = connection.all('PRAGMA quick_check(100)', []) as { readonly quick_check: string }[];
  const damage = findings.map((row) => row.quick_check).find((finding) => finding !== 'ok' && !ofSearch(finding));
  if (damage !== undefined) throw new VaultFault('vault/database-damaged', damage);
  return { searchDamaged: findings.some((row) => ofSearch(row.quick_check)) };
};

/** SQLite's findings on the index of search: it can be made again from what it was made of, so it closes no vault. */
const ofSearch = (finding: string): boolean => /\bfts5\b.*\bsearch_(?:text|title)\b/i.test(finding);

/**
 * A stored thing whose bytes are not those whose hash was stored with it; `not-as-recorded`: whole in itself, but not what
 * the audit trail says was frozen or signed for this record (another record's, an older state put back).
 */
export interface DamagedItem {
  readonly kind: 'frozen-json' | 'sealed-pdf' | 'not-as-recorded';
  readonly recordId: string;
  readonly revision: number;
}

/** The verdict on a whole vault. */
export interface VaultCheck {
  readonly intact: boolean;
  /** SQLite's own findings on pages, cells and indices; empty when there are none. */
  readonly pages: readonly string[];
  /** Rows that refer to a row that is not there. */
  readonly danglingReferences: number;
  readonly audit: AuditReport;
  /** Parts of the schema that keep the history as it is, and were taken out, altered or added. */
  readonly guardsMissing: readonly string[];
  readonly damaged: readonly DamagedItem[];
  /** What is wrong with the index of search. It bears on nothing else, and `rebuildSearch` makes it anew. */
  readonly search: readonly string[];
}

/**
 * Reads everything: all pages, the audit chain (against the heads in frozen revisions, and `known` ones from outside), the
 * hash of every frozen revision and every sealed PDF. Names what is damaged, mends nothing (21 CFR 11.10(a)).
 *
 * @throws VaultFault `vault/database-damaged` when the file is too damaged to be read through.
 */
export const checkVault = (db: ReadableVault, known: readonly AuditHead[] = []): VaultCheck => {
  const findings = db
    .all<{ readonly integrity_check: string }>('PRAGMA integrity_check(100)')
    .map((row) => row.integrity_check)
    .filter((finding) => finding !== 'ok');
  const pages = findings.filter((finding) => !ofSearch(finding));
  const danglingReferences = db.all('PRAGMA foreign_key_check').length;
  const audit = verifyAuditChain(db, [...frozenHeads(db), ...known]);
  const guardsMissing = missingGuards(db);
  const damaged = [...damagedRevisions(db), ...damagedPdfs(db), ...misplaced(db)];
  return {
    intact:
      pages.length === 0 &&
      danglingReferences === 0 &&
      audit.intact &&
      guardsMissing.length === 0 &&
      damaged.length === 0,
    pages,
    danglingReferences,
    audit,
    guardsMissing,
    damaged,
    search: [...findings.filter(ofSearch), ...searchFaults(db)],
  };
};

/** What the signers of frozen revisions saw of the trail. One whose JSON cannot be read is reported as damaged itself. */
export const frozenHeads = (db: ReadableVault): readonly AuditHead[] =>
  db
    .all<{ readonly seq: unknown; readonly hash: unknown }>(
      `SELECT json ->> '$.auditHead.seq' AS seq, json ->> '$.auditHead.hash' AS hash
       FROM (SELECT CAST(frozen_json AS TEXT) AS json FROM revision WHERE frozen_json IS NOT NULL) WHERE json_valid(json)`,
    )
    .flatMap(({ seq, hash: head }) =>
      typeof seq === 'number' && typeof head === 'string' ? [{ seq, hash: head }] : [],
    );

function* damagedRevisions(db: ReadableVault): Generator<DamagedItem> {
  const rows = db.walk(
    'SELECT record_id, revision, frozen_json, frozen_sha256 FROM revision WHERE frozen_json IS NOT NULL ORDER BY 1, 2',
  ) as Iterable<readonly [string, number, Uint8Array, string]>;
  for (const [recordId, revision, json, sha256] of rows)
    if (hash('sha256', json, 'hex') !== sha256) yield { kind: 'frozen-json', recordId, revision };
}

/** Each part keeps the hash of the PDF up to its own end, so one pass over the parts checks all states of all PDFs. */
function* damagedPdfs(db: ReadableVault): Generator<DamagedItem> {
  const rows = db.walk(
    'SELECT record_id, revision, ordinal, bytes, total_length, sha256 FROM sealed_part ORDER BY 1, 2, 3',
  ) as Iterable<readonly [string, number, number, Uint8Array, number, string]>;
  let digest = createHash('sha256');
  let [length, next] = [0, 1];
  let reported = '';
  for (const [recordId, revision, ordinal, bytes, totalLength, sha256] of rows) {
    if (ordinal === 1) [digest, length, next] = [createHash('sha256'), 0, 1];
    digest.update(bytes);
    length += bytes.length;
    const good = ordinal === next && length === totalLength && digest.copy().digest('hex') === sha256;
    next += 1;
    const pdf = `${recordId} ${revision}`;
    if (good || reported === pdf) continue;
    reported = pdf;
    yield { kind: 'sealed-pdf', recordId, revision };
  }
}

/**
 * What sending and signing wrote into the trail, held against what the tables hold: a record's JSON and PDF cannot be
 * exchanged for another's, hashes and all, without the trail saying so (21 CFR 11.70).
 */
const misplaced = (db: ReadableVault): readonly DamagedItem[] =>
  db
    .all<{ readonly recordId: string; readonly revision: number }>(
      `SELECT DISTINCT said.recordId, said.revision
       FROM (
         SELECT subject_id AS recordId,
                canonical ->> '$.details.revision' AS revision,
                canonical ->> '$.details.recordSha256' AS json,
                canonical ->> '$.details.pdfSha256' AS pdf
         FROM audit_entry WHERE action IN ('record.freeze', 'record.sign', 'record.reject')
       ) AS said
       LEFT JOIN revision ON revision.record_id = said.recordId AND revision.revision = said.revision
       LEFT JOIN sealed_part AS part
         ON part.record_id = said.recordId AND part.revision = said.revision AND part.sha256 = said.pdf
       WHERE (said.pdf IS NOT NULL AND part.sha256 IS NULL)
          OR (said.json IS NOT NULL AND said.json IS NOT revision.frozen_sha256)
       ORDER BY said.recordId, said.revision`,
    )
    .map((row) => ({ kind: 'not-as-recorded', ...row }));
