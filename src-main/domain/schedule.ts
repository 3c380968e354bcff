import { reviewInterval } from './access-review/frequency.ts';
import { addDays, addMonths, daysBetween } from './days.ts';
import { longestRegulatedInterval, type SystemFacts } from './system.ts';

/** What falls due. The first six are owed by a system again and again; the others by one thing, once. */
export const DueKind = {
  Evaluation: 'evaluation',
  AccessReview: 'access-review',
  PrivilegedReview: 'privileged-review',
  PlanReview: 'plan-review',
  DisasterTest: 'disaster-test',
  RestoreTest: 'restore-test',
  AuditTrailReview: 'audit-trail-review',
  AdHocEvaluation: 'ad-hoc-evaluation',
  Action: 'action',
  Effectiveness: 'effectiveness',
  AcceptedRisk: 'accepted-risk',
  Certificate: 'certificate',
} as const;
export type DueKind = (typeof DueKind)[keyof typeof DueKind];

export const dueLabel: Readonly<Record<DueKind, string>> = {
  evaluation: 'Periodic evaluation',
  'access-review': 'User access review',
  'privileged-review': 'Review of privileged access',
  'plan-review': 'Review of the operation & maintenance plan',
  'disaster-test': 'Disaster recovery test',
  'restore-test': 'Restore test',
  'audit-trail-review': 'Audit-trail review',
  'ad-hoc-evaluation': 'Ad-hoc evaluation',
  action: 'Action',
  effectiveness: 'Effectiveness check',
  'accepted-risk': 'Accepted risk expires',
  certificate: 'Signing certificate expires',
};

/** How often a system owes something. */
interface IntervalRule {
  readonly kind: DueKind;
  /** The record type that a person writes for it. */
  readonly recordType: string;
  /** Months between two; null where the system owes none. */
  months(facts: SystemFacts): number | null;
  /** When the first is due in a system without any: at once, or one interval after it entered the inventory. */
  readonly first: 'at-once' | 'after-interval';
  readonly source: string;
}

/** At most a year for a regulated system; what the entry says for the others. */
const yearlyIfRegulated = (facts: SystemFacts, own: number): number =>
  facts.regulated ? Math.min(own, longestRegulatedInterval) : own;

const byRisk = (
  facts: SystemFacts,
  months: { readonly high: number; readonly medium: number; readonly low: number },
) => (facts.riskClass === 'high' ? months.high : facts.riskClass === 'medium' ? months.medium : months.low);

/** Months between two evaluations of a system: its own interval, at most a year for a regulated one. */
export const evaluationMonths = (facts: SystemFacts): number => yearlyIfRegulated(facts, facts.evaluationInterval);

/** Months between two audit-trail reviews of a system, by its risk class; null where it owes none (Annex 11 s.9; draft s.12.4). */
export const trailReviewMonths = (facts: SystemFacts): number | null =>
  facts.regulated ? byRisk(facts, { high: 3, medium: 6, low: 12 }) : null;

