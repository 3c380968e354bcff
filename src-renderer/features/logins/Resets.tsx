import { Badge, Button, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';

type Waiting = Output<'accounts.resets'>['waiting'][number];

interface Deciding {
  readonly reset: Waiting;
  readonly decision: 'approved' | 'refused';
}

/** Resets that would take a second factor away and wait for a second person. Shown where there is one. */
export const Resets = () => {
  const resets = useCall('accounts.resets', {});
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  return (
    <>
      <Loaded of={resets}>
        {({ waiting }) =>
          waiting.length === 0 ? null : (
            <Panel title="Resets that take a second factor away" flush>
              <DataTable
                label="Resets that take a second factor away"
                columns={columnsWith(setDeciding)}
                rows={waiting}
                rowKey={({ accountId }) => accountId}
              />
            </Panel>
          )
        }
      </Loaded>
      {deciding !== null && (
        <Decide
          {...deciding}
          onClose={() => setDeciding(null)}
          onDone={(next) => {
            setDeciding(null);
            resets.put(next);
          }}
        />
      )}
    </>
  );
};

const columnsWith = (onDecide: (deciding: Deciding) => void): readonly DataColumn<Waiting>[] => [
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
  {
    id: 'asked',
    label: 'Asked for',
    cell: ({ askedBy, askedAt, reason }) => (
      <>
        {askedBy}, {shortTime(askedAt)}
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      </>
    ),
  },
  {
    id: 'decision',
    label: 'Second person',
    cell: (reset) =>
      reset.mayDecide ? (
        <Group gap="xs">
          <Button
            size="compact-sm"
            aria-label={`Approve the reset for ${reset.fullName}`}
            onClick={() => onDecide({ reset, decision: 'approved' })}
          >
            Approve
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Refuse the reset for ${reset.fullName}`}
            onClick={() => onDecide({ reset, decision: 'refused' })}
          >
            Refuse
          </Button>
        </Group>
      ) : (
        <Badge variant="light" color={reset.approvedBy === null ? 'yellow' : 'green'} tt="none" fw={500} radius="sm">
          {reset.approvedBy === null ? 'Somebody else decides' : `Approved by ${reset.approvedBy}`}
        </Badge>
      ),
  },
];

interface DecideProps extends Deciding {
  readonly onClose: () => void;
  readonly onDone: (next: Output<'accounts.decideReset'>) => void;
}

const Decide = ({ reset, decision, onClose, onDone }: DecideProps) => {
  const action = useAction('accounts.decideReset');
  const [reason, setReason] = useState('');
  const credentials = useCredentials();
  const approves = decision === 'approved';
  const submit = async () => {
    const { userName, passPhrase } = credentials.take();
    const next = await action.run({
      accountId: reset.accountId,
      decision,
      reason: reason.trim(),
      userName,
      passPhrase,
    });
    if (next === null) return;
    announce(approves ? 'The reset was approved.' : 'The reset was refused.');
    onDone(next);
  };
  return (
    <Dialog
      opened
      title={`${approves ? 'Approve' : 'Refuse'} the reset for ${reset.fullName}`}
      confirm={approves ? 'Approve' : 'Refuse'}
      danger={!approves}
      state={action.state}
      ready={reason.trim().length >= 3 && credentials.ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        {approves
          ? 'You stand for it that this person lost their pass phrase and asked for the reset themselves. An administrator then hands them a first pass phrase; the second factor goes, and they enrol another one.'
          : 'Pass phrase and second factor stay as they are. The refusal stays on record.'}
      </Text>
      <Textarea
        label={approves ? 'How you know' : 'Reason'}
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
