import type { Content, Row } from '../../domain/form.ts';
import type { PulledTest } from '../../domain/records/evaluation-pull.ts';
import { recordTypes } from '../../domain/records/index.ts';
import type { Period } from '../../domain/record-type.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { contentOf, effectiveRecords } from './history.ts';

/** Restore and recovery tests of a period, and the plan that records them. */
export interface PlanTests {
  readonly tests: readonly PulledTest[];
  readonly recordIds: readonly string[];
}

const planType = 'operation-plan';

/** The dated tests that the plan in force of a system keeps as evidence. */
export const testsOfPlan = (db: ReadableVault, systemId: string, { start, end }: Period): PlanTests => {
  const plan = effectiveRecords(db, planType, systemId)[0];
  if (plan === undefined) return { tests: [], recordIds: [] };
  const tests = testRows(contentOf(plan.revision))
    .filter((one) => one.date >= start && one.date <= end)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return { tests, recordIds: tests.length === 0 ? [] : [plan.record.id] };
};

/** What a table needs to hold to be one of tests. */
const columns = ['date', 'kind', 'scope', 'result'] as const;

/** The tables of tests, wherever the plan's form has them: it says by its columns which they are. */
const testRows = (content: Content): readonly PulledTest[] => {
  const form = Object.values(recordTypes).find((type) => (type.id as string) === planType)?.form;
  return (form?.sections ?? []).flatMap((section) =>
    section.fields
      .filter((field) => field.kind === 'table' && columns.every((id) => field.columns.some((one) => one.id === id)))
      .flatMap((field) => {
        const rows = content[section.id]?.values[field.id];
        return Array.isArray(rows) ? (rows as readonly Row[]).map(testOf) : [];
      }),
  );
};

const text = (value: Row[string] | undefined): string => (typeof value === 'string' ? value : '');

const testOf = (row: Row): PulledTest => ({
  date: text(row['date']),
  kind: text(row['kind']),
  scope: text(row['scope']),
  result: text(row['result']) || null,
  recoveryTime: typeof row['recoveryTime'] === 'number' ? row['recoveryTime'] : null,
  evidence: text(row['evidence']) || null,
});
