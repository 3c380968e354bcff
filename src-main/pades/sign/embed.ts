import { fail, ok, type Result } from '../../domain/result.ts';
import { type DigestAlgorithm, digest } from '../../pki/digest.ts';
import { fromLatin1 } from '../pdf/objects.ts';
import { type PreparedSignature, SignFailure } from './plan.ts';

/** The digest over the two spans that the signature covers. */
export const digestPrepared = (prepared: PreparedSignature, algorithm: DigestAlgorithm): Uint8Array => {
  const [first, firstLength, second, secondLength] = prepared.byteRange;
  const { bytes } = prepared;
  return digest(algorithm, bytes.subarray(first, first + firstLength), bytes.subarray(second, second + secondLength));
};

/**
 * Puts the CMS into the room kept for it. `prepared` stays as it was: the answer is a new file.
 * Errors: `pades/cms-too-large` with the room and the need in bytes.
 */
export const embedSignature = (prepared: PreparedSignature, cms: Uint8Array): Result<Uint8Array> => {
  if (cms.length > prepared.reserved) {
    return fail(SignFailure.TooLarge, { reserved: prepared.reserved, needed: cms.length });
  }
  const bytes = prepared.bytes.slice();
  bytes.set(fromLatin1(Buffer.from(cms).toString('hex')), prepared.byteRange[1] + 1);
  return ok(bytes);
};