/** The due rules of section 2, as data: type x risk class x regulated. */
export const intervalRules: readonly IntervalRule[] = [
  {
    kind: DueKind.Evaluation,
    recordType: 'periodic-evaluation',
    months: evaluationMonths,
    first: 'after-interval',
    source: 'Yearly for regulated systems (customer process); Annex 11 s.11',
  },
  {
    kind: DueKind.AccessReview,
    recordType: 'access-review',
    months: (facts) => reviewInterval(facts.riskClass, facts.accessReviewInterval, 'all'),
    first: 'after-interval',
    source: 'Yearly at least, more often for high risk (customer process); draft Annex 11 s.11.11',
  },
  {
    kind: DueKind.PrivilegedReview,
    recordType: 'access-review',
    months: (facts) => reviewInterval(facts.riskClass, facts.accessReviewInterval, 'privileged'),
    first: 'after-interval',
    source: 'Privileged accounts separately, by risk class',
  },
  {
    kind: DueKind.PlanReview,
    recordType: 'operation-plan',
    months: (facts) => yearlyIfRegulated(facts, facts.planReviewInterval),
    first: 'at-once',
    source: 'Yearly or on significant change (template of the plan)',
  },
  {
    kind: DueKind.DisasterTest,
    recordType: 'operation-plan',
    months: (facts) => yearlyIfRegulated(facts, facts.disasterTestInterval),
    first: 'after-interval',
    source: 'Disaster recovery tested yearly (template of the plan); Annex 11 s.16',
  },
  {
    kind: DueKind.RestoreTest,
    recordType: 'operation-plan',
    months: (facts) => yearlyIfRegulated(facts, facts.restoreTestInterval),
    first: 'after-interval',
    source: 'RTO and RPO tested yearly (template of the plan); Annex 11 s.7.2',
  },
  {
    kind: DueKind.AuditTrailReview,
    recordType: 'audit-trail-review',
    months: trailReviewMonths,
    first: 'after-interval',
    source: 'Regularly, by risk, for regulated systems (Annex 11 s.9; draft s.12.4)',
  },
];

/** An event that makes something due out of turn. */
export const DueEvent = { MajorChange: 'major-change', CriticalIncident: 'critical-incident' } as const;
export type DueEvent = (typeof DueEvent)[keyof typeof DueEvent];

interface EventRule {
  readonly event: DueEvent;
  readonly owes: DueKind;
  /** Days after the event. */
  readonly within: number;
  readonly because: string;
}

export const eventRules: readonly EventRule[] = [
  { event: DueEvent.MajorChange, owes: DueKind.AdHocEvaluation, within: 30, because: 'after a major change' },
  { event: DueEvent.CriticalIncident, owes: DueKind.AdHocEvaluation, within: 30, because: 'after a critical incident' },
  { event: DueEvent.MajorChange, owes: DueKind.PlanReview, within: 30, because: 'after a major change' },
];

/** A thing by which a due date can be found on the screen. */
export interface DueSubject {
  readonly kind: 'system' | 'record' | 'action' | 'reference' | 'account';
  readonly id: string;
  /** Of a change its number in change control, by which people know it. */
  readonly number?: string;
  readonly title: string;
}

/** What people call a subject by: the number of a change, else its id. */
export const numberOf = ({ id, number }: DueSubject): string => number ?? id;

/** Something that somebody owes until a day. */
export interface DueItem {
  readonly kind: DueKind;
  /** Null for what belongs to no system, as a certificate. */
  readonly systemId: string | null;
  readonly subject: DueSubject;
  /** ISO day that counts: the extended one where a signed extension moved it. */
  readonly dueOn: string;
  /** The day before any extension. */
  readonly originalDueOn: string;
  /** The signed record that moved it. */
  readonly extendedBy: string | null;
  /** Negative: days left. */
  readonly daysOverdue: number;
  /** It was never done before. */
  readonly first: boolean;
  /** Who owes it, where one person does. */
  readonly ownerId: string | null;
  /** Why it is due out of turn; empty where it is not. */
  readonly because: string;
}

/** What the vault knows of a system, for its schedule. Days are ISO 8601. */
export interface SystemHistory {
  readonly systemId: string;
  readonly name: string;
  readonly facts: SystemFacts;
  /** When it entered the inventory. */
  readonly since: string;
  /** The last day on which each was done; absent where it never was. */
  readonly last: Readonly<Partial<Record<DueKind, string | null>>>;
  readonly events: readonly SystemEvent[];
  readonly extensions: readonly Extension[];
}

export interface SystemEvent {
  readonly event: DueEvent;
  readonly day: string;
  readonly subject: DueSubject;
}

/** An effective record that moves a due day (signed justification). */
export interface Extension {
  readonly recordId: string;
  readonly kind: DueKind;
  /** The day that it moves; null in old ones that do not say. */
  readonly from: string | null;
  readonly until: string;
  /** The one thing whose day it moves, by its id or number, as an action; null for what the system owes regularly. */
  readonly reference: string | null;
}

