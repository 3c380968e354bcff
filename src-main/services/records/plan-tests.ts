import { rowsOf, type Row } from '../../domain/form.ts';
import type { PulledTest } from '../../domain/records/evaluation-pull.ts';
import { RecordTypeId, type Period } from '../../domain/record-type.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { contentOf, effectiveRecords } from './history.ts';

/** Restore and recovery tests of a period, and the plan that records them. */
export interface PlanTests {
  readonly tests: readonly PulledTest[];
  readonly recordIds: readonly string[];
}

/** The dated tests that the plan in force of a system keeps as evidence. */
export const testsOfPlan = (db: ReadableVault, systemId: string, { start, end }: Period): PlanTests => {
  const plan = effectiveRecords(db, RecordTypeId.OperationPlan, systemId)[0];
  if (plan === undefined) return { tests: [], recordIds: [] };
  const tests = rowsOf(contentOf(plan.revision), 'tests', 'tests')
    .map(testOf)
    .filter((one) => one.date >= start && one.date <= end)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return { tests, recordIds: tests.length === 0 ? [] : [plan.record.id] };
};

const text = (value: Row[string] | undefined): string => (typeof value === 'string' ? value : '');

/** A test in the words of an evaluation: what was tested stands in its scope, the time that was reached beside it. */
const testOf = (row: Row): PulledTest => ({
  date: text(row['date']),
  kind: text(row['kind']),
  scope: [text(row['component']), text(row['scope'])].filter((part) => part !== '').join(', '),
  result: text(row['result']) || null,
  recoveryTime: typeof row['reached'] === 'number' ? row['reached'] : null,
  evidence: text(row['evidence']) || null,
});
