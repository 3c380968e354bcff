import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { dueLabel } from '../../../src-main/contract/index.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { DueBadge } from '../actions/DueBadge.tsx';
import { Extension } from './Extend.tsx';
import { placeOfDue, subjectWords, type DueItem } from './months.ts';

const columns: readonly DataColumn<DueItem>[] = [
  {
    id: 'what',
    label: 'What',
    cell: (item) => (
      <>
        <Text size="sm" fw={500}>
          {dueLabel[item.kind]}
        </Text>
        {(item.because !== '' || item.first) && (
          <Text size="xs" c="dimmed">
            {item.because === '' ? 'never done before' : item.because}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'of',
    label: 'Of',
    cell: (item) => (
      <Anchor component={Link} href={placeOfDue(item)}>
        {subjectWords(item)}
      </Anchor>
    ),
  },
  { id: 'system', label: 'System', cell: ({ systemName }) => systemName ?? '' },
  { id: 'due', label: 'Due', nowrap: true, cell: ({ dueOn }) => dueOn },
  { id: 'late', label: 'State', nowrap: true, cell: (item) => <DueBadge {...item} /> },
  {
    id: 'extended',
    label: 'Extension',
    cell: (item) => <Extension item={item} />,
  },
];

/** What is due, as a list: the twin of the calendar. */
export const DueTable = ({ label, items }: { readonly label: string; readonly items: readonly DueItem[] }) => (
  <DataTable
    label={label}
    columns={columns}
    rows={items}
    rowKey={({ kind, subject, dueOn }) => `${kind} ${subject.id} ${dueOn}`}
  />
);
