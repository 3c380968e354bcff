import { Anchor, Badge, Text } from '@mantine/core';
import { Link } from 'wouter';
import { actionStatusLabel, actionTypeLabel } from '../../../src-main/contract/index.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import type { ActionView } from './types.ts';
import { DueBadge } from './DueBadge.tsx';

const columns: readonly DataColumn<ActionView>[] = [
  {
    id: 'action',
    label: 'Action',
    cell: ({ id, action, outcome }) => (
      <>
        <Anchor component={Link} href={`/actions/${encodeURIComponent(id)}`} fw={500}>
          {id}
        </Anchor>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {action}
        </Text>
        {outcome !== '' && (
          <Text size="xs" c="dimmed">
            {outcome}
          </Text>
        )}
      </>
    ),
  },
  { id: 'type', label: 'Type', cell: ({ type }) => actionTypeLabel[type] },
  { id: 'owner', label: 'Owner', cell: ({ owner }) => owner.name },
  { id: 'system', label: 'System', cell: ({ systemName }) => systemName },
  {
    id: 'record',
    label: 'Agreed in',
    nowrap: true,
    cell: ({ recordId }) =>
      recordId === null ? (
        <Text size="sm" c="dimmed">
          By hand
        </Text>
      ) : (
        <Anchor component={Link} href={`/records/${encodeURIComponent(recordId)}`}>
          {recordId}
        </Anchor>
      ),
  },
  { id: 'status', label: 'Status', nowrap: true, cell: (action) => <Status action={action} /> },
];

/** What is owed now, or how it was closed and judged. */
const Status = ({ action }: { readonly action: ActionView }) => {
  const { owed, status, effectiveness } = action;
  if (owed !== null)
    return (
      <>
        <DueBadge dueOn={owed.dueOn} daysOverdue={owed.daysOverdue} />
        {owed.what === 'effectiveness' && (
          <Text size="xs" c="dimmed">
            Effectiveness check
          </Text>
        )}
      </>
    );
  const judged = effectiveness.result;
  return (
    <>
      <Badge color={status === 'done' ? 'green' : 'gray'} variant="light" tt="none" fw={500} radius="sm">
        {actionStatusLabel[status]}
      </Badge>
      {judged !== null && (
        <Text size="xs" c="dimmed">
          {judged.effective ? 'Effective' : 'Not effective'}
        </Text>
      )}
    </>
  );
};

export const ActionsTable = ({ actions }: { readonly actions: readonly ActionView[] }) => (
  <DataTable label="Actions" columns={columns} rows={actions} rowKey={({ id }) => id} />
);
