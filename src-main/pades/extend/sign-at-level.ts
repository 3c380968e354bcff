import { ok, type Result } from '../../domain/result.ts';
import { attribute, buildDetachedCms, digestAlgorithmOf, estimateCmsSize } from '../../pki/cms/build.ts';
import { digest } from '../../pki/digest.ts';
import { Oid } from '../../pki/oids.ts';
import type { Signer } from '../../pki/signer.ts';
import { digestPrepared, embedSignature } from '../sign/embed.ts';
import { SignFailure, type SignaturePlan } from '../sign/plan.ts';
import { prepareSignature } from '../sign/prepare.ts';
import { tokenRoom } from './document-timestamp.ts';
import type { ExtendedPdf, ExtendNote, ExtendOptions } from './options.ts';
import { raise } from './raise.ts';
import { noAuthority, timestampNote } from './words.ts';

/**
 * Signs a PDF at a level (ETSI EN 319 142-1, 6): B-T puts a signature time-stamp into the CMS, B-LT appends the
 * validation data of signer and authority, B-LTA a document time-stamp over all. The signature itself never waits for
 * the network to be kind: what is not to be had leaves it at the level reached, with the reasons. Other signatures in the
 * file stay as they are. Errors: `SignFailure`; `pades/no-sound-signature` where the
 * data at hand says already that the certificate was revoked. What the signer itself throws (a token taken out) is thrown on.
 */
export const signPdfAtLevel = async (
  pdf: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  options: ExtendOptions,
): Promise<Result<ExtendedPdf>> => {
  const signed = await sign(pdf, plan, signer, options, plan.reserved ?? roomFor(signer, options));
  if (!signed.ok) return signed;
  const { bytes, field, note } = signed.value;
  if (note || options.level === 'B-B')
    return ok({ pdf: bytes, level: 'B-B', reached: note === null, notes: note ? [note] : [] });
  return raise(bytes, options, field);
};

const roomFor = (signer: Signer, { level }: ExtendOptions): number =>
  estimateCmsSize(signer) + (level === 'B-B' ? 0 : tokenRoom);

/** Signs, with a signature time-stamp above B-B; `note` says why there is none. */
const sign = async (
  pdf: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  options: ExtendOptions,
  reserved: number,
): Promise<Result<{ readonly bytes: Uint8Array; readonly field: string; readonly note: ExtendNote | null }>> => {
  const prepared = prepareSignature(pdf, { ...plan, reserved }, options);
  if (!prepared.ok) return prepared;
  const algorithm = digestAlgorithmOf(signer);
  let note: ExtendNote | null = null;
  const stampSignature = async (value: Uint8Array): Promise<readonly Uint8Array[]> => {
    if (!options.tsa) {
      note = noAuthority;
      return [];
    }
    const stamp = await options.tsa({ algorithm, hash: digest(algorithm, value) });
    if (stamp.ok) return [attribute(Oid.signatureTimestamp, stamp.value.token)];
    note = timestampNote(stamp.error);
    return [];
  };
  const cms = await buildDetachedCms({
    digest: digestPrepared(prepared.value, algorithm),
    signer,
    ...(options.level === 'B-B' ? {} : { unsignedAttributes: stampSignature }),
  });
  const embedded = embedSignature(prepared.value, cms);
  // A token beyond all expectation: sign once more with the room it needs, and some for the next one's difference.
  if (
    !embedded.ok &&
    embedded.error.code === SignFailure.TooLarge &&
    plan.reserved === undefined &&
    cms.length > reserved
  )
    return sign(pdf, { ...plan, reserved: cms.length + tokenRoom }, signer, options, cms.length + tokenRoom);
  if (!embedded.ok) return embedded;
  return ok({ bytes: embedded.value, field: prepared.value.field, note });
};
