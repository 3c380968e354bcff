import type { StageEntry } from './check-context.ts';
import type { CheckContext } from './check-context.ts';
import type { Finding } from './completeness.ts';
import type { Content } from './form.ts';
import { fail, ok, type Failure, type Result } from './result.ts';
import type { Role } from './roles.ts';

/**
 * The working states of a draft, inside the lifecycle: an incident is triaged and worked on for days before it is sent
 * for signature. The lifecycle says what may be changed and signed; stages say how far the work is.
 */
export interface Stages {
  /** Where a new record begins. */
  readonly initial: string;
  /** Where the work is taken up again when a signed record is revised. */
  readonly reopened: string;
  /** Where a record stands once every signature is given. */
  readonly completed: string;
  /** In the order in which people read them. */
  readonly all: readonly Stage[];
  readonly steps: readonly StageStep[];
  /** Where the work counts as done: to go back from one of these to work is to reopen it. */
  readonly done?: readonly string[];
  /** From these the revision may be sent for signature. */
  readonly signable: readonly string[];
}

export interface Stage {
  readonly id: string;
  readonly label: string;
  /** Lies beside the way from the first stage to the last: a duplicate, a rejection. */
  readonly aside?: true;
}

export interface StageStep {
  readonly id: string;
  /** The words on the button: `Mark as mitigated`. */
  readonly label: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly needsReason: boolean;
  /** Who may take it; every editor of the record where absent. */
  readonly eligible?: readonly Role[];
  /** Taking it counts as writing in the revision: whoever fixed a defect neither verifies nor approves. */
  readonly contributes?: true;
  /** What must hold before it is taken, e.g. no resolution without a cause. Blocking findings stop it. */
  readonly check?: (content: Content, context: CheckContext) => readonly Finding[];
}

/** The step by its id, if it leads on from this stage: the order is enforced here, whoever asks (21 CFR 11.10(f)). */
export const stageStep = (
  stages: Stages,
  stage: string,
  step: string,
): Result<StageStep, Failure<'records/illegal-stage-step'>> => {
  const found = stages.steps.find((one) => one.id === step && one.from.includes(stage));
  return found === undefined ? fail('records/illegal-stage-step', { stage, step }) : ok(found);
};

/** The stages that a reader is shown: the way, and where the work went aside the stages it has really been through. */
export const stagesShown = (stages: Stages, stage: string | null, taken: readonly StageEntry[]): readonly Stage[] => {
  const here = stages.all.find(({ id }) => id === stage);
  if (here?.aside !== true) return stages.all.filter(({ aside }) => aside !== true);
  const been = new Set([stages.initial, ...taken.map(({ to }) => to)]);
  return stages.all.filter(({ id, aside }) =>
    aside === true ? id === stage : been.has(id) || id === stages.completed,
  );
};

/** Whether the work was taken up again after it had been done: by a step back, or by a new revision of a signed one. */
export const wasReopened = (
  { done = [], reopened }: Stages,
  taken: readonly Pick<StageEntry, 'from' | 'to'>[],
  signedBefore: boolean,
): boolean => signedBefore || taken.some(({ from, to }) => to === reopened && done.includes(from));

export const stageLabel = (stages: Stages, stage: string): string =>
  stages.all.find(({ id }) => id === stage)?.label ?? stage;
