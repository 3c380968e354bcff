import { daysBetween } from './days.ts';
import { fail, ok, type Failure, type Result } from './result.ts';

/** What an action is for. */
export const ActionType = {
  Prevent: 'prevent',
  Detect: 'detect',
  Mitigate: 'mitigate',
  Improve: 'improve',
  Correct: 'correct',
} as const;
export type ActionType = (typeof ActionType)[keyof typeof ActionType];

export const actionTypeLabel: Readonly<Record<ActionType, string>> = {
  prevent: 'Prevent',
  detect: 'Detect',
  mitigate: 'Mitigate',
  improve: 'Improve',
  correct: 'Correct',
};

export const ActionStatus = { Open: 'open', Done: 'done', Dropped: 'dropped' } as const;
export type ActionStatus = (typeof ActionStatus)[keyof typeof ActionStatus];

export const actionStatusLabel: Readonly<Record<ActionStatus, string>> = {
  open: 'Open',
  done: 'Done',
  dropped: 'Dropped with reason',
};

/** Who owes an action: an account, or a person who has none. */
export interface ActionOwner {
  readonly accountId: string | null;
  readonly name: string;
}

/** What the rules ask of an action. Days are ISO 8601. */
export interface ActionState {
  readonly status: ActionStatus;
  readonly ownerId: string | null;
  readonly dueOn: string;
  readonly closedOn: string | null;
  readonly closedBy: string | null;
  /** Null where no effectiveness check is asked for. */
  readonly effectivenessDueOn: string | null;
  readonly effective: boolean | null;
}

export type ActionFailure =
  | 'actions/closed'
  | 'actions/evidence-missing'
  | 'actions/reason-missing'
  | 'actions/not-done'
  | 'actions/check-by-another'
  | 'actions/checked-already'
  | 'actions/check-before-done';

const blank = (text: string): boolean => text.trim() === '';

/** An action is done with evidence of its outcome, or not at all. */
export const mayComplete = (action: ActionState, evidence: string): Result<void, Failure<ActionFailure>> => {
  if (action.status !== ActionStatus.Open) return fail('actions/closed');
  return blank(evidence) ? fail('actions/evidence-missing') : ok(undefined);
};

/** An action is dropped with a reason that stays readable. */
export const mayDrop = (action: ActionState, reason: string): Result<void, Failure<ActionFailure>> => {
  if (action.status !== ActionStatus.Open) return fail('actions/closed');
  return blank(reason) ? fail('actions/reason-missing') : ok(undefined);
};

/**
 * Whether this person may say now if a done action had its effect: somebody other than its owner and than who reported
 * it done, once, and with a reason for the judgement.
 */
export const mayJudgeEffect = (
  action: ActionState,
  by: { readonly accountId: string; readonly note: string },
): Result<void, Failure<ActionFailure>> => {
  if (action.status !== ActionStatus.Done) return fail('actions/not-done');
  if (action.effective !== null) return fail('actions/checked-already');
  if (by.accountId === action.ownerId || by.accountId === action.closedBy) return fail('actions/check-by-another');
  return blank(by.note) ? fail('actions/evidence-missing') : ok(undefined);
};

/** The day an effectiveness check falls due: the one that was set, but never before the action was done. */
export const effectivenessDue = (action: ActionState): string | null => {
  if (action.effectivenessDueOn === null || action.status !== ActionStatus.Done || action.effective !== null)
    return null;
  return action.closedOn !== null && action.closedOn > action.effectivenessDueOn
    ? action.closedOn
    : action.effectivenessDueOn;
};

/** What is owed now on an action, and until when; null where nothing is. */
export const owedOn = (
  action: ActionState,
): { readonly what: 'action' | 'effectiveness'; readonly dueOn: string } | null => {
  if (action.status === ActionStatus.Open) return { what: 'action', dueOn: action.dueOn };
  const check = effectivenessDue(action);
  return check === null ? null : { what: 'effectiveness', dueOn: check };
};

/** Days past the day something is owed; negative: days left; null where nothing is owed. */
export const actionDaysOverdue = (action: ActionState, today: string): number | null => {
  const owed = owedOn(action);
  return owed === null ? null : daysBetween(owed.dueOn, today);
};
