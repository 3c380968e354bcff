import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconBooks, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { allRecords, useRecordsPlace, type RecordsFilter } from '../../stores/records-place.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PagedList } from '../../ui/PagedList.tsx';
import { ImportScanButton } from '../defects/ImportScanButton.tsx';
import { FilterSelects } from './FilterSelects.tsx';
import { RecordsGrid } from './RecordsGrid.tsx';
import { useRecords } from './use-records.ts';

const orders: Readonly<Record<RecordsFilter['order'], string>> = {
  'last-changed': 'Last changed first',
  'first-due': 'First due first',
  id: 'By number',
};

const origins: Readonly<Record<RecordsFilter['origin'], string>> = {
  '': 'All origins',
  here: 'This vault',
  imported: 'Imported',
};

/** All records that the person may read, with filters, at the place where they left the list. */
export const RecordsList = () => {
  const { filter, setFilter } = useRecordsPlace();
  const [typed, setTyped] = useState(filter.search);
  const [turn, setTurn] = useState(0);
  const search = useDebouncedCallback((text: string) => setFilter({ ...filter, search: text.trim() }), 200);
  const clear = () => {
    setTyped('');
    setFilter(allRecords);
  };
  return (
    <Page
      title="Records"
      actions={
        <>
          <ImportScanButton onImported={() => setTurn(turn + 1)} />
          <Button component={Link} href="/records/new" leftSection={<IconPlus size={16} />}>
            New record
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <TextInput
            label="Search"
            placeholder="Number, or words of title and text"
            leftSection={<IconSearch size={16} aria-hidden />}
            style={{ flex: '1 1 180px' }}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              search(event.currentTarget.value);
            }}
          />
          <FilterSelects chosen={filter} onChange={setFilter} />
          <NativeSelect
            label="Origin"
            value={filter.origin}
            onChange={(event) => {
              const origin = event.currentTarget.value as RecordsFilter['origin'];
              setFilter({ ...filter, origin });
            }}
            data={Object.entries(origins).map(([value, label]) => ({ value, label }))}
          />
          <NativeSelect
            label="Order"
            value={filter.order}
            // What is searched for comes in the order of how well it fits.
            disabled={filter.search !== ''}
            onChange={(event) => {
              const order = event.currentTarget.value as RecordsFilter['order'];
              setFilter({ ...filter, order });
            }}
            data={Object.entries(orders).map(([value, label]) => ({ value, label }))}
          />
        </Group>
        <Fetched key={`${String(turn)} ${JSON.stringify(filter)}`} filter={filter} onClear={clear} />
      </Stack>
    </Page>
  );
};

const Fetched = ({ filter, onClear }: { readonly filter: RecordsFilter; readonly onClear: () => void }) => {
  const { loaded, setLoaded } = useRecordsPlace();
  const pages = useRecords(filter, loaded);
  return (
    <PagedList
      pages={pages}
      one="record"
      empty={<NoRecords filtered={JSON.stringify(filter) !== JSON.stringify(allRecords)} onClear={onClear} />}
      onLoaded={setLoaded}
    >
      {(rows, total) => <RecordsGrid records={rows} total={total} onNearEnd={pages.more} />}
    </PagedList>
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
