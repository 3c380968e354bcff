import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import type { DataColumn } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { SecondPersonDialog, WaitingList, type Word } from '../../ui/SecondPerson.tsx';

type Waiting = Output<'accounts.resets'>['waiting'][number];

interface Deciding {
  readonly reset: Waiting;
  readonly decision: 'approved' | 'refused';
}

const columns: readonly DataColumn<Waiting>[] = [
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
];

/** Resets that would take a second factor away and wait for a second person. Shown where there is one. */
export const Resets = () => {
  const resets = useCall('accounts.resets', {});
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const buttons = (reset: Waiting) => (
    <Group gap="xs">
      <Button
        size="compact-sm"
        aria-label={`Approve the reset for ${reset.fullName}`}
        onClick={() => setDeciding({ reset, decision: 'approved' })}
      >
        Approve
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Refuse the reset for ${reset.fullName}`}
        onClick={() => setDeciding({ reset, decision: 'refused' })}
      >
        Refuse
      </Button>
    </Group>
  );
  return (
    <>
      <Loaded of={resets}>
        {({ waiting }) => (
          <WaitingList
            title="Resets that take a second factor away"
            waiting={waiting}
            columns={columns}
            decide={(reset) => (reset.mayDecide ? buttons(reset) : null)}
            otherwise="Somebody else decides"
          />
        )}
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

interface DecideProps extends Deciding {
  readonly onClose: () => void;
  readonly onDone: (next: Output<'accounts.decideReset'>) => void;
}

const Decide = ({ reset, decision, onClose, onDone }: DecideProps) => {
  const action = useAction('accounts.decideReset');
  const approves = decision === 'approved';
  const given = async (word: Word) => {
    const next = await action.run({ accountId: reset.accountId, decision, ...word });
    if (next === null) return;
    announce(approves ? 'The reset was approved.' : 'The reset was refused.');
    onDone(next);
  };
  return (
    <SecondPersonDialog
      title={`${approves ? 'Approve' : 'Refuse'} the reset for ${reset.fullName}`}
      confirm={approves ? 'Approve' : 'Refuse'}
      danger={!approves}
      label={approves ? 'How you know' : 'Reason'}
      state={action.state}
      onClose={onClose}
      onGiven={(word) => void given(word)}
    >
      {approves
        ? 'You stand for it that this person lost their pass phrase and asked for the reset themselves. An administrator then hands them a first pass phrase; the second factor goes, and they enrol another one.'
        : 'Pass phrase and second factor stay as they are. The refusal stays on record.'}
    </SecondPersonDialog>
  );
};
