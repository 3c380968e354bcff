import { fail, ok, type Result } from '../../domain/result.ts';
import { signingObstacle, withTheirKind } from '../../domain/signing.ts';
import { contributors, requirements, sealedPdf, type Requirement, type SealedPdf } from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { signingRolesOf } from '../enrolment/standing.ts';
import { loadRecord, type LoadedRecord } from '../records/access.ts';
import { ownKey, type OwnKey } from './own-key.ts';

/** A requirement that waits for the caller, and all that signing it needs but the secret. */
export interface SigningPlace extends OwnKey {
  readonly caller: Caller;
  readonly loaded: LoadedRecord;
  readonly requirements: readonly Requirement[];
  readonly requirement: Requirement;
  readonly pdf: SealedPdf;
}

/**
 * Finds the place and says what stands against signing there now: not the caller's turn, not their requirement, no key,
 * a locked key, a certificate out of use, a clock that was set back.
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

    const behind = clockBehind(context.clock.now(), revision.frozenAt, all);
    if (behind !== null) return fail('signing/clock-behind', { after: behind });
    const own = ownKey(db, self.id, context.clock.now());
    if (!own.ok) return own;
    // Another role of theirs may be active: the key is in order, and this signature is not.
    if (!signingRolesOf(db, self).active.includes(requirement.role))
      return fail('signing/not-enrolled-identity', { role: requirement.role });
    return ok({
      caller: caller.value,
      loaded: loaded.value,
      requirements: all,
      requirement,
      pdf,
      ...own.value,
    });
  });
};

/** Clocks are corrected by small steps all the time, milliseconds. */
const toleranceMs = 1_000;

/**
 * When the pages were frozen or signed last, where the clock stands before that: a signature now would claim that it came
 * first (draft Annex 11, 12). Null where it does not.
 */
const clockBehind = (now: Date, frozenAt: string | null, all: readonly Requirement[]): string | null => {
  const last = [frozenAt, ...all.map(({ signedAt }) => signedAt)]
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return last !== undefined && now.getTime() < Date.parse(last) - toleranceMs ? last : null;
};
