import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBooks, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { RecordState, stateLabel, type Failure, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { RecordsTable } from './RecordsTable.tsx';
import type { RecordSummary } from './types.ts';

const states = Object.values(RecordState);
type StateFilter = (typeof states)[number] | '';

/** All records that the person may read, with filters; more are fetched on demand. */
export const RecordsList = () => {
  const systems = useCall('systems.list', {});
  const [search, setSearch] = useState('');
  const [systemId, setSystemId] = useState('');
  const [state, setState] = useState<StateFilter>('');
  const [searched] = useDebouncedValue(search.trim(), 250);
  const filter = { type: null, systemId: systemId || null, state: state || null, search: searched } as const;
  const first = useCall('records.list', { ...filter, after: null });
  const filtered = systemId !== '' || state !== '' || searched !== '';

  const clear = () => {
    setSearch('');
    setSystemId('');
    setState('');
  };

  return (
    <Page
      title="Records"
      actions={
        <Button component={Link} href="/records/new" leftSection={<IconPlus size={16} />}>
          New record
        </Button>
      }
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <TextInput
            label="Search"
            placeholder="Number or words of the title"
            leftSection={<IconSearch size={16} aria-hidden />}
            style={{ flex: '1 1 240px' }}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <NativeSelect
            label="System"
            value={systemId}
            onChange={(event) => setSystemId(event.currentTarget.value)}
            data={[
              { value: '', label: 'All systems' },
              ...(systems.state.kind === 'have'
                ? systems.state.value.systems.map(({ id, name }) => ({ value: id, label: name }))
                : []),
            ]}
          />
          <NativeSelect
            label="State"
            value={state}
            onChange={(event) => setState(states.find((known) => known === event.currentTarget.value) ?? '')}
            data={[
              { value: '', label: 'All states' },
              ...states.map((known) => ({ value: known, label: stateLabel[known] })),
            ]}
          />
        </Group>
        <Loaded of={first}>
          {(page) =>
            page.records.length === 0 ? (
              <Panel>
                <NoRecords filtered={filtered} onClear={clear} />
              </Panel>
            ) : (
              <Pages key={JSON.stringify(filter)} first={page} filter={filter} />
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
};

const NoRecords = ({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) =>
  filtered ? (
    <EmptyState
      icon={<IconSearch size={34} />}
      title="No record fits"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Other words, another system or another state may find it.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<IconBooks size={34} />}
      title="No records yet"
      action={
        <Button component={Link} href="/records/new">
          Start the first record
        </Button>
      }
    >
      Plans, evaluations, reviews, incidents and defects of your systems, each signed and sealed as one PDF.
    </EmptyState>
  );

interface PagesProps {
  readonly first: Output<'records.list'>;
  readonly filter: {
    readonly type: null;
    readonly systemId: string | null;
    readonly state: RecordState | null;
    readonly search: string;
  };
}

const Pages = ({ first, filter }: PagesProps) => {
  const [more, setMore] = useState<readonly RecordSummary[]>([]);
  const [next, setNext] = useState(first.next);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const reply = await ask('records.list', { ...filter, after: next });
    if (!reply.ok) {
      setFailure(reply.error);
      return;
    }
    setMore([...more, ...reply.value.records]);
    setNext(reply.value.next);
  };
  const rows = [...first.records, ...more];
  return (
    <>
      <Panel flush>
        <RecordsTable records={rows} />
      </Panel>
      {failure !== null && <FailureNote failure={failure} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" component="output">
          {rows.length === first.total
            ? count(first.total, 'record')
            : `${String(rows.length)} of ${count(first.total, 'record')}`}
        </Text>
        {next !== null && (
          <Button variant="default" size="xs" onClick={() => void load()}>
            Show more
          </Button>
        )}
      </Group>
    </>
  );
};
