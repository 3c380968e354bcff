import { z } from 'zod';
import { ActionStatus, ActionType } from '../domain/actions.ts';
import { call } from './call.ts';
import { bounded } from './records.ts';
import { day, id, instant, line, person, reason } from './shapes.ts';

const prose = z.string().trim().max(5_000);

export const actionView = z.object({
  id,
  systemId: id,
  systemName: z.string(),
  recordId: id.nullable(),
  action: z.string(),
  outcome: z.string(),
  type: z.enum(ActionType),
  owner: z.object({ accountId: id.nullable(), name: z.string() }),
  dueOn: day,
  status: z.enum(ActionStatus),
  closing: z.object({ note: z.string(), on: day, at: instant, by: z.string() }).nullable(),
  effectiveness: z.object({
    dueOn: day.nullable(),
    result: z.object({ effective: z.boolean(), note: z.string(), at: instant, by: z.string() }).nullable(),
  }),
  createdAt: instant,
  /** What is owed now and since when; null once nothing is. */
  owed: z.object({ what: z.enum(['action', 'effectiveness']), dueOn: day, daysOverdue: z.number().int() }).nullable(),
  /** For each step null where it is open to this person, else the code that says why it is not. */
  may: z.object({ change: z.string().nullable(), close: z.string().nullable(), judge: z.string().nullable() }),
});

const byId = z.object({ actionId: id });
const owner = z.object({ accountId: id.nullable(), name: z.string().trim().max(200) });

/** What is agreed of an action: what is done, how one will see it, by whom and until when. */
export const newAction = {
  action: line,
  outcome: prose.min(3),
  type: z.enum(ActionType),
  owner,
  dueOn: day,
  effectivenessDueOn: day.nullable(),
};

export const actionCalls = {
  'actions.list': call(
    z.object({
      systemId: id.nullable(),
      recordId: id.nullable(),
      status: z.enum(ActionStatus).nullable(),
      /** Owed by the person who asks. */
      mine: z.boolean(),
      overdue: z.boolean(),
      limit: z.number().int().min(1).max(1000).default(100),
      after: z.string().max(300).nullable(),
    }),
    z.object({
      actions: z.array(actionView),
      next: z.string().nullable(),
      total: bounded,
      /** Who may be named as owner. */
      people: z.array(person),
      mayAdd: z.boolean(),
    }),
  ),
  'actions.get': call(byId, actionView),
  /** An action entered by hand for a system or a record; those that a record agrees come by themselves. */
  'actions.add': call(
    z.object({
      systemId: id,
      recordId: id.nullable(),
      ...newAction,
    }),
    actionView,
  ),
  /** Another owner, due day or effectiveness check, with the reason. */
  'actions.change': call(byId.extend({ owner, dueOn: day, effectivenessDueOn: day.nullable(), reason }), actionView),
  'actions.complete': call(byId.extend({ on: day, evidence: prose }), actionView),
  'actions.drop': call(byId.extend({ reason: prose }), actionView),
  'actions.judge': call(byId.extend({ effective: z.boolean(), note: prose }), actionView),
};
