import { createHash } from 'node:crypto';
import { inspectPdf, validatePdf, type ValidationReport } from '../../src-main/pades/index.ts';
import { PdfDocument } from '../../src-main/pades/pdf/document.ts';
import { defaultLimits } from '../../src-main/pades/pdf/limits.ts';
import { checkCoverage } from '../../src-main/pades/validate/byte-range.ts';
import { findSignatures } from '../../src-main/pades/validate/signatures.ts';
import { readSignedData } from '../../src-main/pki/cms/signed-data.ts';
import { type MutantKind, mutantOf } from './pades-mutants.ts';

/** A file to mutate, its trust, and all that was ever signed in it. */
export interface FuzzSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly anchors: readonly Uint8Array[];
  readonly signed: ReadonlySet<string>;
}

/** The moment at which all mutants are judged. */
const at = new Date('2026-11-23T00:00:00Z');
/** Longer than this is a hang: milliseconds of the thread's own work, so that a busy machine is not taken for one. */
export const slowest = 2000;

/** Milliseconds that this thread has worked. */
const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const sha = (...parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64');
};

/** What each signature of a file stands for, oldest first: its bytes and its signed attributes. */
const signedIn = (bytes: Uint8Array): string[] =>
  findSignatures(new PdfDocument(bytes, defaultLimits)).map((signature) => {
    const { range, contents } = checkCoverage(signature);
    if (range === null) return 'nothing';
    const content = sha(bytes.subarray(0, range[1]), bytes.subarray(range[2], range[2] + range[3]));
    try {
      const attributes = readSignedData(contents).signerInfos[0]?.signedAttributes;
      // In any order: of a SET, the one of DER is as good as the one encoded (C14).
      const list = attributes?.element.children.map(({ raw }) => Buffer.from(raw)).sort((a, b) => Buffer.compare(a, b));
      return `${content} ${list ? sha(...list) : 'none'}`;
    } catch {
      return `${content} none`;
    }
  });

/** Reads a source; one that the library cannot follow has signed nothing. */
export const fuzzSource = (name: string, bytes: Uint8Array, anchors: readonly Uint8Array[]): FuzzSource => {
  let signed: string[] = [];
  try {
    signed = signedIn(bytes);
  } catch {
    signed = [];
  }
  return { name, bytes, anchors, signed: new Set(signed) };
};

export interface FuzzOutcome {
  readonly kind: MutantKind;
  readonly outcome: string;
  readonly ms: number;
  /** What must not be, or null. */
  readonly finding: string | null;
}

const bug =
  /Cannot read|is not a function|is not iterable|call stack|Invalid typed|of undefined|BigInt|out of range|ERR_/;

/** Makes the mutant of a seed and holds the validator to its promises. Nothing is thrown. */
export const judgeMutant = (source: FuzzSource, seed: number): FuzzOutcome => {
  const { kind, bytes } = mutantOf(source.bytes, seed);
  const start = worked();
  let outcome = 'crash';
  let finding: string | null = null;
  try {
    const result = validatePdf(bytes, { anchors: source.anchors, at });
    const ms = worked() - start;
    outcome = result.ok ? result.value.indication : result.error.code;
    const words = bug.exec(JSON.stringify(result));
    if (words) finding = `a bug answered for the file: ${words[0]}`;
    if (ms > slowest) finding = `${ms.toFixed(0)} ms`;
    if (result.ok) finding ??= falsePass(source, bytes, result.value);
    inspectPdf(bytes);
  } catch (error) {
    finding = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return { kind, outcome, ms: worked() - start, finding };
};

/** A signature whose bytes are said to be sound must stand for something that was signed in the source. */
const falsePass = ({ signed }: FuzzSource, bytes: Uint8Array, { signatures }: ValidationReport): string | null => {
  const sound = signatures.filter(
    ({ answers }) => answers.bytes.indication === 'TOTAL-PASSED' && answers.coverage.indication === 'TOTAL-PASSED',
  );
  if (sound.length === 0) return null;
  const now = signedIn(bytes);
  const strange = signatures.findIndex((one, index) => sound.includes(one) && !signed.has(now[index] ?? 'nothing'));
  return strange < 0 ? null : `signature ${strange + 1} passes, and nobody signed these bytes`;
};
