import { hash } from 'node:crypto';
import {
  renderManifestation,
  renderUndertaking,
  signatureFieldSize,
  type RenderedUndertaking,
} from '../../documents/index.ts';
import { undertaking } from '../../domain/enrolment.ts';
import { localTime } from '../../domain/local-time.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { roleLabel, signingRoles, type Role } from '../../domain/roles.ts';
import { Meaning, type SignatureManifestation } from '../../domain/signing.ts';
import { signPdf } from '../../pades/index.ts';
import type { Signer } from '../../pki/index.ts';
import {
  addUndertaking,
  changeInForce,
  clearFailedSigning,
  currentEnrolment,
  type Enrolment,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { trustMaterial, validationDataFor } from '../trust/material.ts';
import { settingInForce } from '../settings/in-force.ts';
import { keyInUse, stillInUse, type OwnKey } from '../signing/own-key.ts';
import { gateOpen } from './standing.ts';

/** An undertaking that waits for its signature, with all that signing needs but the secret. */
export interface UndertakingPlace extends OwnKey, RenderedUndertaking {
  readonly caller: Caller;
  readonly role: Role;
  readonly sha256: string;
}

/**
 * Draws the caller's undertaking and says what stands against signing it: no policy to undertake to follow, no identity
 * on record, no key in force. The bytes depend on what is on record alone, so that they are the same when they are signed.
 */
export const undertakingPlace = async (context: ServiceContext): Promise<Result<UndertakingPlace>> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault, account: self } = caller.value;
  const role = self.roles.find((one) => signingRoles.includes(one));
  if (role === undefined) return fail('access/denied', { duty: 'sign' });
  const found = vault.read((db): Result<{ own: OwnKey; record: Enrolment; policy: string; since: string }> => {
    const open = gateOpen(db);
    if (!open.ok) return open;
    const record = currentEnrolment(db, self.id);
    if (!record) return fail('signing/not-enrolled-identity');
    const own = keyInUse(db, self.id, context.clock.now());
    if (!own.ok) return own;
    const { policy } = settingInForce(db, 'signing.gate');
    const since = changeInForce(db, 'signing.gate')?.decidedAt;
    if (policy === null || since == null) return fail('signing/no-policy');
    return ok({
      own: own.value,
      record,
      policy: `${policy.reference}, effective ${policy.effectiveOn}`,
      since: since > record.recordedAt ? since : record.recordedAt,
    });
  });
  if (!found.ok) return found;
  const { own, record, policy, since } = found.value;
  const rendered = await renderUndertaking(
    {
      program: `Countersign ${context.version}`,
      organisation: vault.identity.organisation,
      vaultName: vault.identity.name,
      title: undertaking.title,
      version: undertaking.version,
      preparedAt: since,
      person: { fullName: self.fullName, userName: self.userName, roles: self.roles.map((one) => roleLabel[one]) },
      policy,
      training: { reference: record.trainingReference, on: record.trainedOn },
      statements: undertaking.statements(policy),
    },
    context.fonts,
  );
  return ok({ ...own, ...rendered, caller: caller.value, role, sha256: hash('sha256', rendered.pdf, 'hex') });
};

/**
 * Signs the undertaking as a certification that allows no change (ISO 32000-2, 12.8.2.2), and keeps it: bytes and audit
 * entry land together.
 */
export const signUndertaking = async (
  context: ServiceContext,
  undertakes: UndertakingPlace,
  signer: Signer,
): Promise<Result<null>> => {
  const { caller, role, certificate, key, pdf, place } = undertakes;
  const { vault, account: self } = caller;
  const now = context.clock.now();
  const zone = context.clock.zone();
  const signedAt = now.toISOString();
  const manifestation: SignatureManifestation = {
    accountId: self.id,
    userName: self.userName,
    fullName: self.fullName,
    role,
    requirement: undertaking.title,
    meaning: Meaning.Responsibility,
    signedAt,
    zone,
    comment: null,
    certificateSerial: certificate.serial,
  };
  const dss = validationDataFor(vault.read(trustMaterial), certificate.der, now);
  const signed = await signPdf(
    pdf,
    {
      field: { kind: 'new', name: 'Undertaking', page: place.page, rect: place.rect },
      signedAt: now,
      zoneOffsetMinutes: localTime(signedAt, zone).offsetMinutes,
      name: self.fullName,
      reason: `${Meaning.Responsibility}: ${undertaking.title}`,
      contactInfo: self.email ?? self.userName,
      appearance: await renderManifestation({ manifestation, ...signatureFieldSize }, context.fonts),
      dss,
      certify: 1,
    },
    signer,
  );
  if (!signed.ok) return signed;
  const still = stillInUse(caller, undertakes, context);
  if (!still.ok) return still;
  vault.write(vault, (db, audit) => {
    const sha256 = addUndertaking(db, {
      accountId: self.id,
      textVersion: undertaking.version,
      signedAt,
      zone,
      certificateId: certificate.id,
      pdf: signed.value,
    });
    clearFailedSigning(db, key.id);
    audit.record({
      action: 'enrolment.undertake',
      subject: { type: 'account', id: self.id },
      details: {
        textVersion: undertaking.version,
        signedAt,
        zone,
        certificateSerial: certificate.serial,
        pdfSha256: sha256,
      },
    });
  });
  return ok(null);
};
