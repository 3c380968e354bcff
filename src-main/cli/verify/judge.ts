import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Failure } from '../../domain/result.ts';
import { signatureAppearances, validatePdf, type ValidationOptions } from '../../pades/index.ts';
import { judged, type Judgement, nameOf, type Source, unjudged } from './verdict.ts';

/** What every file of a run is judged by; passes to threads as it is. */
export interface JudgeOptions
  extends Pick<ValidationOptions, 'anchors' | 'intermediates' | 'crls' | 'at' | 'password' | 'recipient'> {
  /** Whether the signatures' appearances are wanted too. */
  readonly pictures: boolean;
}

/** What a pool of threads trusts: the same for all files it judges. */
export type PoolTrust = Pick<JudgeOptions, 'anchors' | 'intermediates' | 'crls'>;

/** Reads and judges one file. Answers for whatever the file does. */
export const judgeFile = (source: Source, options: JudgeOptions): Judgement => {
  const file = nameOf(source);
  let bytes: Uint8Array;
  try {
    if (typeof source === 'string') {
      if (!statSync(file).isFile()) return unjudged(file, 'verify/unreadable', 'it is no regular file');
      bytes = readFileSync(file);
    } else bytes = source.bytes;
  } catch (error) {
    return unjudged(file, 'verify/unreadable', messageOf(error));
  }
  try {
    const report = validatePdf(bytes, options);
    if (!report.ok) return unjudged(file, report.error.code, causeOf(report.error));
    const { signatures } = report.value;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return judged(
      { file, size: bytes.length, sha256, ...report.value },
      options.pictures ? picturesOf(bytes, signatures, options) : [],
    );
  } catch (error) {
    return unjudged(file, 'verify/internal', messageOf(error));
  }
};

const picturesOf = (
  bytes: Uint8Array,
  signatures: readonly { readonly field: string; readonly revision: number }[],
  options: JudgeOptions,
): (Uint8Array | null)[] => {
  const found = signatureAppearances(bytes, options);
  return signatures.map(
    ({ field, revision }) => found.find((one) => one.field === field && one.revision === revision)?.pdf ?? null,
  );
};

const causeOf = ({ details }: Failure): string => (typeof details?.['cause'] === 'string' ? details['cause'] : '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
