import { Button, List, Modal, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { shortHash } from '../../lib/text.ts';
import { announce } from '../../stores/announce.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import type { Enrolling } from '../enrolment/types.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly onClose: () => void;
  readonly onSigned: (next: Enrolling) => void;
}

/** Shows the undertaking, and signs exactly the bytes that were shown. */
export const SignUndertaking = ({ onClose, onSigned }: Props) => {
  useFocusBack(true);
  const prepared = useCall('enrolment.prepareUndertaking', {});
  if (prepared.state.kind === 'have')
    return <Sign prepared={prepared.state.value} onClose={onClose} onSigned={onSigned} />;
  return (
    <Modal opened onClose={onClose} title="Undertaking">
      <Loaded of={prepared}>{() => null}</Loaded>
    </Modal>
  );
};

interface SignProps extends Props {
  readonly prepared: Output<'enrolment.prepareUndertaking'>;
}

const Sign = ({ prepared, onClose, onSigned }: SignProps) => {
  const action = useAction('enrolment.signUndertaking');
  const credentials = useCredentials({ code: prepared.codeNeeded, token: prepared.token });
  const sign = async () => {
    const { passPhrase: signingPassPhrase, ...typed } = credentials.take();
    const next = await action.run({ ...typed, signingPassPhrase, shown: prepared.sha256 });
    if (next === null) return;
    announce('You signed the undertaking.');
    onSigned(next);
    onClose();
  };
  return (
    <Dialog
      opened
      title={prepared.title}
      confirm="Sign"
      size="lg"
      state={action.state}
      ready={credentials.ready}
      onClose={onClose}
      onConfirm={() => void sign()}
    >
      <List type="ordered" spacing={6}>
        {prepared.statements.map((statement) => (
          <List.Item key={statement}>{statement}</List.Item>
        ))}
      </List>
      <Stack gap={4} align="flex-start">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => download(prepared.fileName, prepared.pdf, 'application/pdf')}
        >
          Save the PDF to read it
        </Button>
        <Text size="sm" c="dimmed" component="div">
          You sign this PDF. SHA-256{' '}
          <CopyText value={prepared.sha256} shown={shortHash(prepared.sha256)} label="Copy the SHA-256 of the PDF" />
        </Text>
      </Stack>
      <CredentialFields of="signing" {...credentials.fields} />
    </Dialog>
  );
};
