import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Facts } from '../../ui/Facts.tsx';
import type { Setting } from './types.ts';

interface Props {
  readonly now: Setting['lines'];
  /** What was proposed; only what it changes is set beside what holds now. */
  readonly next?: Setting['lines'];
}

interface Difference {
  readonly label: string;
  readonly now: string;
  readonly next: string;
}

const columns: readonly DataColumn<Difference>[] = [
  { id: 'what', label: 'What', cell: ({ label }) => label },
  { id: 'now', label: 'Now', cell: ({ now }) => now },
  { id: 'next', label: 'Proposed', cell: ({ next }) => <strong>{next}</strong> },
];

const textOf = (lines: Setting['lines'], label: string, otherwise: string): string =>
  lines.find((one) => one.label === label)?.text ?? otherwise;

/** A setting's value in words, or what a proposal would make of it. */
export const SettingLines = ({ now, next }: Props) => {
  if (next === undefined) return <Facts items={now.map(({ label, text }) => [label, text] as const)} />;
  const labels = [...new Set([...now, ...next].map(({ label }) => label))];
  const rows = labels
    .map((label) => ({ label, now: textOf(now, label, 'Not there'), next: textOf(next, label, 'Removed') }))
    .filter((one) => one.now !== one.next);
  return <DataTable label="What the change would do" rows={rows} rowKey={({ label }) => label} columns={columns} />;
};
