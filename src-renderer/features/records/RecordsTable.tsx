import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { StatePill } from '../../ui/StatePill.tsx';
import { inForceWords } from './in-force.ts';
import type { RecordSummary } from './types.ts';

const columns: readonly DataColumn<RecordSummary>[] = [
  {
    id: 'id',
    label: 'Number',
    nowrap: true,
    cell: ({ id }) => (
      <Anchor component={Link} href={`/records/${encodeURIComponent(id)}`} fw={500}>
        {id}
      </Anchor>
    ),
  },
  { id: 'title', label: 'Title', cell: ({ title }) => title },
  { id: 'system', label: 'System', cell: ({ systemName }) => systemName },
  { id: 'revision', label: 'Rev.', align: 'end', cell: ({ revision }) => revision },
  {
    id: 'state',
    label: 'State',
    nowrap: true,
    cell: (record) => (
      <>
        <StatePill state={record.state} />
        {record.inForce !== null && (
          <Text size="xs" c="dimmed">
            {inForceWords(record)}
          </Text>
        )}
      </>
    ),
  },
  { id: 'owner', label: 'Owner', cell: ({ owner }) => owner },
  { id: 'updated', label: 'Updated', nowrap: true, cell: ({ updatedAt }) => shortTime(updatedAt) },
];

/** A list of records. */
export const RecordsTable = ({ records }: { readonly records: readonly RecordSummary[] }) => (
  <DataTable label="Records" columns={columns} rows={records} rowKey={({ id }) => id} />
);
