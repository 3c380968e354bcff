import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import {
  duties,
  dutyLabel,
  isDate,
  may,
  roleLabel,
  roles,
  type Duty,
  type Output,
} from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { shortDay, today } from '../../lib/time.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { FindPerson } from '../../ui/FindPerson.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import styles from './Access.module.css';

type Holder = Output<'register.onDay'>['people'][number];

const holders: readonly DataColumn<Holder>[] = [
  {
    id: 'name',
    label: 'Name',
    width: '36%',
    cell: ({ fullName, userName }) => (
      <>
        <Text fw={500}>{fullName}</Text>
        <Text size="sm" c="dimmed">
          {userName}
        </Text>
      </>
    ),
  },
  {
    id: 'roles',
    label: 'Roles held',
    cell: ({ roles: held }) =>
      held.map(({ role, since, grantedBy }) => (
        <div key={role}>
          {roleLabel[role]}{' '}
          <Text span size="sm" c="dimmed">
            since {shortDay(since)}, by {grantedBy}
          </Text>
        </div>
      )),
  },
];

const matrix: readonly DataColumn<Duty>[] = [
  { id: 'duty', label: 'Duty', cell: (duty) => dutyLabel[duty] },
  ...roles.map((role) => ({
    id: role,
    label: roleLabel[role],
    cell: (duty: Duty) => (may([role], duty) ? <strong>Yes</strong> : <Text c="dimmed">No</Text>),
  })),
];

/** Who has access at which level, now and on any day before; and what each role lets its holder do. */
export const Access = () => {
  const [typed, setTyped] = useState(today());
  const day = isDate(typed) ? typed : null;
  const register = useCall('register.onDay', day === null ? null : { day });
  const save = useAction('register.export');
  const [format, setFormat] = useState<'csv' | 'pdf'>('csv');
  const exported = async (as: 'csv' | 'pdf') => {
    if (day === null) return;
    setFormat(as);
    const file = await save.run({ day, format: as });
    if (file !== null) download(file.fileName, file.bytes, as === 'csv' ? 'text/csv' : 'application/pdf');
  };
  return (
    <Page
      title="Access"
      lead="Who had which role in this vault on any day, from the history of the roles, and what each role lets its holder do."
    >
      <Stack gap="md">
        <Panel title="Access register">
          <Stack gap="sm">
            <Group align="flex-end" gap="sm">
              <DateField
                id="register-day"
                label="As of the end of"
                description="By UTC, as the register is kept."
                error={day === null ? 'A day like 2026-03-01' : undefined}
                value={typed}
                onChange={setTyped}
              />
              {(['csv', 'pdf'] as const).map((as) => (
                <Button
                  key={as}
                  variant="default"
                  leftSection={<IconDownload size={16} />}
                  disabled={day === null}
                  loading={save.state.kind === 'running' && format === as}
                  onClick={() => void exported(as)}
                >
                  Save as {as.toUpperCase()}
                </Button>
              ))}
            </Group>
            {save.state.kind === 'failed' && <FailureNote failure={save.state.failure} />}
            {day !== null && (
              <Loaded of={register}>
                {({ people, procedure, beyond }) => (
                  <>
                    <Held procedure={procedure} beyond={beyond} />
                    <FindPerson people={people}>
                      {(found) => (
                        <DataTable
                          label={`Access register of ${day}`}
                          columns={holders}
                          rows={found}
                          rowKey={({ accountId }) => accountId}
                        />
                      )}
                    </FindPerson>
                  </>
                )}
              </Loaded>
            )}
          </Stack>
        </Panel>
        <Panel title="Who may do what" aside={<SaveMatrix />}>
          <Text size="sm" c="dimmed" mb="sm">
            An administrator holds no other role, and neither does an auditor. Who signs which record is said by its
            type.
          </Text>
          <div className={styles['matrix']}>
            <DataTable label="Roles and duties" columns={matrix} rows={duties} rowKey={(duty) => duty} />
          </div>
        </Panel>
      </Stack>
    </Page>
  );
};

type Register = Output<'register.onDay'>;

/** What is held beyond what the procedure allows. */
const Held = ({ procedure, beyond }: Pick<Register, 'procedure' | 'beyond'>) => {
  if (procedure === null)
    return (
      <Text size="sm" c="dimmed">
        No procedure said then who may hold what; it is recorded under <Link href="/settings">Settings</Link>.
      </Text>
    );
  if (beyond.length === 0) return <Text size="sm">Nothing is beyond what {procedure} allows.</Text>;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={`Beyond what ${procedure} allows`}>
      {beyond.map(({ words }) => (
        <Text key={words} size="sm">
          {words}
        </Text>
      ))}
    </Alert>
  );
};

/** The matrix with the calls that ask for each duty, for the files of whoever validates the program. */
const SaveMatrix = () => {
  const save = useAction('register.matrix');
  const saved = async () => {
    const file = await save.run({});
    if (file !== null) download(file.fileName, file.bytes, 'text/csv');
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={save.state.kind === 'running'}
      onClick={() => void saved()}
    >
      Save the matrix as CSV
    </Button>
  );
};
