import type { Result } from '../../domain/result.ts';
import { buildDetachedCms, digestAlgorithmOf, estimateCmsSize } from '../../pki/cms/build.ts';
import type { Signer } from '../../pki/signer.ts';
import type { ReadOptions } from '../pdf/document.ts';
import { digestPrepared, embedSignature } from './embed.ts';
import type { SignaturePlan } from './plan.ts';
import { prepareSignature } from './prepare.ts';

/**
 * Signs a PDF at level PAdES-B-B (ETSI EN 319 142-1, 6.3) as an incremental update: prepare, digest, sign, embed.
 * An encrypted file is signed with what opens it, and its permissions are kept to.
 * Errors: `SignFailure`. What the signer itself throws (a token taken out) is thrown on.
 */
export const signPdf = async (
  pdf: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  options: ReadOptions = {},
): Promise<Result<Uint8Array>> => {
  const prepared = prepareSignature(pdf, { ...plan, reserved: plan.reserved ?? estimateCmsSize(signer) }, options);
  if (!prepared.ok) return prepared;
  const digest = digestPrepared(prepared.value, digestAlgorithmOf(signer));
  return embedSignature(prepared.value, await buildDetachedCms({ digest, signer }));
};