/** Whether an extension moves the day of this item: of the same thing, and of that day or one before it, never of the next. */
const moves = (one: Extension, { kind, subject, dueOn }: Pick<DueItem, 'kind' | 'subject' | 'dueOn'>): boolean =>
  one.kind === kind &&
  one.until > dueOn &&
  (one.from === null || dueOn <= one.from) &&
  (one.reference === null
    ? subject.kind === 'system'
    : one.reference === subject.id || one.reference === subject.number);

/** Retired and planned systems owe nothing. */
const isOperated = (facts: SystemFacts): boolean => facts.status === 'live' || facts.status === 'retiring';

/** Everything a system owes by rule, the next of each kind, earliest first. */
export const systemSchedule = (history: SystemHistory, today: string): readonly DueItem[] =>
  isOperated(history.facts) ? [...byInterval(history, today), ...byEvent(history, today)].sort(byDay) : [];

export const byDay = (a: DueItem, b: DueItem): number =>
  a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0;

const byInterval = (history: SystemHistory, today: string): readonly DueItem[] =>
  intervalRules.flatMap((rule): readonly DueItem[] => {
    const months = rule.months(history.facts);
    if (months === null) return [];
    const last = history.last[rule.kind] ?? null;
    const due =
      last !== null
        ? addMonths(last, months)
        : rule.first === 'at-once'
          ? history.since
          : addMonths(history.since, months);
    const subject: DueSubject = { kind: 'system', id: history.systemId, title: history.name };
    return [
      extended(history.extensions, today, {
        kind: rule.kind,
        systemId: history.systemId,
        subject,
        dueOn: due,
        first: last === null,
        ownerId: null,
        because: '',
      }),
    ];
  });

/** An event asks for its answer until something of that kind was done on its day or after it. */
const byEvent = (history: SystemHistory, today: string): readonly DueItem[] =>
  history.events.flatMap((happened) =>
    eventRules
      .filter((rule) => rule.event === happened.event)
      .filter((rule) => {
        const answer = rule.owes === DueKind.AdHocEvaluation ? DueKind.Evaluation : rule.owes;
        const last = history.last[answer] ?? null;
        return last === null || last < happened.day;
      })
      .map((rule) =>
        extended(history.extensions, today, {
          kind: rule.owes,
          systemId: history.systemId,
          subject: happened.subject,
          dueOn: addDays(happened.day, rule.within),
          first: false,
          ownerId: null,
          because: rule.because,
        }),
      ),
  );

/** An item with its extension, if one moves it on; a due day that passed since the extension was granted is overdue again. */
const extended = (
  extensions: readonly Extension[],
  today: string,
  item: Omit<DueItem, 'originalDueOn' | 'extendedBy' | 'daysOverdue'>,
): DueItem => {
  const later = extensions
    .filter((one) => moves(one, item))
    .reduce<Extension | null>((best, one) => (best === null || one.until > best.until ? one : best), null);
  const dueOn = later?.until ?? item.dueOn;
  return {
    ...item,
    dueOn,
    originalDueOn: item.dueOn,
    extendedBy: later?.recordId ?? null,
    daysOverdue: daysBetween(dueOn, today),
  };
};

/** One thing that is due once: an action, an accepted risk, a certificate. */
export const dueOnce = (
  today: string,
  item: Pick<DueItem, 'kind' | 'systemId' | 'subject' | 'dueOn' | 'ownerId'>,
  extensions: readonly Extension[] = [],
): DueItem => extended(extensions, today, { ...item, first: false, because: '' });

/**
 * The day an evaluation falls due after a period that ended on `lastEnd` (the entry's own last evaluation where the vault
 * has none); null where neither is known.
 */
export const evaluationDueOn = (facts: SystemFacts, lastEnd: string | null): string | null => {
  const last = lastEnd ?? facts.lastEvaluation;
  return last === null ? null : addMonths(last, evaluationMonths(facts));
};
