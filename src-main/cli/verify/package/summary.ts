import type { AuditHead } from '../../../domain/audit-entry.ts';
import type { Manifest } from '../../../package/manifest.ts';

/** What makes a package another one than was made; each alone fails it. */
export type PackageDefectCode =
  | 'package/file-missing'
  | 'package/file-not-listed'
  | 'package/listed-twice'
  | 'package/size-mismatch'
  | 'package/hash-mismatch'
  | 'package/sums-differ'
  | 'package/wrong-place'
  | 'package/json-unreadable'
  | 'package/json-not-in-pdf'
  | 'package/record-mismatch'
  | 'package/lone-file'
  | 'package/pdf-failed-to-open'
  | 'package/trust-unreadable'
  | 'package/audit-trail-altered'
  | 'package/audit-head-mismatch'
  | 'package/record-off-the-trail'
  | 'package/csv-differs';

export interface PackageDefect {
  readonly code: PackageDefectCode;
  /** The file it is about; null: the package. */
  readonly path: string | null;
  readonly message: string;
}

/** What was found in an audit package. */
export interface PackageSummary
  extends Pick<Manifest, 'formatVersion' | 'vault' | 'createdAt' | 'zone' | 'createdBy' | 'application' | 'filter'> {
  /** Whose anchors the signatures were judged by: the package's own, which it could bring along itself, or given ones. */
  readonly trust: 'package' | 'given';
  /** The package's own anchors: SHA-256 fingerprints, lower-case hex. */
  readonly anchors: readonly string[];
  /** Files in the zip. */
  readonly files: number;
  /** Its PDFs by verdict. */
  readonly documents: {
    readonly passed: number;
    readonly indeterminate: number;
    readonly failed: number;
    readonly unreadable: number;
  };
  readonly auditTrail: {
    /** Entries found good, from the first on. */
    readonly entries: number;
    readonly head: AuditHead;
    readonly intact: boolean;
    /** The last entry that a signed record of the package vouches for; 0: none does. Later ones rest on the package. */
    readonly confirmedUpTo: number;
  };
  readonly defects: readonly PackageDefect[];
}
