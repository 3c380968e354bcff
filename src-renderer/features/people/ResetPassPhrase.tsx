import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import type { AccountDialogProps } from './types.ts';

/** An administrator's answer to a forgotten pass phrase: a new first one, changed by its owner at the next login. */
export const ResetPassPhrase = (props: AccountDialogProps) => {
  const { secondFactor, reset } = props.account;
  return secondFactor && reset !== 'approved' ? <AskReset {...props} /> : <SetFirst {...props} />;
};

/** A new pass phrase takes the second factor away, so that a second person agrees first. */
const AskReset = ({ account, onClose, onDone }: AccountDialogProps) => {
  const action = useAction('accounts.askReset');
  const asked = account.reset === 'asked';
  const submit = async (reason: string) => {
    if ((await action.run({ accountId: account.accountId, reason })) === null) return;
    announce('The reset was asked for.');
    onDone();
  };
  return asked ? (
    <Dialog
      opened
      title={`Reset for ${account.fullName}`}
      confirm="Close"
      state={{ kind: 'idle' }}
      ready
      onClose={onClose}
      onConfirm={onClose}
    >
      <Text size="sm">
        A reset was asked for and waits for a second person: somebody in Quality Assurance or another administrator
        decides on it under “Logins”.
      </Text>
    </Dialog>
  ) : (
    <ReasonDialog
      opened
      title={`Ask for a reset for ${account.fullName}`}
      confirm="Ask for it"
      state={action.state}
      onClose={onClose}
      onConfirm={(reason) => void submit(reason)}
    >
      This login has a second factor. A new first pass phrase would take it away, and nobody does that alone: somebody
      in Quality Assurance or another administrator approves it first, under “Logins”. Say how you know that it is the
      person who asks.
    </ReasonDialog>
  );
};

const SetFirst = ({ account, onClose, onDone }: AccountDialogProps) => {
  const { passPhrase: rules } = useOpenSession();
  const action = useAction('accounts.resetPassPhrase');
  const own = useOwnPassPhrase();
  const [passPhrase, setPassPhrase] = useState('');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const { accountId } = account;
    const input = { accountId, passPhrase, reason: reason.trim(), ownPassPhrase: own.take() };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={`New first pass phrase for ${account.fullName}`}
      onClose={onClose}
      confirm="Set it"
      state={action.state}
      ready={passPhrase.length >= rules.minLength && reason.trim().length >= 3 && own.ready}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        Hand it over in person; it has to be changed at the next login. The signing key is not touched: its pass phrase
        is known to its owner alone.{account.secondFactor && ' The second factor goes; its owner enrols another one.'}
      </Text>
      <PassPhrase
        label="First pass phrase"
        autoComplete="new-password"
        rules={rules}
        value={passPhrase}
        onChange={setPassPhrase}
      />
      <Textarea
        label="Reason"
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
