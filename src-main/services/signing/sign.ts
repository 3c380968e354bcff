import { signatureFieldSize, renderManifestation } from '../../documents/index.ts';
import { localTime } from '../../domain/local-time.ts';
import { RecordStep, takeStep, type RecordState } from '../../domain/lifecycle.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { roleLabel } from '../../domain/roles.ts';
import { Meaning, type SignatureManifestation } from '../../domain/signing.ts';
import { signPdf, type SignaturePlan } from '../../pades/index.ts';
import type { Signer } from '../../pki/index.ts';
import {
  appendSealed,
  cancelPending,
  clearFailedSigning,
  decideRequirement,
  requirements,
  revisions,
  sealedParts,
  setRevisionState,
  setStage,
  updateRecord,
  type AuditWriter,
  type ReadableVault,
  type WritableVault,
} from '../../vault/index.ts';
import { raiseActionsOf } from '../actions/raise.ts';
import { today, type ServiceContext } from '../context.ts';
import { trustMaterial, validationDataFor } from '../trust/material.ts';
import { contentOf } from '../records/history.ts';
import { stillInUse } from './own-key.ts';
import type { SigningPlace } from './place.ts';

/** What a signature says beyond its requirement. */
export interface Decision {
  readonly kind: 'signed' | 'rejected';
  /** The signer's comment; of a rejection, its reason. */
  readonly comment: string | null;
  /** What its audit entry says besides, e.g. that the signer looked at the record's trail. */
  readonly details?: Readonly<Record<string, JsonValue>>;
}

export interface Signed {
  readonly signedAt: string;
  readonly zone: string;
  /** The record is effective: every requirement is signed. */
  readonly complete: boolean;
  readonly sha256: string;
}

/**
 * Signs a requirement's field, or signs its rejection, as an incremental PAdES B-B update with the vault's revocation
 * data (EN 319 142-1, 6): the first signature certifies (form filling and signing only), the one that ends the revision
 * locks every field. Bytes, states and audit entry land in one transaction, or nothing does.
 */
export const signPlace = async (
  context: ServiceContext,
  place: SigningPlace,
  signer: Signer,
  decision: Decision,
): Promise<Result<Signed>> => {
  const { vault, account: self } = place.caller;
  const { record, revision } = place.loaded;
  const now = context.clock.now();
  const zone = context.clock.zone();
  const signedAt = now.toISOString();
  const isFirst = place.requirements.every((one) => one.status === 'pending');
  const isLast = place.requirements.every((one) => one.status === 'signed' || one.id === place.requirement.id);
  const ends = isLast || decision.kind === 'rejected';
  const meaning = decision.kind === 'rejected' ? Meaning.Rejection : place.requirement.meaning;

  const manifestation: SignatureManifestation = {
    accountId: self.id,
    userName: self.userName,
    fullName: self.fullName,
    role: place.requirement.role,
    requirement: place.requirement.title,
    meaning,
    signedAt,
    zone,
    comment: decision.comment,
    certificateSerial: place.certificate.serial,
  };
  const dss = validationDataFor(vault.read(trustMaterial), place.certificate.der, now);
  const plan: SignaturePlan = {
    field: { kind: 'existing', name: place.requirement.id },
    signedAt: now,
    zoneOffsetMinutes: localTime(signedAt, zone).offsetMinutes,
    name: self.fullName,
    reason: `${meaning} as ${roleLabel[place.requirement.role]}${decision.comment === null ? '' : `: ${decision.comment}`}`,
    contactInfo: self.email ?? self.userName,
    appearance: await renderManifestation({ manifestation, ...signatureFieldSize }, context.fonts),
    dss,
    ...(isFirst ? { certify: 2 } : {}),
    ...(ends ? { lock: { action: 'All', fields: [], permission: null } } : {}),
  };
  const signed = await signPdf(place.pdf.bytes, plan, signer);
  if (!signed.ok) return signed;

  const still = stillInUse(place.caller, place, context);
  if (!still.ok) return still;
  if (!vault.read((db) => isUnchanged(db, place))) return fail('signing/changed-meanwhile');
  return vault.write(vault, (db, audit): Result<Signed> => {
    const { id } = place.requirement;
    decideRequirement(db, {
      recordId: record.id,
      revision: revision.revision,
      id,
      status: decision.kind,
      signedAt,
      zone,
      certificateId: place.certificate.id,
      comment: decision.comment,
    });
    const sha256 = appendSealed(db, audit, {
      recordId: record.id,
      revision: revision.revision,
      pdf: signed.value,
      requirementId: id,
    });
    clearFailedSigning(db, place.key.id);
    audit.record({
      action: decision.kind === 'signed' ? 'record.sign' : 'record.reject',
      subject: { type: 'record', id: record.id },
      reason: decision.comment,
      eventAt: signedAt,
      details: {
        revision: revision.revision,
        requirement: id,
        meaning,
        role: place.requirement.role,
        signedAt,
        zone,
        certificateSerial: place.certificate.serial,
        pdfSha256: sha256,
        ...decision.details,
      },
    });
    if (ends)
      finish(db, audit, today(context), place, decision.kind === 'rejected' ? RecordStep.Reject : RecordStep.Complete);
    return ok({ signedAt, zone, complete: isLast && decision.kind === 'signed', sha256 });
  });
};

/** The bytes and requirements that the signer saw are still the ones in the vault. */
const isUnchanged = (db: ReadableVault, place: SigningPlace): boolean => {
  const { record, revision } = place.loaded;
  const now = sealedParts(db, record.id, revision.revision).at(-1);
  const pending = requirements(db, record.id, revision.revision).find((one) => one.id === place.requirement.id);
  return now?.sha256 === place.pdf.sha256 && pending?.status === 'pending';
};

/** The revision's last step: effective, and the one before superseded; or returned, and nobody else signs. */
const finish = (db: WritableVault, audit: AuditWriter, today: string, place: SigningPlace, step: RecordStep): void => {
  const { record, revision, type } = place.loaded;
  const next = takeStep(revision.state as RecordState, step);
  if (!next.ok) throw new Error(next.error.code);
  if (step === RecordStep.Reject) cancelPending(db, record.id, revision.revision);
  if (step === RecordStep.Complete)
    revisions(db, record.id)
      .filter((one) => one.state === 'effective')
      .forEach((one) => {
        setRevisionState(db, audit, record.id, one.revision, 'superseded');
        audit.record({
          action: 'record.supersede',
          subject: { type: 'record', id: record.id },
          changes: [{ path: '/state', old: 'effective', new: 'superseded' }],
          details: { revision: one.revision, by: revision.revision },
        });
      });
  setRevisionState(db, audit, record.id, revision.revision, next.value);
  updateRecord(db, audit, record.id, { state: next.value });
  if (step === RecordStep.Complete && type.stages !== undefined)
    setStage(db, audit, { recordId: record.id, revision: revision.revision }, type.stages.completed);
  if (step === RecordStep.Complete)
    raiseActionsOf(db, audit, today, record, type.actionsOf?.(contentOf(revision)) ?? []);
  audit.record({
    action: step === RecordStep.Complete ? 'record.complete' : 'record.return',
    subject: { type: 'record', id: record.id },
    changes: [{ path: '/state', old: revision.state, new: next.value }],
    details: { revision: revision.revision },
  });
};
