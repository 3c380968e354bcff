/** PDF signatures (PAdES, ETSI EN 319 142-1): making them, judging them, looking at them. */
export { type SignatureAppearance, signatureAppearances } from './appearance.ts';
export {
  type BaselineLevel,
  type ExtendedPdf,
  ExtendFailure,
  type ExtendNote,
  type ExtendOptions,
} from './extend/options.ts';
export { signPdfAtLevel } from './extend/sign-at-level.ts';
export { upgradePdf } from './extend/upgrade.ts';
export { extractEmbeddedFile, inspectPdf, type Inspection, revisionBytes } from './inspect.ts';
export type { FieldLock, Permission } from './mdp.ts';
export { memoryForFile } from './pdf/append.ts';
export type { ReadOptions } from './pdf/document.ts';
export type { Unlock } from './pdf/encryption.ts';
export { defaultLimits, type Limits } from './pdf/limits.ts';
export { recordFileName } from './record.ts';
export { digestPrepared, embedSignature } from './sign/embed.ts';
export {
  type FieldChoice,
  type PreparedSignature,
  SignFailure,
  type SignaturePlan,
  type ValidationData,
} from './sign/plan.ts';
export { prepareSignature } from './sign/prepare.ts';
export { signPdf } from './sign/sign.ts';
export type {
  CertificateSummary,
  EmbeddedRecord,
  Level,
  Moment,
  Moments,
  RevocationSummary,
  SignatureReport,
  ValidationReport,
} from './validate/report.ts';
export { pathAlgorithmFaults } from './validate/algorithms.ts';
export { type ValidationOptions, validatePdf } from './validate/validate.ts';
