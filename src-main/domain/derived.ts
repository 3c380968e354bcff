import type { Content } from './form.ts';
import { untouched, type RecordType, type Work } from './record-type.ts';
import type { JsonValue } from './result.ts';

/** What a record's entry repeats of its content, so that lists and trends need not read it. Days are ISO 8601. */
export interface Derived {
  readonly title: string;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly eventOn: string | null;
  readonly facts: JsonValue;
}

export const derivedOf = (type: RecordType, content: Content, systemName: string, work: Work = untouched): Derived => {
  const period = type.periodOf(content);
  return {
    title: type.titleOf(content, systemName),
    periodStart: period?.start ?? null,
    periodEnd: period?.end ?? null,
    eventOn: type.eventOn?.(content) ?? null,
    facts: type.factsOf?.(content, work) ?? {},
  };
};
