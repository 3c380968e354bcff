import { enrolmentSteps, type EnrolmentStep } from '../../domain/enrolment.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { missingInGate, type GateItem } from '../../domain/settings/index.ts';
import { currentEnrolment, currentUndertaking, type ReadableVault } from '../../vault/index.ts';
import { keyStateOf } from '../people/key-state.ts';
import { settingInForce } from '../settings/in-force.ts';

/** Why nobody signs yet, or why this person does not: each names the one thing that is done next. */
export type NotReady = Failure<`signing/no-${GateItem}` | `signing/not-enrolled-${Exclude<EnrolmentStep, 'key'>}`>;

/** Whether anybody may sign in this vault: policy, letter and validation are on record. */
export const gateOpen = (db: ReadableVault): Result<null, NotReady> => {
  const [first] = missingInGate(settingInForce(db, 'signing.gate'));
  return first === undefined ? ok(null) : fail(`signing/no-${first}`);
};

/** The steps of a person's enrolment that are not done, in their order. `now` judges the key alone. */
export const missingSteps = (db: ReadableVault, accountId: string, now: Date): readonly EnrolmentStep[] => {
  const record = currentEnrolment(db, accountId);
  const done: Readonly<Record<EnrolmentStep, boolean>> = {
    identity: record !== undefined,
    key: ['active', 'locked'].includes(keyStateOf(db, accountId, now)),
    undertaking: currentUndertaking(db, accountId) !== undefined,
    approval: record?.approvedAt != null,
  };
  return enrolmentSteps.filter((step) => !done[step]);
};

/**
 * Whether a person's signing roles are active: identity and training on record, undertaking signed, a second person's
 * approval (11.10(i), (j), 11.100(b)). Their key is judged where it is used.
 */
export const enrolled = (db: ReadableVault, accountId: string): Result<null, NotReady> => {
  const record = currentEnrolment(db, accountId);
  if (!record) return fail('signing/not-enrolled-identity');
  if (!currentUndertaking(db, accountId)) return fail('signing/not-enrolled-undertaking');
  return record.approvedAt === null ? fail('signing/not-enrolled-approval') : ok(null);
};
