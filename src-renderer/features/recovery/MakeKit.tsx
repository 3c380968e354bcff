import { Fieldset, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (made: Output<'recovery.make'>) => void;
}

/** Two persons make a kit, each with their own pass phrase, and say who takes which part. */
export const MakeKit = ({ onClose, onMade }: Props) => {
  const { account } = useOpenSession();
  const action = useAction('recovery.make');
  const [holders, setHolders] = useState<readonly [string, string]>(['', '']);
  const [passPhrase, setPassPhrase] = useState('');
  const [second, setSecond] = useState({ userName: '', passPhrase: '', code: '' });
  const [reason, setReason] = useState('');
  const [a, b] = holders;
  const ready =
    a.trim() !== '' &&
    b.trim() !== '' &&
    passPhrase !== '' &&
    second.userName.trim() !== '' &&
    second.passPhrase !== '' &&
    reason.trim().length >= 3;
  const submit = async () => {
    const made = await action.run({
      userName: account.userName,
      passPhrase,
      second: {
        userName: second.userName.trim(),
        passPhrase: second.passPhrase,
        code: second.code.trim() === '' ? null : second.code.trim(),
      },
      holders: { a: a.trim(), b: b.trim() },
      reason: reason.trim(),
    });
    setPassPhrase('');
    setSecond({ ...second, passPhrase: '', code: '' });
    if (made !== null) onMade(made);
  };
  return (
    <Dialog
      opened
      size="lg"
      title="Make a recovery kit"
      confirm="Make the two sheets"
      state={action.state}
      ready={ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        Have a printer and two envelopes at hand. The sheets are shown once and kept nowhere. A kit that there was opens
        nothing any more from then on.
      </Text>
      <Fieldset legend="Who keeps the sheets">
        <Stack gap="sm">
          <TextInput
            label="Holder of part A"
            description="Two people who can be reached when nobody else can: they need no account."
            required
            data-autofocus
            value={a}
            onChange={(event) => setHolders([event.currentTarget.value, b])}
          />
          <TextInput
            label="Holder of part B"
            required
            value={b}
            onChange={(event) => setHolders([a, event.currentTarget.value])}
          />
        </Stack>
      </Fieldset>
      <Fieldset legend="Two persons make it">
        <Stack gap="sm">
          <PassPhrase
            label={`Pass phrase of ${account.userName}`}
            autoComplete="current-password"
            value={passPhrase}
            onChange={setPassPhrase}
          />
          <TextInput
            label="User name of the second person"
            description="Another administrator, or somebody in Quality Assurance; they type this and their pass phrase themselves."
            required
            autoComplete="off"
            value={second.userName}
            onChange={(event) => setSecond({ ...second, userName: event.currentTarget.value })}
          />
          <PassPhrase
            label="Pass phrase of the second person"
            autoComplete="current-password"
            value={second.passPhrase}
            onChange={(value) => setSecond({ ...second, passPhrase: value })}
          />
          <TextInput
            label="Code of the second person"
            description="Only where they log in with an authenticator app."
            autoComplete="one-time-code"
            maxLength={40}
            value={second.code}
            onChange={(event) => setSecond({ ...second, code: event.currentTarget.value })}
          />
        </Stack>
      </Fieldset>
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
