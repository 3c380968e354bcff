import { addMonths } from '../days.ts';

/** Months between reviews by risk class, at most; privileged accounts apart (the customer's process; practice). */
export const longestInterval: Readonly<Record<string, { readonly all: number; readonly privileged: number }>> = {
  high: { all: 6, privileged: 3 },
  medium: { all: 12, privileged: 6 },
  low: { all: 12, privileged: 12 },
};

/** Which accounts a review looks at. */
export type ReviewScope = 'all' | 'privileged';

/** Months until the next review: the system's own interval, but no longer than its risk class allows. */
export const reviewInterval = (riskClass: string, own: number, scope: ReviewScope): number =>
  Math.min(own, (longestInterval[riskClass] ?? { all: 12, privileged: 12 })[scope]);

export const nextReview = (last: string, riskClass: string, own: number, scope: ReviewScope): string =>
  addMonths(last, reviewInterval(riskClass, own, scope));
