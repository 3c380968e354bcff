import type { Output } from '../../contract/index.ts';
import { actionDaysOverdue, mayComplete, mayJudgeEffect, owedOn, type ActionState } from '../../domain/actions.ts';
import { may } from '../../domain/roles.ts';
import { account, system, type Account, type Action, type ReadableVault } from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';

/** What the domain's rules ask of an action. */
export const stateOf = (one: Action): ActionState => ({
  status: one.status,
  ownerId: one.ownerId,
  dueOn: one.dueOn,
  closedOn: one.closedOn,
  closedBy: one.closedBy,
  effectivenessDueOn: one.effectivenessDueOn,
  effective: one.effective,
});

/** Why this person may not change or close the action now, as a code; null where they may. */
export const mayChange = (one: Action, self: Account): string | null => {
  if (!may(self.roles, 'write-records')) return 'access/denied';
  const open = mayComplete(stateOf(one), 'evidence');
  return open.ok ? null : open.error.code;
};

const mayJudge = (one: Action, self: Account): string | null => {
  if (!may(self.roles, 'write-records')) return 'access/denied';
  const allowed = mayJudgeEffect(stateOf(one), { accountId: self.id, note: 'note' });
  return allowed.ok ? null : allowed.error.code;
};

/** An action as screens show it, for the person who looks. */
export const actionView = (
  db: ReadableVault,
  context: ServiceContext,
  self: Account,
  one: Action,
): Output<'actions.get'> => {
  const nameOf = (id: string | null): string => (id === null ? '' : (account(db, id)?.fullName ?? id));
  const owed = owedOn(stateOf(one));
  const changeable = mayChange(one, self);
  return {
    id: one.id,
    systemId: one.systemId,
    systemName: system(db, one.systemId)?.name ?? one.systemId,
    recordId: one.recordId,
    action: one.action,
    outcome: one.outcome,
    type: one.type,
    owner: { accountId: one.ownerId, name: one.ownerName },
    dueOn: one.dueOn,
    status: one.status,
    closing:
      one.closedAt === null || one.closedOn === null
        ? null
        : { note: one.closingNote ?? '', on: one.closedOn, at: one.closedAt, by: nameOf(one.closedBy) },
    effectiveness: {
      dueOn: one.effectivenessDueOn,
      result:
        one.effective === null || one.effectivenessAt === null
          ? null
          : {
              effective: one.effective,
              note: one.effectivenessNote ?? '',
              at: one.effectivenessAt,
              by: nameOf(one.effectivenessBy),
            },
    },
    createdAt: one.createdAt,
    owed: owed === null ? null : { ...owed, daysOverdue: actionDaysOverdue(stateOf(one), today(context)) ?? 0 },
    may: { change: changeable, close: changeable, judge: mayJudge(one, self) },
  };
};
