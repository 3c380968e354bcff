import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { Panel } from '../../ui/Page.tsx';
import { NewSigningPassPhraseFields, useNewSigningPassPhrase } from './NewSigningPassPhrase.tsx';

type Algorithm = 'ecdsa-p256' | 'rsa-3072';

/** Makes a key pair under a signing pass phrase and asks for its certificate. */
export const RequestKey = ({ onRequested }: { readonly onRequested: (key: Output<'keys.mine'>) => void }) => {
  const request = useAction('keys.request');
  const [algorithm, setAlgorithm] = useState<Algorithm>('ecdsa-p256');
  const chosen = useNewSigningPassPhrase();
  const own = useOwnPassPhrase();
  const ready = chosen.ready && own.ready;

  const submit = async () => {
    const key = await request.run({ signingPassPhrase: chosen.take(), algorithm, ownPassPhrase: own.take() });
    if (key !== null) onRequested(key);
  };

  return (
    <Panel title="Request a signing key">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md" maw={560}>
          <Text size="sm" c="dimmed">
            The key is made on this computer and never leaves the vault in the clear. An administrator then verifies who
            you are and issues the certificate.
          </Text>
          <Radio.Group
            label="Algorithm"
            value={algorithm}
            onChange={(value) => setAlgorithm(value === 'rsa-3072' ? 'rsa-3072' : 'ecdsa-p256')}
          >
            <Stack gap={8} mt={6}>
              <Radio
                value="ecdsa-p256"
                label="ECDSA on P-256 (recommended)"
                description="Small, fast signatures. Verified by every current PDF reader."
              />
              <Radio value="rsa-3072" label="RSA, 3072 bits" description="For readers that know nothing but RSA." />
            </Stack>
          </Radio.Group>
          <NewSigningPassPhraseFields {...chosen.fields} />
          <OwnPassPhraseField {...own.fields} />
          {request.state.kind === 'failed' && <FailureNote failure={request.state.failure} />}
          <Group>
            <Button
              type="submit"
              loading={request.state.kind === 'running'}
              disabled={!ready && request.state.kind !== 'running'}
            >
              Request the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
};
