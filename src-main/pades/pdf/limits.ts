/**
 * What reading one file may cost. Hostile files are normal input: each bound is counted, not timed, so the same file
 * ends the same way on every machine.
 */
export interface Limits {
  /** Nesting of arrays and dictionaries, of field and page trees. */
  readonly depth: number;
  /** Objects parsed, counted once each. */
  readonly objects: number;
  /** Bytes that all decoded streams of one file may hold together. */
  readonly decodedBytes: number;
  /** Cross-reference sections of one file. */
  readonly sections: number;
  /** Entries over all cross-reference sections. */
  readonly entries: number;
  /** Signatures judged in one file. */
  readonly signatures: number;
  /** Comparisons of one difference analysis. */
  readonly comparisons: number;
}

/** Bounds far above real documents and far below what hurts a laptop. */
export const defaultLimits: Limits = {
  depth: 100,
  objects: 500_000,
  decodedBytes: 128 * 1024 * 1024,
  sections: 2_000,
  entries: 400_000,
  signatures: 500,
  comparisons: 5_000_000,
};

/** A bound was reached or the bytes are no PDF: caught at the edge of the library and answered as a value. */
export class PdfError extends Error {
  readonly code: 'damaged' | 'limit' | 'unsupported';

  constructor(code: PdfError['code'], message: string) {
    super(message);
    this.name = 'PdfError';
    this.code = code;
  }
}
