import { Button, Text } from '@mantine/core';
import { IconFlagCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { useAction } from '../../bridge/use-action.ts';
import { download } from '../../lib/download.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

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
  const factor = useCall('secondFactor.state', {});
  const key = useCall('keys.mine', {});
  const credentials = useCredentials({
    code: factor.state.kind === 'have' && factor.state.value.enrolled,
    token: key.state.kind === 'have' ? key.state.value.token : null,
  });
  const sign = async () => {
    const { passPhrase: signingPassPhrase, ...typed } = credentials.take();
    const made = await run({ ...typed, signingPassPhrase });
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
      ready={credentials.ready && factor.state.kind === 'have' && key.state.kind === 'have'}
      onClose={onClose}
      onConfirm={() => void sign()}
    >
      <Text size="sm">
        You sign the last entry of the audit trail as it stands now. Keep the file outside this computer: held against
        the vault later, it shows whether anybody rewrote the history or put an older vault in place.
      </Text>
      <CredentialFields of="signing" {...credentials.fields} />
    </Dialog>
  );
};
