import { Badge, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { fullTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { actionWords } from '../audit/words.ts';

export type LoginEvent = Output<'logins.log'>['events'][number];

/** Logins and refusals: when, who, what, from which computer. */
export const EventsTable = ({ label, events }: { readonly label: string; readonly events: readonly LoginEvent[] }) => (
  <DataTable label={label} columns={columns} rows={events} rowKey={({ seq }) => seq} />
);

const factorWords = {
  'pass-phrase': 'wrong pass phrase',
  code: 'wrong code',
  'recovery-kit': 'wrong parts of the recovery kit',
  key: 'the key failed its self-test',
  pin: 'wrong or locked PIN',
  token: 'the token gave no signature',
} as const;

const columns: readonly DataColumn<LoginEvent>[] = [
  { id: 'at', label: 'When', cell: ({ at, zone }) => fullTime(at, zone) },
  {
    id: 'who',
    label: 'Who',
    width: '28%',
    cell: ({ userName, fullName, factor }) =>
      userName === null ? (
        factor === 'recovery-kit' ? (
          'Holders of recovery sheets'
        ) : (
          'A user name that is nobody’s'
        )
      ) : (
        <>
          {fullName}
          <Text size="xs" c="dimmed">
            {userName}
          </Text>
        </>
      ),
  },
  {
    id: 'what',
    label: 'What',
    width: '26%',
    cell: (event) => (
      <>
        <Text fw={event.refused ? 500 : 400}>{actionWords(event.action)}</Text>
        {event.factor !== null && (
          <Text size="sm" c="dimmed">
            {factorWords[event.factor]}
            {event.token !== null && ` (token "${event.token}")`}
          </Text>
        )}
        {event.record !== null && (
          <Text size="sm" component="div">
            <Link href={`/records/${encodeURIComponent(event.record)}`}>{event.record}</Link>
          </Text>
        )}
        {event.locked && (
          <Badge color="red" variant="light" tt="none" fw={500} radius="sm">
            Locked
          </Badge>
        )}
      </>
    ),
  },
  { id: 'station', label: 'Computer', cell: ({ station }) => station ?? '–' },
  { id: 'seq', label: 'Entry', align: 'end', cell: ({ seq }) => seq },
];
