import { Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { CertificateFacts } from '../../ui/CertificateFacts.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';

type SigningKey = Output<'keys.mine'>;

interface Props {
  readonly signingKey: SigningKey;
  readonly onOffered: (key: SigningKey) => void;
}

/** Brings the certificate that the site's own authority issued for one's key. */
export const OfferCertificate = ({ signingKey: { state, offered }, onOffered }: Props) => {
  const action = useAction('keys.offerCertificate');
  const [file, setFile] = useState<File | null>(null);
  const submit = async () => {
    if (file === null) return;
    const key = await action.run({ certificate: new Uint8Array(await file.arrayBuffer()) });
    if (key === null) return;
    setFile(null);
    onOffered(key);
  };
  return (
    <Panel title="Certificate of your own authority">
      <Stack gap="md" maw={560}>
        {offered !== null && state !== 'requested' && (
          <>
            <Text size="sm">This one waits for an administrator. The certificate in use stays until then.</Text>
            <CertificateFacts certificate={offered} />
          </>
        )}
        <Text size="sm" c="dimmed">
          Where your organisation&apos;s own authority issued a certificate for this key, bring it here. An
          administrator then verifies that it is yours.
        </Text>
        <FileInput
          label="Certificate"
          description="Text (PEM) or binary (DER); its issuers may be in the same file."
          placeholder="Choose a file …"
          accept=".pem,.crt,.cer,.der"
          value={file}
          onChange={setFile}
        />
        {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
        <Group>
          <Button
            variant="default"
            disabled={file === null}
            loading={action.state.kind === 'running'}
            onClick={() => void submit()}
          >
            Bring the certificate
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
};
