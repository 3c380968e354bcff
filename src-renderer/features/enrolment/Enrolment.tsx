import { Button, Group, Stack, Text } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { roleLabel, type Role } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useOpenSession } from '../../stores/session.ts';
import { shortly } from '../../lib/messages.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindPerson } from '../../ui/FindPerson.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { ApproveEnrolment } from './ApproveEnrolment.tsx';
import { EnrolmentFacts } from './EnrolmentFacts.tsx';
import { EnrolmentState } from './EnrolmentState.tsx';
import { RecordEnrolment } from './RecordEnrolment.tsx';
import { Replacements } from './Replacements.tsx';
import { SaveUndertaking } from './SaveUndertaking.tsx';
import type { Enrolling } from './types.ts';

interface Opened {
  readonly kind: 'record' | 'approve';
  readonly person: Enrolling;
}

const approvers: readonly Role[] = ['administrator', 'system-owner', 'quality-assurance'];

/** Everybody with a role that signs, and what their enrolment still lacks. */
export const Enrolment = () => {
  const list = useCall('enrolment.list', {});
  const approves = useOpenSession().account.roles.some((role) => approvers.includes(role));
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  return (
    <Page
      title="Enrolment"
      lead="Nobody signs before it is on record who they are, that they are trained, that they answer for their signature, and that a second person approved it."
    >
      <Stack gap="md">
        {approves && <Replacements />}
        <Loaded of={list}>
          {({ people }) => {
            const put = (next: Enrolling) =>
              list.put({ people: people.map((one) => (one.accountId === next.accountId ? next : one)) });
            return (
              <Panel flush>
                {people.length === 0 ? (
                  <EmptyState icon={<IconUserCheck size={34} />} title="Nobody has a role that signs">
                    An administrator adds people and their roles under People.
                  </EmptyState>
                ) : (
                  <FindPerson people={people} inset>
                    {(found) => (
                      <DataTable
                        label="Enrolment"
                        columns={columnsWith(setOpened)}
                        rows={found}
                        rowKey={({ accountId }) => accountId}
                      />
                    )}
                  </FindPerson>
                )}
                {opened?.kind === 'record' && (
                  <RecordEnrolment person={opened.person} onClose={close} onChanged={put} />
                )}
                {opened?.kind === 'approve' && (
                  <ApproveEnrolment person={opened.person} onClose={close} onChanged={put} />
                )}
              </Panel>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
};

const columnsWith = (onChoose: (opened: Opened) => void): readonly DataColumn<Enrolling>[] => [
  {
    id: 'name',
    label: 'Name',
    width: '24%',
    cell: ({ fullName, userName, roles }) => (
      <>
        <Text fw={500}>{fullName}</Text>
        <Text size="sm" c="dimmed">
          {userName} · {roles.map((role) => roleLabel[role]).join(', ')}
        </Text>
      </>
    ),
  },
  { id: 'state', label: 'Signing', width: '24%', cell: (person) => <EnrolmentState person={person} /> },
  {
    id: 'facts',
    label: 'On record',
    cell: (person) =>
      person.current === null ? <Text c="dimmed">Nothing yet</Text> : <EnrolmentFacts person={person} />,
  },
  {
    id: 'actions',
    label: 'Actions',
    hiddenLabel: true,
    align: 'end',
    cell: (person) => <Acts person={person} onChoose={onChoose} />,
  },
];

interface ActsProps {
  readonly person: Enrolling;
  readonly onChoose: (opened: Opened) => void;
}

const Acts = ({ person, onChoose }: ActsProps) => (
  <Group gap="xs" justify="flex-end">
    {person.may.approve && (
      <Button
        size="compact-sm"
        aria-label={`Approve the enrolment of ${person.fullName}`}
        onClick={() => onChoose({ kind: 'approve', person })}
      >
        Approve
      </Button>
    )}
    {person.may.obstacle !== null && (
      <Text size="sm" c="dimmed">
        {shortly(person.may.obstacle)}
      </Text>
    )}
    {person.may.record && (
      <Button
        size="compact-sm"
        variant={person.current === null ? 'filled' : 'default'}
        aria-label={`Record identity and training of ${person.fullName}`}
        onClick={() => onChoose({ kind: 'record', person })}
      >
        {person.current === null ? 'Record' : 'Record anew'}
      </Button>
    )}
    {person.undertaking !== null && (
      <SaveUndertaking accountId={person.accountId} label={`Save the undertaking of ${person.fullName}`} />
    )}
  </Group>
);
