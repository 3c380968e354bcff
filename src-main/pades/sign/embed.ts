import { fail, ok, type Result } from '../../domain/result.ts';
import { type DigestAlgorithm, digest } from '../../pki/digest.ts';
import { append } from '../pdf/append.ts';
import { fromLatin1 } from '../pdf/objects.ts';
import { type PreparedSignature, SignFailure } from './plan.ts';

/** The digest over the two spans that the signature covers: one pass over the file, then the update around the room. */
export const digestPrepared = (
  { pdf, update, byteRange }: PreparedSignature,
  algorithm: DigestAlgorithm,
): Uint8Array => {
  const [, gapStart, gapEnd] = byteRange;
  return digest(algorithm, pdf, update.subarray(0, gapStart - pdf.length), update.subarray(gapEnd - pdf.length));
};

/**
 * The signed file: the update behind it, with the CMS in the room kept for it. `prepared` stays as it was.
 * Errors: `pades/cms-too-large` with the room and the need in bytes.
 */
export const embedSignature = (
  { pdf, update, byteRange, reserved }: PreparedSignature,
  cms: Uint8Array,
): Result<Uint8Array> => {
  if (cms.length > reserved) return fail(SignFailure.TooLarge, { reserved, needed: cms.length });
  const complete = Uint8Array.from(update);
  complete.set(fromLatin1(Buffer.from(cms).toString('hex')), byteRange[1] - pdf.length + 1);
  return ok(append(pdf, complete));
};
