import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { readZonedTime, splitZonedTime, zonedTimeProblem } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { ZonedTimeField } from '../../ui/form/ZonedTimeField.tsx';

/** Characters of a day: what is shorter is still being typed. */
const wholeDay = 'YYYY-MM-DD'.length;

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
  const lost = readZonedTime(since);
  const submit = async () => {
    if (!lost.ok) return;
    const report = { accountId, lostAt: lost.value.instant, reason: reason.trim(), ownPassPhrase: own.take() };
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
      ready={lost.ok && reason.trim().length >= 3 && own.ready}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        The key is out of use at once and for good. Signatures from the time of the loss on are shown as invalid;
        earlier ones stay valid where their time is proven. A second person has to approve its replacement.
      </Text>
      <ZonedTimeField
        id="lost-since"
        label="Lost since"
        description="When it was for certain in its owner's hands the last time."
        required
        error={
          lost.ok || splitZonedTime(since).time.length < wholeDay ? undefined : `This ${zonedTimeProblem(lost.error)}.`
        }
        value={since}
        onChange={setSince}
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
