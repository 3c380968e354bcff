import type { Finding } from './completeness.ts';
import type { Content, Form } from './form.ts';
import type { SignatureRequirement } from './signing.ts';

/** The record types, by the id that stands in the vault, in exports and in addresses. */
export const RecordTypeId = {
  PeriodicEvaluation: 'periodic-evaluation',
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
}

export interface CheckContext {
  readonly today: string;
  readonly previousEnd: string | null;
  readonly system: Content;
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
