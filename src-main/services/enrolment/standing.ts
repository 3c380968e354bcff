import { enrolmentSteps, type EnrolmentStep } from '../../domain/enrolment.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { signingRoles, type Role } from '../../domain/roles.ts';
import { missingInGate, type GateItem } from '../../domain/settings/index.ts';
import {
  account,
  currentEnrolment,
  currentUndertaking,
  roleHistory,
  type Account,
  type ReadableVault,
} from '../../vault/index.ts';
import { keyStateOf } from '../people/key-state.ts';
import { settingInForce } from '../settings/in-force.ts';

/** Why nobody signs yet, or why this person does not: each names the one thing that is done next. */
export type NotReady = Failure<`signing/no-${GateItem}` | `signing/not-enrolled-${Exclude<EnrolmentStep, 'key'>}`>;

/** Whether anybody may sign in this vault: policy, letter and validation are on record. */
export const gateOpen = (db: ReadableVault): Result<null, NotReady> => {
  const [first] = missingInGate(settingInForce(db, 'signing.gate'));
  return first === undefined ? ok(null) : fail(`signing/no-${first}`);
};

/** Signing roles of a person: those that are active, and those that wait for training of their own. */
export interface SigningRoles {
  readonly active: readonly Role[];
  readonly waiting: readonly Role[];
}

/**
 * Training is on record for the roles that a person held when it was recorded: a signing role that was given later waits
 * until training is recorded anew (11.10(i)).
 */
export const signingRolesOf = (db: ReadableVault, { id, roles }: Pick<Account, 'id' | 'roles'>): SigningRoles => {
  const since = currentEnrolment(db, id)?.recordedAt;
  const trained = roleHistory(db, id)
    .filter(({ grantedAt, revokedAt }) => since !== undefined && grantedAt <= since && (revokedAt ?? '~') > since)
    .map(({ role }) => role);
  const held = roles.filter((role) => signingRoles.includes(role));
  return {
    active: held.filter((role) => trained.includes(role)),
    waiting: held.filter((role) => !trained.includes(role)),
  };
};

const signingRolesById = (db: ReadableVault, accountId: string): SigningRoles =>
  signingRolesOf(db, account(db, accountId) ?? { id: accountId, roles: [] });

/** The steps of a person's enrolment that are not done, in their order. `now` judges the key alone. */
export const missingSteps = (db: ReadableVault, accountId: string, now: Date): readonly EnrolmentStep[] => {
  const record = currentEnrolment(db, accountId);
  const done: Readonly<Record<EnrolmentStep, boolean>> = {
    identity: record !== undefined && signingRolesById(db, accountId).waiting.length === 0,
    key: ['active', 'locked'].includes(keyStateOf(db, accountId, now)),
    undertaking: currentUndertaking(db, accountId) !== undefined,
    approval: record?.approvedAt != null,
  };
  return enrolmentSteps.filter((step) => !done[step]);
};

/**
 * Whether any of a person's signing roles is active: identity and training on record for it, undertaking signed, a second
 * person's approval (11.10(i), (j), 11.100(b)). Their key is judged where it is used.
 */
export const enrolled = (db: ReadableVault, accountId: string): Result<null, NotReady> => {
  const record = currentEnrolment(db, accountId);
  if (!record || signingRolesById(db, accountId).active.length === 0) return fail('signing/not-enrolled-identity');
  if (!currentUndertaking(db, accountId)) return fail('signing/not-enrolled-undertaking');
  return record.approvedAt === null ? fail('signing/not-enrolled-approval') : ok(null);
};
