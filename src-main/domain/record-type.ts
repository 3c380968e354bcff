import type { CheckContext, Facts } from './check-context.ts';
import type { Finding } from './completeness.ts';
import type { Content, Form } from './form.ts';
import type { Relation } from './links.ts';
import type { Role } from './roles.ts';
import type { SignatureRequirement } from './signing.ts';
import type { Stages } from './stages.ts';

export type { CheckContext, Facts, LinkedRecord } from './check-context.ts';

/** The record types, by the id that stands in the vault, in exports and in addresses. */
export const RecordTypeId = {
  PeriodicEvaluation: 'periodic-evaluation',
  AccessReview: 'access-review',
  Incident: 'incident',
  Defect: 'defect',
  PostMortem: 'post-mortem',
  PostMortemWaiver: 'post-mortem-waiver',
  OperationPlan: 'operation-plan',
  AuditTrailReview: 'audit-trail-review',
  DueExtension: 'due-extension',
} as const;
export type RecordTypeId = (typeof RecordTypeId)[keyof typeof RecordTypeId];

/**
 * A kind of record, as data plus a few functions. The vault, the lists, the PDF writer and the signing know only this
 * shape: adding a type touches none of them.
 */
export interface RecordType {
  readonly id: RecordTypeId;
  /** Two letters that begin the record's id: `PE-2026-0007`. */
  readonly prefix: string;
  readonly title: string;
  readonly plural: string;
  /** One sentence for the person who chooses what to write. */
  readonly purpose: string;
  readonly form: Form;
  readonly requirements: readonly SignatureRequirement[];
  /** Content of a new record: empty but for what the system's entry and the last record already say. */
  prefill(context: PrefillContext): Content;
  /** The one line by which a list shows the record, made from its content. */
  titleOf(content: Content, systemName: string): string;
  /** The time the record speaks of, if it speaks of one. */
  periodOf(content: Content): Period | null;
  /** The type's own rules, beyond a filled-in form. */
  check(content: Content, context: CheckContext): readonly Finding[];
  readonly metrics: readonly Metric[];
  /** Trends of its system that a record with a period freezes and prints, by the ids of their formulas. */
  readonly trends?: readonly string[];
  /** Working states of a draft; absent where it has none. */
  readonly stages?: Stages;
  /** Who may edit a draft: holders of these roles. Its author alone where absent. */
  readonly editors?: readonly Role[];
  /** True where a system has one such record, changed by its revisions. */
  readonly onePerSystem?: boolean;
  /** The day the record speaks of where that is no period, e.g. of an incident its detection. */
  readonly eventOn?: (content: Content) => string | null;
  /** Fills in what the vault's figures say of an answer that was given since `before`; the content itself where nothing was. */
  readonly completed?: (before: Content, after: Content, figures: Facts) => Content;
  /** What lists, trends and evaluations ask of many records at once; stored beside the record, derived from its content. */
  readonly factsOf?: (content: Content, work: Work) => Facts;
  /** The types that a record of this one can be begun from, with the facts that are carried over. */
  readonly beginsFrom?: readonly Beginning[];
  /** What somebody owes once the record is effective. */
  readonly actionsOf?: (content: Content) => readonly ActionDraft[];
}

/** What became of a record's work over all its revisions, as far as its content does not say. */
export interface Work {
  /** It was taken up again after it had been done. */
  readonly reopened: boolean;
}

/** Work that went from its beginning to where it stands. */
export const untouched: Work = { reopened: false };

/** How a record is begun from another one: a post-mortem from its incident. */
export interface Beginning {
  readonly type: RecordTypeId;
  /** The link that is made, from the record begun from to the new one. */
  readonly relation: Relation;
  /** The words on the button in the source's page. */
  readonly label: string;
  /** One such record is enough: a second one is refused while the first stands. */
  readonly once: boolean;
  /** The new record's content: its prefill, and what the source already says. */
  readonly carry: (source: BegunFrom, prefilled: Content) => Content;
}

/** The record that another one is begun from. */
export interface BegunFrom {
  readonly recordId: string;
  readonly title: string;
  readonly content: Content;
}

/** An action item as a record agrees it: an outcome that can be verified, who owes it and until when. */
export interface ActionDraft {
  /** The place in the record that it comes from, e.g. `actions.actions.2`; one action item is made of each. */
  readonly key: string;
  readonly action: string;
  readonly owner: string;
  /** ISO day. */
  readonly due: string;
  /** What the action does about the cause, where the record says so: prevent, detect, mitigate. */
  readonly kind: string | null;
  /** How one will see that it is done. */
  readonly outcome?: string;
  /** ISO day of the effectiveness check, where the record asks for one. */
  readonly effectivenessDue?: string | null;
}

/** Two days, both included (ISO 8601). */
export interface Period {
  readonly start: string;
  readonly end: string;
}

export interface PrefillContext {
  readonly systemId: string;
  readonly system: Content;
  /** Today's date where the author sits. */
  readonly today: string;
  /** End of the period of the last effective record of this type and system. */
  readonly previousEnd: string | null;
  readonly previousId: string | null;
  /** Content of that last record, for what is still open. */
  readonly previous: Content | null;
  /** Entries of the suppliers and internal providers that serve the system. */
  readonly suppliers: readonly Content[];
  /** Chance of this creation, for a random sample that can be drawn again: 16 hexadecimal digits. */
  readonly seed: string;
}

/** A figure computed from a record's content. The formula is part of the record: readers can compute it again. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  /** Rises when the formula changes, so that old figures keep their meaning. */
  readonly version: number;
  readonly compute: (content: Content) => number | null;
}

/** A metric's value as a revision freezes it. `value` is null where there was nothing to compute from. */
export interface MetricValue {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  readonly version: number;
  readonly value: number | null;
}

export const metricsOf = (type: RecordType, content: Content): readonly MetricValue[] =>
  type.metrics.map(({ compute, ...metric }) => ({ ...metric, value: compute(content) }));
