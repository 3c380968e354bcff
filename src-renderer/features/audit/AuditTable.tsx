import { Badge, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Risk, riskLabel, type Output } from '../../../src-main/contract/index.ts';
import { fullTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { actionWords, pathWords, roleWords, valueWords } from './words.ts';
import styles from './Audit.module.css';

type Entry = Output<'audit.list'>['entries'][number];

interface Props {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly withSubject?: boolean;
}

/** Entries of the audit trail: when with zone, who in which role, what, to what, old to new, why. */
export const AuditTable = ({ label, entries, withSubject = true }: Props) => (
  <DataTable label={label} columns={columnsWith(withSubject)} rows={entries} rowKey={({ seq }) => seq} />
);

const columnsWith = (withSubject: boolean): readonly DataColumn<Entry>[] => [
  { id: 'seq', label: 'No.', align: 'end', cell: ({ seq }) => seq },
  {
    id: 'at',
    label: 'When',
    cell: ({ at, zone, eventAt, station }) => (
      <span className={styles['when']} title={station === null ? undefined : `Entered at ${station}`}>
        {fullTime(at, zone)}
        {eventAt !== null && eventAt !== at && (
          <Text size="xs" c="dimmed" span display="block">
            Happened {fullTime(eventAt, zone)}
          </Text>
        )}
      </span>
    ),
  },
  {
    id: 'who',
    label: 'Who',
    cell: ({ who, roles }) => (
      <>
        {who}
        <Text size="xs" c="dimmed">
          {who === 'program' ? 'Countersign itself' : roleWords(roles)}
        </Text>
      </>
    ),
  },
  {
    id: 'what',
    label: 'What',
    cell: (entry) => (
      <>
        <Group gap={8}>
          <Text fw={500}>{actionWords(entry.action)}</Text>
          {entry.risk !== null && (
            <Badge variant="light" color={entry.risk === Risk.Clock ? 'orange' : 'gray'} tt="none" fw={500}>
              {entry.risk === Risk.Clock ? 'Order by number, not by clock' : riskLabel[entry.risk]}
            </Badge>
          )}
        </Group>
        {withSubject && <Subject entry={entry} />}
        <Changes entry={entry} />
        <Details entry={entry} />
      </>
    ),
  },
  { id: 'reason', label: 'Reason', cell: ({ reason }) => reason ?? '–' },
  {
    id: 'hash',
    label: 'Hash',
    cell: ({ hash }) => (
      <span className={`mono ${styles['hash'] ?? ''}`} title={hash}>
        {hash.slice(0, 8)}
      </span>
    ),
  },
];

const Subject = ({ entry }: { readonly entry: Entry }) => {
  const { type, id, name } = entry.subject;
  const place = type === 'record' ? 'records' : type === 'system' ? 'systems' : null;
  return (
    <Text size="sm" c="dimmed" component="div">
      {place === null ? (
        <span title={id}>{`${type} ${name ?? (id.length > 20 ? `${id.slice(0, 8)} …` : id)}`}</span>
      ) : (
        <Link className={styles['subject']} href={`/${place}/${encodeURIComponent(id)}`}>
          {id}
        </Link>
      )}
    </Text>
  );
};

/** Changes shown before the rest is folded away. */
const shown = 4;

const Changes = ({ entry }: { readonly entry: Entry }) => {
  const { changes } = entry;
  if (changes.length === 0) return null;
  return (
    <>
      <ul className={styles['changes']}>
        {changes.slice(0, shown).map((change) => (
          <Change key={change.path} change={change} />
        ))}
      </ul>
      {changes.length > shown && (
        <details className={styles['more']}>
          <summary>{changes.length - shown} more changes</summary>
          <ul className={styles['changes']}>
            {changes.slice(shown).map((change) => (
              <Change key={change.path} change={change} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
};

const Details = ({ entry: { details } }: { readonly entry: Entry }) =>
  details.length === 0 ? null : (
    <details className={styles['more']}>
      <summary>Details</summary>
      <ul className={styles['changes']}>
        {details.map(({ name, value }) => (
          <li key={name}>
            <span className={styles['path']}>{pathWords(name)}</span> {value === '' ? 'none' : value}
          </li>
        ))}
      </ul>
    </details>
  );

const Change = ({ change }: { readonly change: Entry['changes'][number] }) => (
  <li>
    <span className={styles['path']}>{pathWords(change.path)}</span> <del>{valueWords(change.old).text}</del>
    <span aria-hidden> → </span>
    <ins>{valueWords(change.new).text}</ins>
    {(valueWords(change.old).shortened || valueWords(change.new).shortened) && (
      <details className={styles['more']}>
        <summary>Show in full</summary>
        <del>{change.old}</del>
        <span aria-hidden> → </span>
        <ins>{change.new}</ins>
      </details>
    )}
  </li>
);
