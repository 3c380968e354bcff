import type { Content } from '../../domain/form.ts';
import type { RecordType } from '../../domain/record-type.ts';
import type { JsonValue } from '../../domain/result.ts';

/** What a record's entry repeats of its content, so that lists and trends need not read it. */
export const derivedOf = (type: RecordType, content: Content, systemName: string) => {
  const period = type.periodOf(content);
  return {
    title: type.titleOf(content, systemName),
    periodStart: period?.start ?? null,
    periodEnd: period?.end ?? null,
    eventOn: type.eventOn?.(content) ?? null,
    facts: (type.factsOf?.(content) ?? {}) as JsonValue,
  };
};
