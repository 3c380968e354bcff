import { Badge } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { shortly } from '../../lib/messages.ts';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { BackupState } from './types.ts';

type Drill = BackupState['drills'][number];

const columns: readonly DataColumn<Drill>[] = [
  { id: 'at', label: 'When', cell: ({ at }) => shortTime(at) },
  { id: 'who', label: 'Who', cell: ({ who }) => who },
  { id: 'what', label: 'Backup', cell: ({ generation }) => generation },
  {
    id: 'passed',
    label: 'Result',
    cell: ({ passed, result, head }) => (
      <>
        <Badge color={passed ? 'green' : 'red'} variant="light" tt="none" fw={500} radius="sm">
          {passed ? 'Passed' : 'Failed'}
        </Badge>{' '}
        {passed ? result : shortly(result)}
        {head !== null && `, up to entry ${String(head)}`}
      </>
    ),
  },
];

/** Restore tests and what they found: the evidence that a backup is one (Annex 11 s.7.2). */
export const Drills = ({ drills }: { readonly drills: readonly Drill[] }) =>
  drills.length === 0 ? (
    <EmptyState icon={<IconLifebuoy size={34} />} title="No restore drill yet">
      A backup that was never restored is a hope. Run a drill on the newest one.
    </EmptyState>
  ) : (
    <DataTable label="Restore drills" columns={columns} rows={drills} rowKey={({ at }) => at} />
  );
