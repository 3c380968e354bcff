import { Text, Textarea } from '@mantine/core';
import { useState, type ComponentType } from 'react';
import type { SettingKey, SettingValue } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { settingForms } from './forms.tsx';
import type { Setting, SettingForm } from './types.ts';

interface Props {
  readonly setting: Setting;
  readonly onClose: () => void;
  readonly onChanged: (next: Setting) => void;
}

/** Proposes another value of a setting; nothing changes until somebody else approves it. */
export const ProposeSetting = ({ setting, onClose, onChanged }: Props) => {
  const propose = useAction('settings.propose');
  const [value, setValue] = useState<SettingValue<SettingKey> | null>(null);
  const [reason, setReason] = useState('');
  // The key says which form and which value belong together; the compiler cannot follow that through a table.
  const Form = settingForms[setting.key] as ComponentType<SettingForm<SettingKey>>;
  const submit = async () => {
    if (value === null) return;
    const next = await propose.run({ key: setting.key, value, reason: reason.trim() });
    if (next === null) return;
    announce('The change was proposed.');
    onChanged(next);
    onClose();
  };
  return (
    <Dialog
      opened
      title={`Propose a change: ${setting.title}`}
      confirm="Propose"
      size="lg"
      state={propose.state}
      ready={value !== null && reason.trim().length >= 3}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Form value={setting.value as SettingValue<SettingKey>} onChange={setValue} />
      <Textarea
        label="Reason for the change"
        description="Kept in the audit trail with the old and the new value."
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        It holds once somebody in Quality Assurance has approved it. Until then everything stays as it is.
      </Text>
    </Dialog>
  );
};
