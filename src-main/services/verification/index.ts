import { createHash } from 'node:crypto';
import type { Handlers, Output } from '../../contract/index.ts';
import { SubIndication } from '../../domain/indication.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { revisionBytes, validatePdf, type SignatureReport, type ValidationReport } from '../../pades/index.ts';
import { requirements, sealedPdf, wasSealedAs, type ReadableVault } from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { trustMaterial, type TrustMaterial } from '../trust/material.ts';
import { pdfName } from '../records/read.ts';

type VerifyCall = 'verify.pdf' | 'verify.record' | 'verify.revision';
type Verification = Output<'verify.pdf'>;

/** Judging PDFs, ours or anybody's. Trust comes from the open vault; without one, integrity is still judged. */
export const verificationHandlers = (context: ServiceContext): Pick<Handlers, VerifyCall> => ({
  'verify.pdf': ({ name, bytes }) => {
    const caller = context.caller();
    if (!caller.ok) return verification(context, name, bytes, noTrust);
    return caller.value.vault.read((db) => verification(context, name, bytes, trustMaterial(db), signedIn(db)));
  },
  'verify.record': ({ recordId, revision }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    return vault.read((db) => {
      const sealed = sealedPdf(db, recordId, revision);
      if (!sealed) return fail('records/no-pdf', { recordId, revision });
      return verification(context, pdfName(recordId, revision), sealed.bytes, trustMaterial(db), signedIn(db));
    });
  },
  'verify.revision': ({ bytes, revision }) => {
    const found = revisionBytes(bytes, revision);
    return found.ok ? ok({ bytes: new Uint8Array(found.value) }) : found;
  },
});

const noTrust: TrustMaterial = { anchors: [], issuers: [], crls: [], reported: [] };

/** Tells since when a signature in these bytes is known to exist, by its field. */
type KnownSince = (report: ValidationReport, sha256: string) => ((field: string) => Date | null) | null;

/**
 * A vault knows when it took in each signature of its own PDFs, byte for byte: rows that nothing changes, in an order that
 * its trail proves. So what was signed before a key was lost stays valid without a time-stamp (EN 319 102-1, 5.6.2.3).
 */
const signedIn =
  (db: ReadableVault): KnownSince =>
  ({ record }, sha256) => {
    const own = recordOf(record);
    if (own === null || !wasSealedAs(db, own.id, own.revision, sha256)) return null;
    const all = requirements(db, own.id, own.revision);
    return (field) => {
      const at = all.find(({ id }) => id === field)?.signedAt ?? null;
      return at === null ? null : new Date(at);
    };
  };

/** Judges a PDF by these anchors, in the shape that screens show. */
export const verification = (
  context: Pick<ServiceContext, 'clock'>,
  file: string,
  bytes: Uint8Array,
  trust: TrustMaterial,
  knownSince: KnownSince = () => null,
): Result<Verification> => {
  const options = {
    anchors: trust.anchors,
    crls: trust.crls,
    intermediates: trust.issuers,
    reported: trust.reported,
    at: context.clock.now(),
  };
  const report = validatePdf(bytes, options);
  if (!report.ok) return report;
  const timeMatters = report.value.signatures.some(({ subIndication }) => subIndication === SubIndication.RevokedNoPoe);
  const known = timeMatters ? knownSince(report.value, createHash('sha256').update(bytes).digest('hex')) : null;
  const better = known === null ? report : validatePdf(bytes, { ...options, knownSince: known });
  return better.ok ? ok(verificationOf(file, bytes, better.value)) : better;
};

/** A verdict in the shape that screens show. */
export const verificationOf = (file: string, bytes: Uint8Array, report: ValidationReport): Verification => {
  const { indication, signatures, record, warnings, reasons, revisions } = report;
  return {
    file,
    indication,
    signatures: signatures.map(verdictOf),
    record: recordOf(record),
    warnings: [...reasons, ...warnings],
    revisions,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
};

/** The record that a PDF carries in itself, where it is one of ours. What it says of itself is shown, not believed. */
const recordOf = (value: unknown): Verification['record'] => {
  if (value === null || typeof value !== 'object') return null;
  const { id, type, title, revision } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof type === 'string' && typeof title === 'string' && typeof revision === 'number'
    ? { id, type, title, revision }
    : null;
};

const verdictOf = (report: SignatureReport): Verification['signatures'][number] => ({
  kind: report.kind,
  field: report.field,
  signer: report.signer,
  signedAt: report.signedAt,
  timeSource: report.timeSource,
  level: report.level,
  indication: report.indication,
  subIndication: report.subIndication,
  coversWholeFile: report.coversWholeFile,
  changesAfter: report.changesAfter,
  docMDP: report.docMDP,
  reasons: [...report.reasons, ...report.warnings],
  reason: report.claims.reason,
  revision: report.revision,
  page: report.place?.page ?? null,
  algorithm: report.signatureAlgorithm,
  answers: {
    bytes: answerOf(report.answers.bytes),
    signer: answerOf(report.answers.signer),
    coverage: answerOf(report.answers.coverage),
    changes: answerOf(report.answers.changes),
  },
  chain: report.chain.map((one) => ({ ...one })),
  revocation:
    report.revocation === null
      ? null
      : {
          status: report.revocation.status,
          source: report.revocation.source ?? 'none',
          knownUpTo: report.revocation.knownUpTo,
          revokedAt: report.revocation.revokedAt,
          invalidSince: report.revocation.invalidSince,
        },
  signedAfterLoss: report.signedAfterLoss,
  changes: report.laterChanges.map((change) => ({
    revision: change.revision,
    what: change.description,
    rule: change.rule,
    permitted: change.permitted,
  })),
});

const answerOf = (
  conclusion: SignatureReport['answers']['bytes'],
): Verification['signatures'][number]['answers']['bytes'] => ({
  indication: conclusion.indication,
  subIndication: conclusion.subIndication,
  reasons: [...conclusion.reasons],
});
