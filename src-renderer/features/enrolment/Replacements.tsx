import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { fullTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import type { DataColumn } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { SecondPersonDialog, WaitingList, type Word } from '../../ui/SecondPerson.tsx';

type Waiting = Output<'keys.replacements'>['waiting'][number];
type Put = (next: Output<'keys.replacements'>) => void;

const causes = { lost: 'Lost since', revoked: 'Revoked', 'new-key': 'Still stands' } as const;

const columns: readonly DataColumn<Waiting>[] = [
  {
    id: 'because',
    label: 'Earlier key',
    cell: ({ because, since }) => `${causes[because]}${since === null ? '' : ` ${fullTime(since)}`}`,
  },
  {
    id: 'request',
    label: 'New key',
    cell: ({ requested }) => (requested ? 'Requested' : 'Not requested yet'),
  },
];

/** Who is to have another key in place of the one before. Shown where somebody is. */
export const Replacements = () => {
  const replacements = useCall('keys.replacements', {});
  const [approving, setApproving] = useState<Waiting | null>(null);
  const button = (waiting: Waiting) => (
    <Button
      size="compact-sm"
      aria-label={`Approve the replacement for ${waiting.fullName}`}
      onClick={() => setApproving(waiting)}
    >
      Approve the replacement
    </Button>
  );
  return (
    <>
      <Loaded of={replacements}>
        {({ waiting }) => (
          <WaitingList
            title="Replacement keys"
            waiting={waiting}
            columns={columns}
            decide={(one) => (one.mayApprove ? button(one) : null)}
            otherwise="Somebody else approves"
          />
        )}
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

interface ApproveProps {
  readonly waiting: Waiting;
  readonly onClose: () => void;
  readonly onDone: Put;
}

const Approve = ({ waiting, onClose, onDone }: ApproveProps) => {
  const action = useAction('keys.approveReplacement');
  const given = async (word: Word) => {
    const next = await action.run({ accountId: waiting.accountId, ...word });
    if (next !== null) onDone(next);
  };
  return (
    <SecondPersonDialog
      title={`Another key for ${waiting.fullName}`}
      confirm="Approve"
      label="How you know"
      state={action.state}
      onClose={onClose}
      onGiven={(word) => void given(word)}
    >
      You stand for it that the person themself asked for another key, and why. Somebody else, an administrator, then
      verifies who they are and issues or accepts the certificate.
    </SecondPersonDialog>
  );
};
