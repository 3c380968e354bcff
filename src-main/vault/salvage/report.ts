import type { AuditHead } from '../audit/entry.ts';
import type { AuditReport } from '../audit/verify.ts';
import type { DamagedItem } from '../health.ts';
import type { Stored } from '../tables.ts';
import type { WalFindings } from './pages.ts';

/** A row that is known to have been there and could not be got out. */
export interface LostRow {
  readonly table: string;
  /** The values that it began with, where its page still has them; long ones are left out. */
  readonly begins: readonly Stored[];
  /** Where it stood. */
  readonly page: number;
  /** The page that the rest of it stood on, or why else it was left. */
  readonly because: { readonly missingPage: number } | 'refused';
}

/** What came out of a table. */
export interface SalvagedTable {
  readonly name: string;
  readonly rows: number;
  /** Of those, rows on pages that nothing led to any more. */
  readonly strayRows: number;
  /** Pages of it that are damaged or missing; what rows stood on them is not known. */
  readonly lostPages: readonly number[];
}

/** A row that others speak of and that is not there. */
export interface MissingRow {
  readonly table: string;
  readonly id: string;
  /** Who speaks of it. */
  readonly namedBy: string;
}

/** What `vault.head` tells of the end of the trail, which the database cannot know of itself. */
export interface MarkFindings {
  /** `unproven`: it is there, and nothing in it was written under this vault's key. */
  readonly file: 'proven' | 'unproven' | 'absent';
  /** The last entry that it knows to have been acknowledged; there may have been some more. */
  readonly acknowledged: AuditHead | null;
  /** The last entry that was got out; null where there is none. */
  readonly found: AuditHead | null;
  /** Numbers of the acknowledged entries after the last one that was found. */
  readonly missingAtEnd: readonly [number, number] | null;
  /** The entry of the mark's number is another one: the database is of another history. */
  readonly otherHistory: boolean;
}

/** What was got out of a damaged vault, what was lost, and why. */
export interface SalvageReport {
  /** The new vault's folder. */
  readonly folder: string;
  readonly vaultId: string;
  /** Whether anything at all was lost or is in doubt. */
  readonly complete: boolean;
  /** The schema that the rows are of. */
  readonly schema: number;
  readonly slots: { readonly from: 'vault' | 'given'; readonly sound: boolean; readonly kept: number };
  readonly pages: { readonly total: number; readonly damaged: readonly number[] };
  /** The write-ahead log that lay beside the database; null where there was none. */
  readonly wal: WalFindings | null;
  /** The log is of another state of the vault, or of another vault: nothing was taken from it. */
  readonly logLeftOut: boolean;
  readonly tables: readonly SalvagedTable[];
  /** The first thousand of them. */
  readonly lostRows: readonly LostRow[];
  readonly lostRowCount: number;
  /** Readable pages that could be of more than one table, or of none: their rows were not taken. */
  readonly unplacedPages: readonly { readonly page: number; readonly tables: readonly string[] }[];
  readonly missing: readonly MissingRow[];
  /** What had to be made up for the copy to open: names and roles as the audit trail tells them. */
  readonly replaced: readonly string[];
  /** Entries of the trail that are not there, as ranges of their numbers. */
  readonly auditGaps: readonly (readonly [number, number])[];
  readonly mark: MarkFindings;
  /** The trail as far as it goes, before the salvage was added to it. */
  readonly audit: AuditReport;
  /** Frozen revisions and sealed PDFs that are not whole. */
  readonly damaged: readonly DamagedItem[];
  /** The salvage's own entry. */
  readonly head: AuditHead;
}
