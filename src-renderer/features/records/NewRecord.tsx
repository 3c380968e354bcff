import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { recordTypes, RecordTypeId } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';

const type = recordTypes[RecordTypeId.PeriodicEvaluation];

/** Chooses the system that a new record is about. */
export const NewRecord = ({ systemId }: { readonly systemId: string | null }) => {
  const systems = useCall('systems.list', {});
  const create = useAction('records.create');
  const [, go] = useLocation();
  const [chosen, setChosen] = useState(systemId ?? '');

  const submit = async () => {
    const view = await create.run({ type: type.id, systemId: chosen });
    if (view !== null) go(`/records/${encodeURIComponent(view.summary.id)}`, { replace: true });
  };

  return (
    <Page
      title={`New ${type.title.toLowerCase()}`}
      lead="The record starts with what the system's entry and its last evaluation already say: the period, the agreed service levels, the actions that were still open."
    >
      <Loaded of={systems}>
        {({ systems: all, mayCreate }) =>
          all.length === 0 ? (
            <Panel>
              <EmptyState
                icon={<IconServer2 size={34} />}
                title="There is no system yet"
                action={
                  mayCreate && (
                    <Button component={Link} href="/systems/new">
                      Add a system
                    </Button>
                  )
                }
              >
                An evaluation is about a system of the inventory.
              </EmptyState>
            </Panel>
          ) : (
            <Panel>
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  void submit();
                }}
              >
                <Stack gap="md" maw={520}>
                  <NativeSelect
                    label="System"
                    required
                    value={chosen}
                    onChange={(event) => setChosen(event.currentTarget.value)}
                    data={[
                      { value: '', label: 'Choose …' },
                      ...all.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
                    ]}
                  />
                  <DueText due={all.find(({ id }) => id === chosen)?.evaluationDueOn ?? null} />
                  {create.state.kind === 'failed' && <FailureNote failure={create.state.failure} />}
                  <Group>
                    <Button type="submit" disabled={chosen === ''} loading={create.state.kind === 'running'}>
                      Start the evaluation
                    </Button>
                    <Button component={Link} href="/records" variant="default">
                      Cancel
                    </Button>
                  </Group>
                </Stack>
              </form>
            </Panel>
          )
        }
      </Loaded>
    </Page>
  );
};

const DueText = ({ due }: { readonly due: string | null }) =>
  due === null ? null : (
    <Text size="sm" c="dimmed">
      The next evaluation of this system is due on {due}.
    </Text>
  );
