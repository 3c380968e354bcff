import { Badge, Button, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { fullTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';

type Replacements = Output<'keys.replacements'>;
type Waiting = Replacements['waiting'][number];

/** Who lost a key and waits for another. Shown where somebody does. */
export const LostKeys = () => {
  const replacements = useCall('keys.replacements', {});
  const [approving, setApproving] = useState<Waiting | null>(null);
  return (
    <>
      <Loaded of={replacements}>
        {({ waiting }) =>
          waiting.length === 0 ? null : (
            <Panel title="Lost keys" flush>
              <DataTable
                label="Lost keys"
                columns={columnsWith(setApproving)}
                rows={waiting}
                rowKey={({ accountId }) => accountId}
              />
            </Panel>
          )
        }
      </Loaded>
      {approving !== null && (
        <Approve
          waiting={approving}
          onClose={() => setApproving(null)}
          onDone={(next) => {
            setApproving(null);
            announce('The replacement was approved.');
            replacements.put(next);
          }}
        />
      )}
    </>
  );
};

const columnsWith = (onApprove: (waiting: Waiting) => void): readonly DataColumn<Waiting>[] => [
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
  { id: 'since', label: 'Lost since', cell: ({ lostAt }) => fullTime(lostAt) },
  {
    id: 'request',
    label: 'New key',
    cell: ({ requested }) => (requested ? 'Requested' : 'Not requested yet'),
  },
  {
    id: 'approval',
    label: 'Second person',
    cell: (waiting) =>
      waiting.mayApprove ? (
        <Button
          size="compact-sm"
          aria-label={`Approve the replacement for ${waiting.fullName}`}
          onClick={() => onApprove(waiting)}
        >
          Approve the replacement
        </Button>
      ) : (
        <Badge variant="light" color={waiting.approvedBy === null ? 'yellow' : 'green'} tt="none" fw={500} radius="sm">
          {waiting.approvedBy === null ? 'Somebody else approves' : `Approved by ${waiting.approvedBy}`}
        </Badge>
      ),
  },
];

interface ApproveProps {
  readonly waiting: Waiting;
  readonly onClose: () => void;
  readonly onDone: (next: Replacements) => void;
}

const Approve = ({ waiting, onClose, onDone }: ApproveProps) => {
  const action = useAction('keys.approveReplacement');
  const [reason, setReason] = useState('');
  const credentials = useCredentials();
  const submit = async () => {
    const { userName, passPhrase } = credentials.take();
    const next = await action.run({ accountId: waiting.accountId, reason: reason.trim(), userName, passPhrase });
    if (next !== null) onDone(next);
  };
  return (
    <Dialog
      opened
      title={`Replace the lost key of ${waiting.fullName}`}
      confirm="Approve"
      state={action.state}
      ready={reason.trim().length >= 3 && credentials.ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        You stand for it that the loss is real and that the person may have another key. Somebody else, an
        administrator, then verifies who they are and issues the certificate.
      </Text>
      <Textarea
        label="How you know"
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
