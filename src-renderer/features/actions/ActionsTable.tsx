import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { actionTypeLabel } from '../../../src-main/contract/index.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import type { ActionView } from './types.ts';
import { ActionStanding } from './ActionStanding.tsx';

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
  { id: 'status', label: 'Status', nowrap: true, cell: (action) => <ActionStanding action={action} /> },
];

export const ActionsTable = ({ actions }: { readonly actions: readonly ActionView[] }) => (
  <DataTable label="Actions" columns={columns} rows={actions} rowKey={({ id }) => id} />
);
