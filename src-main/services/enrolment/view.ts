import type { Output } from '../../contract/index.ts';
import { secondPersonObstacle } from '../../domain/enrolment.ts';
import { may, signingRoles } from '../../domain/roles.ts';
import {
  account,
  currentEnrolment,
  currentUndertaking,
  type Account,
  type Enrolment,
  type ReadableVault,
} from '../../vault/index.ts';
import type { Caller } from '../context.ts';
import { missingSteps, signingRolesOf } from './standing.ts';

export type EnrolmentView = Output<'enrolment.record'>;

/** Whether an account is one that enrols: it is active and holds a role that signs. */
export const enrols = (one: Account): boolean =>
  one.status === 'active' && one.roles.some((role) => signingRoles.includes(role));

/** Where a person's enrolment stands, and what the caller may do about it. */
export const enrolmentView = (db: ReadableVault, { account: self }: Caller, of: Account, now: Date): EnrolmentView => {
  const current = currentEnrolment(db, of.id);
  const undertaking = currentUndertaking(db, of.id);
  const missing = missingSteps(db, of.id, now);
  const obstacle = current ? secondPersonObstacle({ person: of.id, recordedBy: current.recordedBy }, self.id) : null;
  const waits = current?.approvedAt === null && undertaking !== undefined;
  return {
    accountId: of.id,
    userName: of.userName,
    fullName: of.fullName,
    roles: [...of.roles],
    missing: [...missing],
    waiting: current ? [...signingRolesOf(db, of).waiting] : [],
    current: current ? versionView(db, current) : null,
    versions: current?.version ?? 0,
    undertaking: undertaking
      ? { textVersion: undertaking.textVersion, signedAt: undertaking.signedAt, sha256: undertaking.sha256 }
      : null,
    may: {
      record: may(self.roles, 'manage-accounts'),
      approve: waits && obstacle === null && may(self.roles, 'approve-enrolment'),
      obstacle: waits && may(self.roles, 'approve-enrolment') ? obstacle : null,
    },
  };
};

const versionView = (db: ReadableVault, one: Enrolment): NonNullable<EnrolmentView['current']> => {
  const name = (id: string): string => account(db, id)?.fullName ?? id;
  return {
    version: one.version,
    method: one.method,
    documentKind: one.documentKind,
    verifiedOn: one.verifiedOn,
    trainingReference: one.trainingReference,
    trainedOn: one.trainedOn,
    recordedAt: one.recordedAt,
    recordedBy: name(one.recordedBy),
    approvedAt: one.approvedAt,
    approvedBy: one.approvedBy === null ? null : name(one.approvedBy),
  };
};
