import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import type { AccountDialogProps } from './types.ts';

/** An administrator's answer to a forgotten pass phrase: a new first one, changed by its owner at the next login. */
export const ResetPassPhrase = ({ account, onClose, onDone }: AccountDialogProps) => {
  const { passPhrase: rules } = useOpenSession();
  const action = useAction('accounts.resetPassPhrase');
  const [passPhrase, setPassPhrase] = useState('');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await action.run({ accountId: account.accountId, passPhrase, reason: reason.trim() })) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={`New first pass phrase for ${account.fullName}`}
      onClose={onClose}
      confirm="Set it"
      state={action.state}
      ready={passPhrase.length >= rules.minLength && reason.trim().length >= 3}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        Hand it over in person; it has to be changed at the next login. The signing key is not touched: its pass phrase
        is known to its owner alone.
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
    </Dialog>
  );
};
