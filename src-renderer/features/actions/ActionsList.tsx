import { Button, Chip, Group, NativeSelect, Stack } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { actionStatusLabel } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { openActions, useActionsPlace, type ActionsFilter } from '../../stores/actions-place.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PagedList } from '../../ui/PagedList.tsx';
import { ActionsGrid } from './ActionsGrid.tsx';
import { AddAction } from './EditAction.tsx';
import { useActions } from './use-actions.ts';

/** Everything that anybody owes, earliest due first. */
export const ActionsList = () => {
  const { filter, setFilter } = useActionsPlace();
  const systems = useCall('systems.list', {});
  // Who may be named as owner, and whether this person may add one.
  const about = useCall('actions.list', { ...openActions, recordId: null, limit: 1, after: null });
  const [adding, setAdding] = useState(false);
  const [, go] = useLocation();
  const known = systems.state.kind === 'have' ? systems.state.value.systems : [];
  const have = about.state.kind === 'have' ? about.state.value : null;
  return (
    <Page
      title="Actions"
      lead="What was agreed in evaluations, reviews and post-mortems, until it is done, or dropped with a reason."
      actions={
        have?.mayAdd === true && known.length > 0 ? (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            New action
          </Button>
        ) : undefined
      }
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label="System"
            value={filter.systemId ?? ''}
            data={[{ value: '', label: 'All systems' }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(event) => setFilter({ ...filter, systemId: event.currentTarget.value || null })}
          />
          <NativeSelect
            label="Status"
            value={filter.status ?? ''}
            data={[
              { value: '', label: 'Any status' },
              ...Object.entries(actionStatusLabel).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(event) =>
              setFilter({ ...filter, status: (event.currentTarget.value || null) as ActionsFilter['status'] })
            }
          />
          <Chip checked={filter.mine} onChange={(mine) => setFilter({ ...filter, mine })}>
            Mine
          </Chip>
          <Chip checked={filter.overdue} onChange={(overdue) => setFilter({ ...filter, overdue })}>
            Overdue
          </Chip>
        </Group>
        <Fetched key={JSON.stringify(filter)} filter={filter} />
      </Stack>
      {adding && have !== null && (
        <AddAction
          systems={known}
          recordId={null}
          people={have.people}
          onClose={() => setAdding(false)}
          onDone={({ id }) => go(`/actions/${encodeURIComponent(id)}`)}
        />
      )}
    </Page>
  );
};

const Fetched = ({ filter }: { readonly filter: ActionsFilter }) => {
  const { loaded, setLoaded } = useActionsPlace();
  const pages = useActions(filter, loaded);
  return (
    <PagedList
      pages={pages}
      one="action"
      empty={
        <EmptyState icon={<IconChecklist size={34} />} title="No action fits">
          Actions come from the action plans of records once these are effective. Another filter may find some.
        </EmptyState>
      }
      onLoaded={setLoaded}
    >
      {(rows, total) => <ActionsGrid actions={rows} total={total} onNearEnd={pages.more} />}
    </PagedList>
  );
};
