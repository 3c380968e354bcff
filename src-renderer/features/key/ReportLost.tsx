import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';

interface Props {
  /** Null: one's own. */
  readonly accountId: string | null;
  readonly title: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Reports a key lost, with the time since when: signatures from then on are not trusted any more. */
export const ReportLost = ({ accountId, title, onClose, onDone }: Props) => {
  const action = useAction('keys.reportLost');
  const [since, setSince] = useState('');
  const [reason, setReason] = useState('');
  const own = useOwnPassPhrase();
  const lostAt = since === '' ? null : new Date(since);
  const submit = async () => {
    if (lostAt === null) return;
    const report = { accountId, lostAt: lostAt.toISOString(), reason: reason.trim(), ownPassPhrase: own.take() };
    if ((await action.run(report)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      confirm="Report it lost"
      danger
      state={action.state}
      ready={lostAt !== null && !Number.isNaN(lostAt.getTime()) && reason.trim().length >= 3 && own.ready}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        The key is out of use at once and for good. Signatures from the time of the loss on are shown as invalid;
        earlier ones stay valid where their time is proven. A second person has to approve its replacement.
      </Text>
      <TextInput
        type="datetime-local"
        label="Lost since"
        description="When you had it for certain the last time, by the clock of this computer."
        required
        data-autofocus
        value={since}
        onChange={(event) => setSince(event.currentTarget.value)}
      />
      <Textarea
        label="What happened"
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
