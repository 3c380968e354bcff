import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SettingLines } from './SettingLines.tsx';
import type { Setting, SettingChange } from './types.ts';

interface Props {
  readonly setting: Setting;
  readonly change: SettingChange;
  readonly decision: 'approved' | 'rejected';
  readonly onClose: () => void;
  readonly onChanged: (next: Setting) => void;
}

/** The second person's decision on a proposed value, with user name and pass phrase. */
export const DecideSetting = ({ setting, change, decision, onClose, onChanged }: Props) => {
  const decide = useAction('settings.decide');
  const [reason, setReason] = useState('');
  const credentials = useCredentials();
  const approves = decision === 'approved';
  const submit = async () => {
    const { userName, passPhrase } = credentials.take();
    const given = reason.trim();
    const next = await decide.run({
      changeId: change.changeId,
      decision,
      reason: given === '' ? null : given,
      userName,
      passPhrase,
    });
    if (next === null) return;
    announce(approves ? 'The change was approved and is in force.' : 'The change was rejected.');
    onChanged(next);
    onClose();
  };
  return (
    <Dialog
      opened
      title={`${approves ? 'Approve' : 'Reject'} the change: ${setting.title}`}
      confirm={approves ? 'Approve' : 'Reject'}
      danger={!approves}
      size="lg"
      state={decide.state}
      ready={credentials.ready && (approves || reason.trim().length >= 3)}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <SettingLines now={setting.lines} next={change.lines} />
      <Text size="sm">
        {change.proposedBy.fullName} gives the reason: {change.reason}
      </Text>
      <Textarea
        label={approves ? 'Comment' : 'Reason for the rejection'}
        required={!approves}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <CredentialFields of="login" {...credentials.fields} />
    </Dialog>
  );
};
