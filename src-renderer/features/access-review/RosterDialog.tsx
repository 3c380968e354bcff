import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { fileSize } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import styles from './AccessReview.module.css';
import type { Overview, RosterPerson } from './types.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

type ListFile = Overview['files'][number];

interface Props {
  readonly recordId: string;
  readonly file: ListFile;
  readonly onClose: () => void;
}

/** Pages beyond the first, of the search they were turned in. */
interface Further {
  readonly search: string;
  readonly people: readonly RosterPerson[];
  readonly next: string | null;
}

/** What is known of the file itself, apart from the people in it. */
const factsOf = (file: ListFile): readonly (readonly [string, string])[] => [
  ['File', `${file.name}, ${fileSize(file.size)}, ${file.encoding}`],
  ['SHA-256', file.sha256],
  ['Taken from', `${file.source}: ${file.query}`],
  ['Taken by', `${file.extractor}, ${shortTime(file.extractedAt)}`],
  ['Imported by', `${file.importedBy}, ${shortTime(file.importedAt)}`],
  [
    'Control totals',
    [
      `${file.totals.rows.toLocaleString('en')} rows`,
      ...(file.declaredRows === null ? [] : [`${file.declaredRows.toLocaleString('en')} stated by the source`]),
      `${file.totals.active.toLocaleString('en')} employed`,
      ...(file.totals.unknown === 0 ? [] : [`${file.totals.unknown.toLocaleString('en')} not stated`]),
    ].join(', '),
  ],
];

const employment = ({ employed, leftOn }: RosterPerson): string =>
  leftOn === null ? (employed === null ? 'Not stated' : employed ? 'Employed' : 'Left') : `Left on ${leftOn}`;

const columns: readonly DataColumn<RosterPerson>[] = [
  { id: 'row', label: 'Row', align: 'end', cell: ({ line }) => line.toLocaleString('en') },
  { id: 'id', label: 'Employee id', nowrap: true, cell: ({ employeeId }) => employeeId },
  { id: 'name', label: 'Name', cell: ({ name }) => name },
  { id: 'email', label: 'E-mail', cell: ({ email }) => email },
  { id: 'department', label: 'Department', cell: ({ department }) => department },
  { id: 'title', label: 'Job title', cell: ({ title }) => title },
  { id: 'employment', label: 'Employment', nowrap: true, cell: (person) => employment(person) },
];

/** A roster as it was read, with the facts of its file. Nothing is changed here: a roster that is wrong is replaced. */
export const RosterDialog = ({ recordId, file, onClose }: Props) => {
  useFocusBack(true);
  const [search, setSearch] = useState('');
  const [further, setFurther] = useState<Further>({ search: '', people: [], next: null });
  const first = useCall('access.roster', { recordId, fileId: file.id, search, after: null });
  const turn = useAction('access.roster');
  const more = async (shown: Further) => {
    const page = await turn.run({ recordId, fileId: file.id, search, after: shown.next });
    if (page !== null) setFurther({ search, people: [...shown.people, ...page.people], next: page.next });
  };

  return (
    <Modal opened onClose={onClose} size="min(68rem, 94vw)" title={`HR roster ${file.id}`}>
      <Stack gap="md">
        <dl className={styles['facts']}>
          {factsOf(file).map(([label, value]) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd className={label === 'SHA-256' ? 'mono' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
        <TextInput
          label="Find people"
          placeholder="Name, id, e-mail, department …"
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Loaded of={first}>
          {(page) => {
            const shown = further.search === search && further.people.length > 0 ? further : { search, ...page };
            return (
              <>
                {shown.people.length === 0 ? (
                  <Text c="dimmed">Nobody fits.</Text>
                ) : (
                  <DataTable label="People" columns={columns} rows={shown.people} rowKey={({ line }) => line} />
                )}
                {turn.state.kind === 'failed' && <FailureNote failure={turn.state.failure} />}
                <Group justify="space-between">
                  <output>
                    {shown.people.length.toLocaleString('en')} shown{shown.next === null ? '' : ', there are more'}
                  </output>
                  {shown.next !== null && (
                    <Button variant="default" loading={turn.state.kind === 'running'} onClick={() => void more(shown)}>
                      Show more
                    </Button>
                  )}
                </Group>
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Modal>
  );
};
