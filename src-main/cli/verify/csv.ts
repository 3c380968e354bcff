import { type CsvCell, csvLine } from '../../domain/csv.ts';
import type { SignatureReport } from '../../pades/index.ts';
import type { FileVerdict, JudgedFile } from './verdict.ts';

/** The columns on a signature; the help text of the command names them all. */
const ofSignature: Readonly<Record<string, (signature: SignatureReport) => CsvCell>> = {
  kind: ({ kind }) => kind,
  field: ({ field }) => field,
  signer: ({ signer }) => signer,
  signedAt: ({ signedAt }) => signedAt,
  timeSource: ({ timeSource }) => timeSource,
  level: ({ level }) => level,
  indication: ({ indication }) => indication,
  subIndication: ({ subIndication }) => subIndication,
  bytes: ({ answers }) => answers.bytes.indication,
  trust: ({ answers }) => answers.signer.indication,
  trustAtSigning: ({ moments }) => moments?.signing?.indication ?? null,
  trustNow: ({ moments }) => moments?.now.indication ?? null,
  coverage: ({ answers }) => answers.coverage.indication,
  changes: ({ answers }) => answers.changes.indication,
  coversWholeFile: ({ coversWholeFile }) => coversWholeFile,
  changesAfter: ({ changesAfter }) => changesAfter,
  docMDP: ({ docMDP }) => docMDP,
  revision: ({ revision }) => revision,
  page: ({ place }) => place?.page ?? null,
  algorithm: ({ signatureAlgorithm }) => signatureAlgorithm,
  digest: ({ digestAlgorithm }) => digestAlgorithm,
  certificateSerial: ({ chain }) => chain[0]?.serial ?? null,
  certificateSha256: ({ chain }) => chain[0]?.fingerprint ?? null,
  revocation: ({ revocation }) => revocation?.status ?? null,
  revocationSource: ({ revocation }) => revocation?.source ?? null,
  revocationKnownUpTo: ({ revocation }) => revocation?.knownUpTo ?? null,
  statedReason: ({ claims }) => claims.reason,
  statedLocation: ({ claims }) => claims.location,
};

const ofFile: Readonly<Record<string, (file: JudgedFile) => CsvCell>> = {
  size: ({ size }) => size,
  sha256: ({ sha256 }) => sha256,
  revisions: ({ revisions }) => revisions,
  fileIndication: ({ indication }) => indication,
};

const columns = ['file', ...Object.keys(ofFile), ...Object.keys(ofSignature), 'reasons', 'warnings', 'error'];

/** The first line: the names of the columns. */
export const csvHead = csvLine(columns);

/** A row a signature; one row for a file that holds none or could not be judged. Sentences are parted by ` | `. */
export const csvRows = (verdict: FileVerdict): readonly string[] => {
  if ('error' in verdict) {
    const empty = columns.slice(2).map(() => null);
    return [csvLine([verdict.file, ...empty, `${verdict.error.code} ${verdict.error.message}`])];
  }
  const file = [verdict.file, ...Object.values(ofFile).map((cell) => cell(verdict))];
  const together = (...parts: readonly (readonly string[])[]) => parts.flat().join(' | ');
  if (verdict.signatures.length === 0) {
    const empty = Object.keys(ofSignature).map(() => null);
    return [csvLine([...file, ...empty, together(verdict.reasons), together(verdict.warnings), null])];
  }
  return verdict.signatures.map((signature) =>
    csvLine([
      ...file,
      ...Object.values(ofSignature).map((cell) => cell(signature)),
      together(signature.reasons, verdict.reasons),
      together(signature.warnings, verdict.warnings),
      null,
    ]),
  );
};
