import { Button, Group, NativeSelect, Radio, Stack, Text } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { recordTypes, RecordTypeId, type RecordType, type Role } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useOpenSession } from '../../stores/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';

interface Props {
  /** The type to begin with, as the address has it. */
  readonly typeId: string | null;
  readonly systemId: string | null;
}

/** Chooses what to write, and about which system. */
export const NewRecord = ({ typeId, systemId }: Props) => {
  const systems = useCall('systems.list', {});
  const { account } = useOpenSession();
  const types = writableBy(account.roles);
  const create = useAction('records.create');
  const [, go] = useLocation();
  const [type, setType] = useState(types.find(({ id }) => id === typeId)?.id ?? types[0]?.id ?? null);
  const [chosen, setChosen] = useState(systemId ?? '');

  const submit = async () => {
    if (type === null) return;
    const view = await create.run({ type, systemId: chosen });
    if (view !== null) go(`/records/${encodeURIComponent(view.summary.id)}`, { replace: true });
  };

  return (
    <Page
      title="New record"
      lead="A record starts with what the vault already knows: the system's entry, the last record of its kind, what is still open."
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
                A record is about a system of the inventory.
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
                <Stack gap="md" maw={640}>
                  <TypeChoice types={types} value={type} onChange={setType} />
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
                  {type === RecordTypeId.PeriodicEvaluation && (
                    <DueText due={all.find(({ id }) => id === chosen)?.evaluationDueOn ?? null} />
                  )}
                  {create.state.kind === 'failed' && <FailureNote failure={create.state.failure} />}
                  <Group>
                    <Button
                      type="submit"
                      disabled={chosen === '' || type === null}
                      loading={create.state.kind === 'running'}
                    >
                      Start the record
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

/** Types that somebody with these roles may author. */
const writableBy = (roles: readonly Role[]): readonly RecordType[] =>
  Object.values(recordTypes).filter(({ requirements }) =>
    requirements.find(({ byAuthor }) => byAuthor)?.eligible.some((role) => roles.includes(role)),
  );

interface TypeChoiceProps {
  readonly types: readonly RecordType[];
  readonly value: RecordTypeId | null;
  readonly onChange: (type: RecordTypeId) => void;
}

const TypeChoice = ({ types, value, onChange }: TypeChoiceProps) =>
  types.length === 0 ? (
    <Text size="sm">Your roles do not let you write a record. Ask somebody who may sign as its author.</Text>
  ) : (
    <Radio.Group
      label="What do you want to write?"
      value={value}
      onChange={(id) => {
        const type = types.find((one) => one.id === id);
        if (type !== undefined) onChange(type.id);
      }}
    >
      <Stack gap="xs" mt={6}>
        {types.map(({ id, title, purpose }) => (
          <Radio key={id} value={id} label={title} description={purpose} />
        ))}
      </Stack>
    </Radio.Group>
  );

const DueText = ({ due }: { readonly due: string | null }) =>
  due === null ? null : (
    <Text size="sm" c="dimmed">
      The next evaluation of this system is due on {due}.
    </Text>
  );
