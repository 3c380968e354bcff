import { fail, ok, type Failure, type Result } from './result.ts';

/** Where a revision stands. `returned` and `withdrawn` lie beside the way; nothing is ever deleted. */
export const RecordState = {
  Draft: 'draft',
  InReview: 'in-review',
  AwaitingSignatures: 'awaiting-signatures',
  Effective: 'effective',
  Superseded: 'superseded',
  Retired: 'retired',
  Returned: 'returned',
  Withdrawn: 'withdrawn',
} as const;
export type RecordState = (typeof RecordState)[keyof typeof RecordState];

export const stateLabel: Readonly<Record<RecordState, string>> = {
  draft: 'Draft',
  'in-review': 'In review',
  'awaiting-signatures': 'Awaiting signatures',
  effective: 'Effective',
  superseded: 'Superseded',
  retired: 'Retired',
  returned: 'Returned',
  withdrawn: 'Withdrawn',
};

/** What can happen to a revision. */
export const RecordStep = {
  SubmitForReview: 'submit-for-review',
  ReturnFromReview: 'return-from-review',
  SendForSignature: 'send-for-signature',
  Complete: 'complete',
  Reject: 'reject',
  Withdraw: 'withdraw',
  Supersede: 'supersede',
  Retire: 'retire',
} as const;
export type RecordStep = (typeof RecordStep)[keyof typeof RecordStep];

const steps: Readonly<Record<RecordState, Partial<Record<RecordStep, RecordState>>>> = {
  draft: { 'submit-for-review': 'in-review', 'send-for-signature': 'awaiting-signatures', withdraw: 'withdrawn' },
  'in-review': { 'return-from-review': 'draft', 'send-for-signature': 'awaiting-signatures', withdraw: 'withdrawn' },
  'awaiting-signatures': { complete: 'effective', reject: 'returned', withdraw: 'withdrawn' },
  effective: { supersede: 'superseded', retire: 'retired' },
  superseded: {},
  retired: {},
  returned: {},
  withdrawn: {},
};

/** The state after a step, or a refusal: the order of steps is enforced here, whoever asks (21 CFR 11.10(f)). */
export const takeStep = (
  state: RecordState,
  step: RecordStep,
): Result<RecordState, Failure<'lifecycle/illegal-step'>> => {
  const next = steps[state][step];
  return next === undefined ? fail('lifecycle/illegal-step', { state, step }) : ok(next);
};

/** Content may change in these states alone; a signed record changes by a new revision (draft Annex 11, 13.8). */
export const isEditable = (state: RecordState): boolean => state === RecordState.Draft;

/** A new revision starts from these states. */
export const mayRevise = (state: RecordState): boolean =>
  state === RecordState.Effective || state === RecordState.Returned;
