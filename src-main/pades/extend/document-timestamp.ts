import { type Failure, ok, type Result } from '../../domain/result.ts';
import { DigestAlgorithm } from '../../pki/digest.ts';
import type { Timestamper } from '../../pki/tsp/client.ts';
import type { TspFailure } from '../../pki/tsp/failure.ts';
import type { ReadOptions } from '../pdf/document.ts';
import { digestPrepared, embedSignature } from '../sign/embed.ts';
import { prepareDocumentTimestamp } from '../sign/prepare.ts';

/** Room for a token with its certificates; a larger one gets what it needs at a second try. */
export const tokenRoom = 16 * 1024;
/** A token's length may differ a little from one to the next (serial number, accuracy, ECDSA). */
const tokenSlack = 256;

/**
 * Appends a document time-stamp over the whole file (ISO 32000-2, 12.8.5). Errors: `SignFailure` where nothing can be
 * appended, `TspFailure` where no stamp is to be had.
 */
export const addDocumentTimestamp = async (
  pdf: Uint8Array,
  tsa: Timestamper,
  options: ReadOptions,
  room = tokenRoom,
): Promise<Result<Uint8Array, Failure | Failure<TspFailure>>> => {
  const prepared = prepareDocumentTimestamp(pdf, room, options);
  if (!prepared.ok) return prepared;
  const algorithm = DigestAlgorithm.Sha256;
  const stamp = await tsa({ algorithm, hash: digestPrepared(prepared.value, algorithm) });
  if (!stamp.ok) return stamp;
  const { token } = stamp.value;
  if (token.length > room && room === tokenRoom)
    return addDocumentTimestamp(pdf, tsa, options, token.length + tokenSlack);
  const embedded = embedSignature(prepared.value, token);
  return embedded.ok ? ok(embedded.value) : embedded;
};
