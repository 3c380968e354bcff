import type { ValidationReport } from '../../pades/index.ts';

/** One line of the answer: product.md's shape, or why the file could not be read. */
export type FileVerdict =
  | ({ readonly file: string } & ValidationReport)
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };
