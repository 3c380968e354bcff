import { nestsDeeper } from '../domain/json-depth.ts';
import type { JsonValue } from '../domain/result.ts';
import { digest } from '../pki/digest.ts';
import { embeddedFiles } from './attachments.ts';
import type { PdfDocument } from './pdf/document.ts';
import { PdfError } from './pdf/limits.ts';
import type { EmbeddedRecord } from './validate/report.ts';

/** The embedded file that a sealed PDF's machine copy has. */
export const recordFileName = 'record.json';

/** Machine copies are text; one larger than this is not read. */
const maxRecordBytes = 64 * 1024 * 1024;
/** Nor is one that nests deeper: a record of ours nests to about ten. */
const maxRecordDepth = 40;

/**
 * The record inside a sealed PDF, read without knowing its kind: the member `record` of the embedded JSON. Null where
 * there is none, or where it is no JSON object within these bounds.
 * @param firstSigned the revision of the first signature, and whether its bytes are intact; null: there is none.
 */
export const readRecord = (
  document: PdfDocument,
  firstSigned: { readonly revision: number; readonly intact: boolean } | null,
): EmbeddedRecord | null => {
  const file = embeddedFiles(document.latest).find(({ name }) => name === recordFileName);
  if (!file) return null;
  try {
    const bytes = document.latest.data(file.stream);
    if (bytes.length > maxRecordBytes) return null;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (nestsDeeper(text, maxRecordDepth)) return null;
    const parsed = JSON.parse(text) as JsonValue;
    const record = isObject(parsed) ? parsed['record'] : null;
    if (!isObject(record)) return null;
    const signedFile =
      firstSigned && embeddedFiles(document.at(firstSigned.revision)).find(({ name }) => name === recordFileName);
    return {
      ...record,
      sha256: Buffer.from(digest('sha256', bytes)).toString('hex'),
      coveredByFirstSignature: firstSigned?.intact === true && signedFile?.stream === file.stream,
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof PdfError) return null;
    throw error;
  }
};

const isObject = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
