import { rowsOf, type Row } from '../../domain/form.ts';
import type { PulledTest } from '../../domain/records/evaluation-pull.ts';
import type { Period } from '../../domain/record-type.ts';
import { operationPlan } from '../../domain/records/operation-plan.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { contentInForce, previousRecord } from './history.ts';

/** Restore and recovery tests of a period, and the plan that records them. */
export interface PlanTests {
  readonly tests: readonly PulledTest[];
  readonly recordIds: readonly string[];
}

/** The dated tests that the plan in force of a system keeps as evidence. */
export const testsOfPlan = (db: ReadableVault, systemId: string, { start, end }: Period): PlanTests => {
  const plan = previousRecord(db, operationPlan, systemId, null);
  if (plan === undefined) return { tests: [], recordIds: [] };
  const tests = rowsOf(contentInForce(db, plan), 'tests', 'tests')
    .map(testOf)
    .filter((one) => one.date >= start && one.date <= end)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return { tests, recordIds: tests.length === 0 ? [] : [plan.id] };
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
