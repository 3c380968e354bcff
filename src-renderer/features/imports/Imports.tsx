import { Anchor, Badge, Button, Text } from '@mantine/core';
import { IconFileImport, IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';

type Entry = Output<'imports.list'>['records'][number];

const columns: readonly DataColumn<Entry>[] = [
  {
    id: 'id',
    label: 'Record',
    cell: ({ sha256, organisation, recordId }) => (
      <>
        <Anchor component={Link} href={`/imports/${sha256}`} fw={500}>
          {organisation}: {recordId}
        </Anchor>
        <div>
          <Badge size="xs" variant="default">
            Other vault, read-only
          </Badge>
        </div>
      </>
    ),
  },
  { id: 'title', label: 'Title', cell: ({ title }) => title },
  { id: 'system', label: 'System', cell: ({ systemName }) => systemName },
  { id: 'revision', label: 'Rev.', align: 'end', cell: ({ revision }) => revision },
  { id: 'indication', label: 'When imported', nowrap: true, cell: ({ indication }) => indication },
  { id: 'by', label: 'Imported by', cell: ({ importedBy }) => importedBy },
  { id: 'at', label: 'Imported', nowrap: true, cell: ({ importedAt }) => shortTime(importedAt) },
];

/** Records of other vaults, taken in from their sealed PDFs. */
export const Imports = () => {
  const first = useCall('imports.list', { after: null });
  return (
    <Page
      title="Imported records"
      lead="Sealed records of other vaults, kept to be read. They are never edited, and their signatures are verified whenever they are opened."
      actions={
        <Button component={Link} href="/imports/new" leftSection={<IconFileImport size={16} />}>
          Import a record
        </Button>
      }
    >
      <Loaded of={first}>
        {({ records, next }) =>
          records.length === 0 ? (
            <Panel>
              <EmptyState icon={<IconInbox size={34} />} title="Nothing was imported yet">
                A sealed PDF of another vault carries its record in itself. Importing it keeps both here.
              </EmptyState>
            </Panel>
          ) : (
            <List key={records[0]?.sha256} first={records} next={next} />
          )
        }
      </Loaded>
    </Page>
  );
};

const List = ({ first, next: firstNext }: { readonly first: readonly Entry[]; readonly next: string | null }) => {
  const [rest, setRest] = useState<{ readonly rows: readonly Entry[]; readonly next: string | null }>({
    rows: [],
    next: firstNext,
  });
  const more = async () => {
    const reply = await ask('imports.list', { after: rest.next });
    if (reply.ok) setRest({ rows: [...rest.rows, ...reply.value.records], next: reply.value.next });
  };
  return (
    <Panel flush>
      <DataTable
        label="Imported records"
        columns={columns}
        rows={[...first, ...rest.rows]}
        rowKey={({ sha256 }) => sha256}
      />
      {rest.next !== null && (
        <Text ta="center" p="xs">
          <Button variant="subtle" onClick={() => void more()}>
            Show more
          </Button>
        </Text>
      )}
    </Panel>
  );
};
