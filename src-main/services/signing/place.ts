import { fail, ok, type Result } from '../../domain/result.ts';
import { signingObstacle, withTheirKind } from '../../domain/signing.ts';
import {
  certificate,
  contributors,
  currentSigningKey,
  requirements,
  sealedPdf,
  type Certificate,
  type Requirement,
  type SealedPdf,
  type SigningKey,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { loadRecord, type LoadedRecord } from '../records/access.ts';

/** A requirement that waits for the caller, and all that signing it needs but the secret. */
export interface SigningPlace {
  readonly caller: Caller;
  readonly loaded: LoadedRecord;
  readonly requirements: readonly Requirement[];
  readonly requirement: Requirement;
  readonly pdf: SealedPdf;
  readonly key: SigningKey;
  readonly certificate: Certificate;
}

/**
 * Finds the place and says what stands against signing there now: not the caller's turn, not their requirement, no key,
 * a locked key, a certificate out of use.
 */
export const signingPlace = (
  context: ServiceContext,
  recordId: string,
  requirementId: string,
): Result<SigningPlace> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault, account: self } = caller.value;
  return vault.read((db): Result<SigningPlace> => {
    const loaded = loadRecord(db, recordId, null);
    if (!loaded.ok) return loaded;
    const { revision } = loaded.value;
    const all = requirements(db, recordId, revision.revision);
    const requirement = all.find((one) => one.id === requirementId);
    if (revision.state !== 'awaiting-signatures')
      return fail(requirement?.status === 'signed' ? 'signing/already-signed' : 'signing/not-awaiting-signatures');
    const obstacle = signingObstacle(
      withTheirKind(all, loaded.value.type.requirements),
      requirementId,
      self.id,
      revision.createdBy,
      contributors(db, recordId, revision.revision),
    );
    if (obstacle !== null) return fail(obstacle);
    const pdf = sealedPdf(db, recordId, revision.revision);
    if (!requirement || !pdf) return fail('signing/not-a-requirement');
    if (!self.roles.includes(requirement.role)) return fail('signing/role-lost', { role: requirement.role });

    const key = currentSigningKey(db, self.id);
    const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
    if (!key || !issued) return fail('keys/none');
    if (key.lockedAt !== null) return fail('signing/key-locked');
    if (issued.revokedAt !== null) return fail('signing/certificate-revoked');
    if (Date.parse(issued.notAfter) < context.clock.now().getTime())
      return fail('signing/certificate-expired', { notAfter: issued.notAfter });
    return ok({
      caller: caller.value,
      loaded: loaded.value,
      requirements: all,
      requirement,
      pdf,
      key,
      certificate: issued,
    });
  });
};
