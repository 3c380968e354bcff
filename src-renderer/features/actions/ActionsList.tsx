import { Button, Chip, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { actionStatusLabel, type Input, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { ActionsTable } from './ActionsTable.tsx';
import { AddAction } from './EditAction.tsx';

type Filter = Omit<Input<'actions.list'>, 'after' | 'recordId'>;
type Listed = Output<'actions.list'>;

/** Everything that anybody owes, earliest due first. */
export const ActionsList = () => {
  const [filter, setFilter] = useState<Filter>({ systemId: null, status: 'open', mine: false, overdue: false });
  const systems = useCall('systems.list', {});
  const actions = useCall('actions.list', { ...filter, recordId: null, after: null });
  const [adding, setAdding] = useState(false);
  const [, go] = useLocation();
  const known = systems.state.kind === 'have' ? systems.state.value.systems : [];
  const have = actions.state.kind === 'have' ? actions.state.value : null;
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
              setFilter({ ...filter, status: (event.currentTarget.value || null) as Filter['status'] })
            }
          />
          <Chip checked={filter.mine} onChange={(mine) => setFilter({ ...filter, mine })}>
            Mine
          </Chip>
          <Chip checked={filter.overdue} onChange={(overdue) => setFilter({ ...filter, overdue })}>
            Overdue
          </Chip>
        </Group>
        <Loaded of={actions}>
          {(first) =>
            first.actions.length === 0 ? (
              <Panel>
                <EmptyState icon={<IconChecklist size={34} />} title="No action fits">
                  Actions come from the action plans of records once these are effective. Another filter may find some.
                </EmptyState>
              </Panel>
            ) : (
              <Rows key={JSON.stringify(filter)} first={first} filter={filter} />
            )
          }
        </Loaded>
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

const Rows = ({ first, filter }: { readonly first: Listed; readonly filter: Filter }) => {
  const [more, setMore] = useState<Listed['actions']>([]);
  const [next, setNext] = useState(first.next);
  const load = async () => {
    const reply = await ask('actions.list', { ...filter, recordId: null, after: next });
    if (!reply.ok) return;
    setMore([...more, ...reply.value.actions]);
    setNext(reply.value.next);
  };
  return (
    <>
      <Panel flush>
        <ActionsTable actions={[...first.actions, ...more]} />
      </Panel>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" component="output">
          {count(first.total, 'action')}
        </Text>
        {next !== null && (
          <Button size="xs" variant="default" onClick={() => void load()}>
            Show more
          </Button>
        )}
      </Group>
    </>
  );
};
