import { Anchor, Text } from '@mantine/core';
import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import { actionTypeLabel } from '../../../src-main/contract/index.ts';
import { useActionsPlace } from '../../stores/actions-place.ts';
import { VirtualGrid, type GridColumn } from '../../ui/VirtualGrid.tsx';
import { ActionStanding } from './ActionStanding.tsx';
import type { ActionView } from './types.ts';

const address = ({ id }: ActionView): string => `/actions/${encodeURIComponent(id)}`;

const columns: readonly GridColumn<ActionView>[] = [
  {
    id: 'id',
    label: 'Number',
    width: '8rem',
    cell: (action) => (
      // The grid is the one tab stop; Enter on the row opens the action too.
      <Anchor component={Link} href={address(action)} fw={500} tabIndex={-1}>
        {action.id}
      </Anchor>
    ),
  },
  {
    id: 'action',
    label: 'Action',
    width: 'minmax(9rem, 4fr)',
    narrow: 'line',
    cell: ({ action, outcome }) => <span title={outcome === '' ? action : `${action}\n${outcome}`}>{action}</span>,
  },
  { id: 'type', label: 'Type', width: '5.5rem', narrow: 'hidden', cell: ({ type }) => actionTypeLabel[type] },
  {
    id: 'owner',
    label: 'Owner',
    width: 'minmax(6rem, 1fr)',
    cell: ({ owner }) => <span title={owner.name}>{owner.name}</span>,
  },
  {
    id: 'system',
    label: 'System',
    width: 'minmax(6rem, 1fr)',
    narrow: 'hidden',
    cell: ({ systemName }) => <span title={systemName}>{systemName}</span>,
  },
  {
    id: 'record',
    label: 'Agreed in',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ recordId }) =>
      recordId ?? (
        <Text span size="sm" c="dimmed">
          By hand
        </Text>
      ),
  },
  { id: 'status', label: 'Status', width: '9.5rem', cell: (action) => <ActionStanding action={action} /> },
];

interface Props {
  readonly actions: readonly ActionView[];
  /** Null while nobody knows how many there are. */
  readonly total: number | null;
  readonly onNearEnd: () => void;
}

/** Actions in a list of any length, at the place where the person left it. */
export const ActionsGrid = ({ actions, total, onNearEnd }: Props) => {
  const [, go] = useLocation();
  const { place, setPlace } = useActionsPlace();
  const open = useCallback((action: ActionView) => go(address(action)), [go]);
  return (
    <VirtualGrid
      label="Actions"
      columns={columns}
      rows={actions}
      total={total}
      rowKey={({ id }) => id}
      onOpen={open}
      onNearEnd={onNearEnd}
      place={place}
      onPlace={setPlace}
    />
  );
};
