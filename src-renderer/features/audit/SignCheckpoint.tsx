import { Button, Text, TextInput } from '@mantine/core';
import { IconFlagCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { useAction } from '../../bridge/use-action.ts';
import { download } from '../../lib/download.ts';
import { CodeField } from '../../ui/CodeField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

/** Signs the head of the trail with one's own key, and hands over a file to keep where this vault is not. */
export const SignCheckpoint = () => {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconFlagCheck size={16} />} onClick={() => setOpened(true)}>
        Sign a checkpoint
      </Button>
      {opened && <CheckpointDialog onClose={() => setOpened(false)} />}
    </>
  );
};

const CheckpointDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { run, state } = useAction('audit.checkpoint');
  const [userName, setUserName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const [code, setCode] = useState('');
  const factor = useCall('secondFactor.state', {});
  const asksCode = factor.state.kind === 'have' && factor.state.value.enrolled;
  const sign = async () => {
    setPassPhrase('');
    setCode('');
    const typed = code.trim() === '' ? null : code.trim();
    const made = await run({ userName: userName.trim(), signingPassPhrase: passPhrase, code: typed });
    if (made === null) return;
    download(made.fileName, made.bytes, 'application/octet-stream');
    onClose();
  };
  return (
    <Dialog
      opened
      title="Sign a checkpoint"
      confirm="Sign and save the file"
      state={state}
      ready={userName.trim() !== '' && passPhrase !== ''}
      onClose={onClose}
      onConfirm={() => void sign()}
    >
      <Text size="sm">
        You sign the last entry of the audit trail as it stands now. Keep the file outside this computer: held against
        the vault later, it shows whether anybody rewrote the history or put an older vault in place.
      </Text>
      <TextInput
        label="User name"
        required
        name="username"
        autoComplete="username"
        value={userName}
        onChange={(event) => setUserName(event.currentTarget.value)}
      />
      <PassPhrase
        label="Signing pass phrase"
        description="The one of your signing key, not the one you log in with."
        autoComplete="current-password"
        value={passPhrase}
        onChange={setPassPhrase}
      />
      {asksCode && <CodeField value={code} onChange={setCode} />}
    </Dialog>
  );
};
