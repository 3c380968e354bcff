import type { Handlers, Output } from '../../contract/index.ts';
import type { AuditAction } from '../../domain/audit-events.ts';
import { mayComplete, mayDrop, mayJudgeEffect } from '../../domain/actions.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  accountsWithRole,
  action,
  actions,
  closeAction,
  countActions,
  judgeAction,
  record,
  system,
  updateAction,
  type Action,
  type ActionFilter,
} from '../../vault/index.ts';
import { signingRoles } from '../../domain/roles.ts';
import { addDays } from '../../domain/days.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { upTo } from '../records/bounded.ts';
import { personOf } from '../records/view.ts';
import { ownerOf } from './owner.ts';
import { raiseAction } from './raise.ts';
import { actionView, mayChange, stateOf } from './view.ts';

type ActionCall =
  | 'actions.list'
  | 'actions.get'
  | 'actions.add'
  | 'actions.change'
  | 'actions.complete'
  | 'actions.drop'
  | 'actions.judge';
type ActionView = Output<'actions.get'>;

/** The list counts up to here and says "more than" beyond. */
const countBound = 1_000;

/** What people owe: agreed in records or entered, closed with evidence or a reason, judged later by somebody else. */
export const actionHandlers = (context: ServiceContext): Pick<Handlers, ActionCall> => ({
  'actions.list': ({ systemId, recordId, status, mine, overdue, limit, after }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const filter: ActionFilter = {
      ...(systemId === null ? {} : { systemId }),
      ...(recordId === null ? {} : { recordId }),
      ...(status === null ? {} : { status }),
      ...(mine ? { ownerId: self.id } : {}),
      ...(overdue ? { owedUntil: addDays(today(context), -1) } : {}),
    };
    return vault.read((db) => {
      const page = actions(db, { ...filter, limit, after });
      return ok({
        actions: page.items.map((one) => actionView(db, context, self, one)),
        next: page.next,
        total: upTo(countBound, (bound) => countActions(db, filter, bound)),
        people: accountsWithRole(db, signingRoles).map(personOf),
        mayAdd: may(self.roles, 'write-records'),
      });
    });
  },
  'actions.get': ({ actionId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const found = caller.value.vault.read((db) => action(db, actionId));
    return found ? viewOf(context, caller.value, found) : fail('actions/not-found', { actionId });
  },
  'actions.add': ({ systemId, recordId, owner, ...input }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const named = ownerOf(caller.value, owner);
    if (!named.ok) return named;
    const about = vault.read((db) => ({
      system: system(db, systemId),
      record: recordId === null ? null : record(db, recordId),
    }));
    if (!about.system) return fail('systems/not-found', { systemId });
    if (about.record === undefined || (about.record !== null && about.record.systemId !== systemId))
      return fail('records/not-found', { recordId });
    const made = vault.write(vault, (db, audit) =>
      raiseAction(db, audit, today(context), { systemId, recordId, ...input, ...named.value }),
    );
    return viewOf(context, caller.value, made);
  },
  'actions.change': ({ actionId, owner, dueOn, effectivenessDueOn, reason }) =>
    changed(context, actionId, (found, caller) => {
      const refused = mayChange(found, caller.account);
      if (refused !== null) return fail(refused);
      const named = ownerOf(caller, owner);
      if (!named.ok) return named;
      const update = { ...named.value, dueOn, effectivenessDueOn };
      return ok({
        action: 'action.change',
        reason,
        changes: (['ownerName', 'dueOn', 'effectivenessDueOn'] as const)
          .filter((field) => found[field] !== update[field])
          .map((field) => ({ path: `/${field}`, old: found[field], new: update[field] })),
        write: (db, audit) => updateAction(db, audit, actionId, update),
      });
    }),
  'actions.complete': ({ actionId, on, evidence }) =>
    changed(context, actionId, (found) => {
      const allowed = mayComplete(stateOf(found), evidence);
      if (!allowed.ok) return allowed;
      if (on > today(context)) return fail('actions/future');
      return ok({
        action: 'action.complete',
        reason: evidence,
        changes: [{ path: '/status', old: 'open', new: 'done' }],
        write: (db, audit) => closeAction(db, audit, actionId, { status: 'done', note: evidence, on }),
      });
    }),
  'actions.drop': ({ actionId, reason }) =>
    changed(context, actionId, (found) => {
      const allowed = mayDrop(stateOf(found), reason);
      if (!allowed.ok) return allowed;
      return ok({
        action: 'action.drop',
        reason,
        changes: [{ path: '/status', old: 'open', new: 'dropped' }],
        write: (db, audit) => closeAction(db, audit, actionId, { status: 'dropped', note: reason, on: today(context) }),
      });
    }),
  'actions.judge': ({ actionId, effective, note }) =>
    changed(context, actionId, (found, caller) => {
      const allowed = mayJudgeEffect(stateOf(found), { accountId: caller.account.id, note });
      if (!allowed.ok) return allowed;
      return ok({
        action: 'action.judge',
        reason: note,
        changes: [{ path: '/effective', old: null, new: effective }],
        write: (db, audit) => judgeAction(db, audit, actionId, { effective, note }),
      });
    }),
});

interface Change {
  readonly action: AuditAction;
  readonly reason: string;
  readonly changes: Parameters<Audit['record']>[0]['changes'] & {};
  readonly write: (db: Writable, audit: Audit) => Action;
}
type Write = Parameters<Caller['vault']['write']>[1];
type Writable = Parameters<Write>[0];
type Audit = Parameters<Write>[1];

/** One step of an action: allowed or refused first, then written with its audit entry. */
const changed = (
  context: ServiceContext,
  actionId: string,
  decide: (found: Action, caller: Caller) => Result<Change>,
): Result<ActionView> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault } = caller.value;
  const found = vault.read((db) => action(db, actionId));
  if (!found) return fail('actions/not-found', { actionId });
  const decided = decide(found, caller.value);
  if (!decided.ok) return decided;
  const { write, ...event } = decided.value;
  const after = vault.write(vault, (db, audit) => {
    audit.record({ ...event, subject: { type: 'action', id: actionId } });
    return write(db, audit);
  });
  return viewOf(context, caller.value, after);
};

const viewOf = (context: ServiceContext, { vault, account: self }: Caller, one: Action): Result<ActionView> =>
  ok(vault.read((db) => actionView(db, context, self, one)));
