import { renderRecord } from '../../documents/index.ts';
import { readForeignDocument } from '../../domain/foreign-document.ts';
import { Indication, SubIndication } from '../../domain/indication.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { embeddedRecordName, type RevisionDocument } from '../../domain/revision-document.ts';
import { Meaning } from '../../domain/signing.ts';
import type { Output } from '../../contract/index.ts';
import { extractEmbeddedFile, revisionBytes, validatePdf } from '../../pades/index.ts';
import { digest } from '../../pki/index.ts';
import type { ServiceContext } from '../context.ts';
import type { TrustMaterial } from '../trust/material.ts';
import { verificationOf } from '../verification/index.ts';

/** A record of another vault that may be taken in. */
export interface ForeignCopy {
  readonly document: RevisionDocument;
  /** The canonical JSON as the PDF carries it. */
  readonly json: Uint8Array;
  /** Whether drawing the JSON again gives the very pages that were signed; another version may draw them otherwise. */
  readonly pages: 'reproduced' | 'not-provable';
}

/** What was found: the verdict on the signatures, and the record, or what stands against it. */
export interface ForeignFinding {
  readonly verification: Output<'verify.pdf'>;
  readonly copy: Result<ForeignCopy>;
}

/**
 * Judges a PDF that somebody wants to take in as a record of another vault: its signatures first, by the anchors given,
 * and only what they cover after that. Error: `pades/unreadable`.
 */
export const judgeForeign = async (
  context: Pick<ServiceContext, 'clock' | 'fonts' | 'version'>,
  vaultId: string,
  file: { readonly name: string; readonly bytes: Uint8Array },
  trust: TrustMaterial,
): Promise<Result<ForeignFinding>> => {
  const report = validatePdf(file.bytes, {
    anchors: trust.anchors,
    reported: trust.reported,
    crls: trust.crls,
    intermediates: trust.issuers,
    at: context.clock.now(),
  });
  if (!report.ok) return report;
  const copy = await copyOf(context, vaultId, file.bytes, report.value);
  return ok({ verification: verificationOf(file.name, file.bytes, report.value), copy });
};

type Report = Extract<ReturnType<typeof validatePdf>, { readonly ok: true }>['value'];

const copyOf = async (
  context: Pick<ServiceContext, 'fonts' | 'version'>,
  vaultId: string,
  bytes: Uint8Array,
  report: Report,
): Promise<Result<ForeignCopy>> => {
  const signed = signaturesObstacle(report);
  if (signed !== null) return { ok: false, error: signed };
  const json = extractEmbeddedFile(bytes, embeddedRecordName);
  if (!json.ok) return fail('imports/not-ours');
  if (sha256(json.value) !== report.record?.sha256) return fail('imports/not-covered');
  const text = utf8(json.value);
  if (text === null) return fail('imports/record-invalid', { cause: 'no UTF-8' });
  const read = readForeignDocument(text);
  if (!read.ok) return read;
  const document = read.value;
  if (document.vault.id === vaultId) return fail('imports/own-record', { recordId: document.record.id });
  const missing = document.requirements.find(({ id }) => !report.signatures.some(({ field }) => field === id));
  if (missing !== undefined) return fail('imports/incomplete', { requirement: missing.title });
  if (report.signatures.some(({ claims }) => claims.reason?.startsWith(Meaning.Rejection) === true))
    return fail('imports/rejected');
  const before = Math.min(...report.signatures.map(({ revision }) => revision)) - 1;
  const pages = await pagesOf(context, document, revisionBytes(bytes, before));
  return pages === null ? fail('imports/pages-differ') : ok({ document, json: json.value, pages });
};

/** What the signatures say against it; what they cover is not looked at before. */
const signaturesObstacle = ({ signatures, record }: Report): Failure | null => {
  if (signatures.length === 0) return { code: 'imports/not-signed' };
  const failed = signatures.find(({ indication }) => indication === Indication.Failed);
  if (failed !== undefined)
    return { code: 'imports/signature-failed', details: { field: failed.field, cause: failed.subIndication } };
  if (record === null) return { code: 'imports/not-ours' };
  // A revocation list that is older than one would like is said, and is no obstacle: offline that is normal.
  const doubted = signatures.find(
    ({ indication, subIndication }) => indication !== Indication.Passed && subIndication !== SubIndication.TryLater,
  );
  if (doubted !== undefined)
    return { code: 'imports/not-trusted', details: { signer: doubted.signer, cause: doubted.subIndication } };
  return record.coveredByFirstSignature ? null : { code: 'imports/not-covered' };
};

/**
 * Pages are drawn from the JSON alone, so drawing them again shows whether what was there before the first signature, all
 * of it, is what the JSON says.
 * Null: the same version draws them otherwise, so they were made from something else.
 */
const pagesOf = async (
  { fonts, version }: Pick<ServiceContext, 'fonts' | 'version'>,
  document: RevisionDocument,
  unsigned: Result<Uint8Array>,
): Promise<ForeignCopy['pages'] | null> => {
  // What the schema lets through and the drawing does not expect is no page of ours.
  const drawn = await renderRecord(document, fonts).catch(() => null);
  if (unsigned.ok && drawn !== null && isSame(unsigned.value, drawn.pdf)) return 'reproduced';
  return document.application.version === version ? null : 'not-provable';
};

/** The same file, but for the line end that an update puts behind it. */
const isSame = (found: Uint8Array, drawn: Uint8Array): boolean =>
  Buffer.compare(found.subarray(0, drawn.length), drawn) === 0 &&
  found.length - drawn.length <= 2 &&
  found.subarray(drawn.length).every((byte) => byte === 0x0a || byte === 0x0d);

const sha256 = (bytes: Uint8Array): string => Buffer.from(digest('sha256', bytes)).toString('hex');

const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};
