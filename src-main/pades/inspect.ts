import { fail, ok, type Result } from '../domain/result.ts';
import { type EmbeddedFile, embeddedFiles } from './attachments.ts';
import { type FieldLock, readLock } from './mdp.ts';
import { PdfDocument, type ReadOptions } from './pdf/document.ts';
import { formFields, textOf } from './pdf/form.ts';
import { defaultLimits, PdfError } from './pdf/limits.ts';
import { pagesOf } from './pdf/pages.ts';
import { findSignatures, placeOf } from './validate/signatures.ts';

/** What a PDF holds, without a verdict. Byte ranges are `[start, end)`, pages count from 1. */
export interface Inspection {
  readonly size: number;
  readonly pages: number;
  readonly encrypted: boolean;
  /** Encrypted, and nothing that opens it was given: strings and streams cannot be read. */
  readonly locked: boolean;
  readonly revisions: readonly {
    readonly number: number;
    readonly start: number;
    readonly end: number;
    readonly crossReference: 'table' | 'stream';
    /** Numbers of the objects that it writes or frees. */
    readonly objects: readonly number[];
  }[];
  readonly signatures: readonly {
    readonly field: string;
    readonly revision: number;
    readonly subFilter: string | null;
    readonly name: string | null;
    readonly reason: string | null;
    readonly claimedAt: string | null;
    readonly place: { readonly page: number; readonly rect: readonly number[] } | null;
  }[];
  readonly emptySignatureFields: readonly { readonly field: string; readonly lock: FieldLock | null }[];
  readonly files: readonly {
    readonly name: string;
    readonly mediaType: string | null;
    readonly relationship: string | null;
    readonly description: string | null;
  }[];
  readonly anomalies: readonly string[];
}

/** Looks into a PDF. Errors: `pades/unreadable`. */
export const inspectPdf = (bytes: Uint8Array, options: ReadOptions = {}): Result<Inspection> =>
  reading(bytes, options, (document) => {
    const view = document.latest;
    return ok({
      size: bytes.length,
      pages: pagesOf(view).length,
      encrypted: view.trailer.entries.has('Encrypt'),
      locked: document.encryption === 'locked',
      revisions: document.revisions.map((revision) => ({
        number: revision.number,
        start: revision.start,
        end: revision.end,
        crossReference: revision.sections[0]?.kind ?? 'table',
        objects: [...document.changedIn(revision.number)].sort((a, b) => a - b),
      })),
      signatures: findSignatures(document).map((signature) => {
        const text = (key: string) => textOf(signature.view, signature.dict.get(key));
        return {
          field: signature.field.name,
          revision: signature.revision,
          subFilter: signature.view.name(signature.dict.get('SubFilter')),
          name: text('Name'),
          reason: text('Reason'),
          claimedAt: text('M'),
          place: placeOf(signature),
        };
      }),
      emptySignatureFields: formFields(view)
        .filter((field) => field.type === 'Sig' && view.resolve(field.value) === null)
        .map((field) => ({ field: field.name, lock: readLock(view, field.dict.get('Lock')) })),
      files: embeddedFiles(view).map(({ name, mediaType, relationship, description }) => ({
        name,
        mediaType,
        relationship,
        description,
      })),
      anomalies: [...new Set(document.anomalies)],
    });
  });

/** The exact bytes of the file as it stood after a revision (counted from 1). Errors: `pades/no-such-revision`, `pades/unreadable`. */
export const revisionBytes = (bytes: Uint8Array, revision: number, options: ReadOptions = {}): Result<Uint8Array> =>
  reading(bytes, options, (document) => {
    const found = document.revisions[revision - 1];
    return found && found.eof >= 0
      ? ok(bytes.slice(0, found.end))
      : fail('pades/no-such-revision', { revision, revisions: document.revisions.length });
  });

/** The decoded bytes of an embedded file, by name. Errors: `pades/no-such-file`, `pades/unreadable`. */
export const extractEmbeddedFile = (bytes: Uint8Array, name: string, options: ReadOptions = {}): Result<Uint8Array> =>
  reading(bytes, options, (document) => {
    const file: EmbeddedFile | undefined = embeddedFiles(document.latest).find((candidate) => candidate.name === name);
    return file ? ok(document.latest.data(file.stream)) : fail('pades/no-such-file', { name });
  });

const reading = <T>(bytes: Uint8Array, options: ReadOptions, work: (document: PdfDocument) => Result<T>): Result<T> => {
  try {
    return work(new PdfDocument(bytes, options.limits ?? defaultLimits, options));
  } catch (error) {
    if (error instanceof PdfError) return fail('pades/unreadable', { cause: error.message });
    throw error;
  }
};
