import type { Content } from '../../domain/form.ts';
import { untouched, type RecordType, type Work } from '../../domain/record-type.ts';
import type { JsonValue } from '../../domain/result.ts';
import { wasReopened } from '../../domain/stages.ts';
import { signedBefore, stepsTaken, type ReadableVault } from '../../vault/index.ts';

/** What became of the work on a record, from the steps that were taken and the revisions that were signed. */
export const workOf = (db: ReadableVault, { stages }: RecordType, recordId: string): Work =>
  stages === undefined
    ? untouched
    : { reopened: wasReopened(stages, stepsTaken(db, recordId), signedBefore(db, recordId)) };

/** What a record's entry repeats of its content, so that lists and trends need not read it. */
export const derivedOf = (type: RecordType, content: Content, systemName: string, work: Work = untouched) => {
  const period = type.periodOf(content);
  return {
    title: type.titleOf(content, systemName),
    periodStart: period?.start ?? null,
    periodEnd: period?.end ?? null,
    eventOn: type.eventOn?.(content) ?? null,
    facts: (type.factsOf?.(content, work) ?? {}) as JsonValue,
  };
};
