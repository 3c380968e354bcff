import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { isDate, type Failure, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { EventsTable } from './EventsTable.tsx';

const everything = { who: '', from: '', to: '', refused: false };

/** Every login, logout and refusal, to be searched and taken along (draft Annex 11, 11.9). */
export const Log = () => {
  const [filter, setFilter] = useState(everything);
  const [settled] = useDebouncedValue(filter, 250);
  const question = {
    who: settled.who.trim() === '' ? null : settled.who.trim(),
    from: isDate(settled.from) ? settled.from : null,
    to: isDate(settled.to) ? settled.to : null,
    refused: settled.refused,
  };
  const log = useCall('logins.log', { before: null, ...question });
  const file = useAction('logins.exportLog');
  const save = async () => {
    const made = await file.run(question);
    if (made !== null) download(made.fileName, made.bytes, 'text/csv');
  };
  const set = (change: Partial<typeof everything>) => setFilter({ ...filter, ...change });
  return (
    <Panel
      title="Log"
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} />}
          loading={file.state.kind === 'running'}
          onClick={() => void save()}
        >
          Save as CSV
        </Button>
      }
    >
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <TextInput
            label="User name"
            leftSection={<IconSearch size={16} aria-hidden />}
            w={220}
            value={filter.who}
            onChange={(event) => set({ who: event.currentTarget.value })}
          />
          <DateField id="log-from" label="From" value={filter.from} onChange={(from) => set({ from })} />
          <DateField id="log-to" label="To" value={filter.to} onChange={(to) => set({ to })} />
          <Checkbox
            label="Refused only"
            mb={8}
            checked={filter.refused}
            onChange={(event) => set({ refused: event.currentTarget.checked })}
          />
        </Group>
        {file.state.kind === 'failed' && <FailureNote failure={file.state.failure} />}
        <Loaded of={log}>
          {(page) =>
            page.events.length === 0 ? (
              <Text size="sm" c="dimmed">
                No login fits.
              </Text>
            ) : (
              <Events key={JSON.stringify(question)} first={page} question={question} />
            )
          }
        </Loaded>
      </Stack>
    </Panel>
  );
};

interface EventsProps {
  readonly first: Output<'logins.log'>;
  readonly question: {
    readonly who: string | null;
    readonly from: string | null;
    readonly to: string | null;
    readonly refused: boolean;
  };
}

const Events = ({ first, question }: EventsProps) => {
  const [older, setOlder] = useState<Output<'logins.log'>['events']>([]);
  const [next, setNext] = useState(first.next);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const reply = await ask('logins.log', { before: next, ...question });
    if (!reply.ok) {
      setFailure(reply.error);
      return;
    }
    setOlder([...older, ...reply.value.events]);
    setNext(reply.value.next);
  };
  const events = [...first.events, ...older];
  return (
    <>
      <EventsTable label="Log of logins" events={events} />
      {failure !== null && <FailureNote failure={failure} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" component="output">
          {events.length} events shown
        </Text>
        {next !== null && (
          <Button size="xs" variant="default" onClick={() => void load()}>
            Load older ones
          </Button>
        )}
      </Group>
    </>
  );
};
