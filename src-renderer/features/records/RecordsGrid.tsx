import { Anchor, Group, Text } from '@mantine/core';
import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import { fullTime, listTime } from '../../lib/time.ts';
import { useRecordsPlace } from '../../stores/records-place.ts';
import { ImportedPill } from '../../ui/ImportedPill.tsx';
import { StatePill } from '../../ui/StatePill.tsx';
import { VirtualGrid, type GridColumn } from '../../ui/VirtualGrid.tsx';
import { inForceWords } from './in-force.ts';
import type { ListedRecord } from './types.ts';

/** The page of the record; of its revision in force, where only that holds what was sought. */
const address = (record: ListedRecord): string => {
  if (record.origin === 'imported') return `/imports/${record.sha256}`;
  const page = `/records/${encodeURIComponent(record.id)}`;
  return record.foundIn === null ? page : `${page}/revisions/${String(record.foundIn)}`;
};

const columns: readonly GridColumn<ListedRecord>[] = [
  {
    id: 'id',
    label: 'Number',
    width: '8rem',
    cell: (record) => (
      // The grid is the one tab stop; Enter on the row opens the record too.
      <Anchor component={Link} href={address(record)} fw={500} tabIndex={-1}>
        {record.id}
      </Anchor>
    ),
  },
  {
    id: 'title',
    label: 'Title',
    width: 'minmax(9rem, 3.4fr)',
    narrow: 'line',
    cell: ({ title }) => <span title={title}>{title}</span>,
  },
  {
    id: 'system',
    label: 'System',
    width: 'minmax(6rem, 1.4fr)',
    narrow: 'hidden',
    cell: ({ systemName }) => <span title={systemName}>{systemName}</span>,
  },
  { id: 'revision', label: 'Rev.', width: '2.5rem', align: 'end', narrow: 'hidden', cell: ({ revision }) => revision },
  {
    id: 'state',
    label: 'State',
    width: 'minmax(9.75rem, 1.2fr)',
    cell: (record) =>
      record.origin === 'imported' ? (
        <ImportedPill />
      ) : (
        <div title={inForceWords(record) ?? undefined}>
          <Group gap={6} wrap="nowrap">
            <StatePill state={record.state} />
            {record.stage !== null && (
              <Text span size="xs" c="dimmed" truncate>
                {record.stage}
              </Text>
            )}
          </Group>
          {record.inForce !== null && (
            <Text size="xs" c="dimmed" lh={1.2}>
              <span className="visually-hidden">of revision {record.revision}, </span>
              {record.foundIn === null
                ? `revision ${String(record.inForce)} in force`
                : `found in rev. ${String(record.foundIn)}, in force`}
            </Text>
          )}
        </div>
      ),
  },
  {
    id: 'due',
    label: 'Due',
    width: '5.5rem',
    narrow: 'hidden',
    cell: (record) => (record.origin === 'here' ? (record.dueOn ?? '–') : '–'),
  },
  {
    id: 'owner',
    label: 'Owner',
    width: 'minmax(6rem, 1fr)',
    narrow: 'hidden',
    cell: (record) => {
      const owner = record.origin === 'here' ? record.owner : record.organisation;
      return <span title={owner}>{owner}</span>;
    },
  },
  {
    id: 'updated',
    label: 'Updated',
    width: '9.5rem',
    cell: (record) => {
      const at = record.origin === 'here' ? record.updatedAt : record.importedAt;
      return <span title={fullTime(at)}>{listTime(at)}</span>;
    },
  },
];

interface Props {
  readonly records: readonly ListedRecord[];
  /** Null while nobody knows how many there are. */
  readonly total: number | null;
  readonly onNearEnd: () => void;
}

/** Records in a list of any length, at the place where the person left it. */
export const RecordsGrid = ({ records, total, onNearEnd }: Props) => {
  const [, go] = useLocation();
  const { place, setPlace } = useRecordsPlace();
  const open = useCallback((record: ListedRecord) => go(address(record)), [go]);
  return (
    <VirtualGrid
      label="Records"
      columns={columns}
      rows={records}
      total={total}
      rowKey={(record) => (record.origin === 'here' ? record.id : record.sha256)}
      onOpen={open}
      onNearEnd={onNearEnd}
      place={place}
      onPlace={setPlace}
    />
  );
};
