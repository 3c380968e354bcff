import type { ValidationReport } from '../../pades/index.ts';
import type { PackageSummary } from './package/summary.ts';

/** A file with the verdict on it; its size in bytes and the SHA-256 of what was judged, hexadecimal. */
export type JudgedFile = {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  /** Of an audit package: what was found beside its PDFs, which have verdicts of their own. */
  readonly package?: PackageSummary;
} & ValidationReport;

/** What is judged: a file on the disk by its path, or bytes that were read already, under the name they go by. */
export type Source = string | { readonly file: string; readonly bytes: Uint8Array };

export const nameOf = (source: Source): string => (typeof source === 'string' ? source : source.file);

/**
 * A file without a verdict: `verify/unreadable` (the disk, or no regular file), `pades/unreadable` (no PDF),
 * `verify/timeout`, `verify/internal` (a bug of ours, met in this file).
 */
export interface UnjudgedFile {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** One line of the answer: product.md's shape, or why the file could not be judged. */
export type FileVerdict = JudgedFile | UnjudgedFile;

/** What comes back for a file. */
export interface Judgement {
  readonly verdict: FileVerdict;
  /** The same as a line of JSON. */
  readonly json: string;
  /** In the order of the verdict's signatures, what each looks like: a PDF of one page. Empty unless asked for. */
  readonly pictures: readonly (Uint8Array | null)[];
}

/** A judgement on its way from a thread: text passes between threads faster than objects do. */
export type Message = Pick<Judgement, 'json' | 'pictures'>;

export const received = ({ json, pictures }: Message): Judgement => ({
  verdict: JSON.parse(json) as FileVerdict,
  json,
  pictures,
});

export const judged = (verdict: FileVerdict, pictures: Judgement['pictures'] = []): Judgement => ({
  verdict,
  json: JSON.stringify(verdict),
  pictures,
});

export const unjudged = (file: string, code: string, message: string): Judgement =>
  judged({ file, error: { code, message } });
