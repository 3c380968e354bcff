import { addMonths, daysBetween } from './days.ts';
import { longestRegulatedInterval, type SystemFacts } from './system.ts';

/** When the next evaluation of a system falls due. */
export interface EvaluationDue {
  /** ISO day; null where nothing says when the last one was. */
  readonly dueOn: string | null;
  /** Negative: days left. Positive: days overdue. Null without a due day. */
  readonly daysOverdue: number | null;
}

/**
 * An evaluation is due one interval after the last period's end: the system's own interval, but at most a year for a
 * regulated system (the customer's process). Retired and planned systems owe none.
 */
export const evaluationDue = (facts: SystemFacts, lastPeriodEnd: string | null, today: string): EvaluationDue => {
  if (facts.status === 'retired' || facts.status === 'planned') return { dueOn: null, daysOverdue: null };
  const last = lastPeriodEnd ?? facts.lastEvaluation;
  if (last === null) return { dueOn: null, daysOverdue: null };
  const months = facts.regulated
    ? Math.min(facts.evaluationInterval, longestRegulatedInterval)
    : facts.evaluationInterval;
  const dueOn = addMonths(last, months);
  return { dueOn, daysOverdue: daysBetween(dueOn, today) };
};
