import { Badge, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Running } from '../bridge/use-action.ts';
import { CredentialFields, useCredentials } from './Credentials.tsx';
import { DataTable, type DataColumn } from './DataTable.tsx';
import { Dialog } from './Dialog.tsx';
import { Panel } from './Page.tsx';

/** Something of a person that waits for a second one. */
interface Waits {
  readonly accountId: string;
  readonly fullName: string;
  readonly userName: string;
  readonly approvedBy: string | null;
}

interface ListProps<T> {
  readonly title: string;
  readonly waiting: readonly T[];
  /** Between the person's name and the second person. */
  readonly columns: readonly DataColumn<T>[];
  /** The buttons of whoever may decide; null where somebody else does. */
  readonly decide: (one: T) => ReactNode;
  /** What is said then, as long as nobody approved. */
  readonly otherwise: string;
}

/** What waits for a second person. Shown where there is something. */
export const WaitingList = <T extends Waits>({ title, waiting, ...of }: ListProps<T>) =>
  waiting.length === 0 ? null : (
    <Panel title={title} flush>
      <DataTable label={title} columns={columnsWith(of)} rows={waiting} rowKey={({ accountId }) => accountId} />
    </Panel>
  );

const columnsWith = <T extends Waits>({
  columns,
  decide,
  otherwise,
}: Omit<ListProps<T>, 'title' | 'waiting'>): readonly DataColumn<T>[] => [
  {
    id: 'name',
    label: 'Name',
    cell: ({ fullName, userName }) => (
      <>
        <Text fw={500}>{fullName}</Text>
        <Text size="sm" c="dimmed">
          {userName}
        </Text>
      </>
    ),
  },
  ...columns,
  {
    id: 'second',
    label: 'Second person',
    cell: (one) =>
      decide(one) ?? (
        <Badge variant="light" color={one.approvedBy === null ? 'yellow' : 'green'} tt="none" fw={500} radius="sm">
          {one.approvedBy === null ? otherwise : `Approved by ${one.approvedBy}`}
        </Badge>
      ),
  },
];

/** What a second person gives with their word: why, and that it is them. */
export interface Word {
  readonly reason: string;
  readonly userName: string;
  readonly passPhrase: string;
}

interface DialogProps {
  readonly title: string;
  /** What they stand for. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly label: string;
  readonly state: Running;
  readonly onClose: () => void;
  readonly onGiven: (word: Word) => void;
}

/** A second person decides: for a reason, and with their own pass phrase. */
export const SecondPersonDialog = ({ children, label, onGiven, ...dialog }: DialogProps) => {
  const [reason, setReason] = useState('');
  const credentials = useCredentials();
  return (
    <Dialog
      opened
      {...dialog}
      ready={reason.trim().length >= 3 && credentials.ready}
      onConfirm={() => {
        const { userName, passPhrase } = credentials.take();
        onGiven({ reason: reason.trim(), userName, passPhrase });
      }}
    >
      <Text size="sm">{children}</Text>
      <Textarea
        label={label}
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <CredentialFields of="login" {...credentials.fields} />
    </Dialog>
  );
};
