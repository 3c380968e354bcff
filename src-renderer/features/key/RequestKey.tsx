import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

type Algorithm = 'ecdsa-p256' | 'rsa-3072';

/** Makes a key pair under a signing pass phrase and asks for its certificate. */
export const RequestKey = ({ onRequested }: { readonly onRequested: (key: Output<'keys.mine'>) => void }) => {
  const { account, passPhrase: rules } = useOpenSession();
  const request = useAction('keys.request');
  const [algorithm, setAlgorithm] = useState<Algorithm>('ecdsa-p256');
  const [phrase, setPhrase] = useState('');
  const [again, setAgain] = useState('');

  const submit = async () => {
    const key = await request.run({ signingPassPhrase: phrase, algorithm });
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
          <input type="hidden" name="username" autoComplete="username" value={account.userName} readOnly />
          <PassPhrase
            label="Signing pass phrase"
            description="Choose another one than for logging in: it is asked for at every signature."
            autoComplete="new-password"
            rules={{ minLength: rules.minLength, rules: rules.signingRules }}
            value={phrase}
            onChange={setPhrase}
          />
          <PassPhrase
            label="Signing pass phrase, again"
            autoComplete="new-password"
            error={again !== '' && again !== phrase ? 'The two are not the same.' : undefined}
            value={again}
            onChange={setAgain}
          />
          <Alert color="yellow" title="Nobody can recover it">
            <Text size="sm">
              If you lose it, this key is lost: an administrator revokes it and you request a new one. What you signed
              stays valid.
            </Text>
          </Alert>
          {request.state.kind === 'failed' && <FailureNote failure={request.state.failure} />}
          <Group>
            <Button
              type="submit"
              loading={request.state.kind === 'running'}
              disabled={phrase.length < rules.minLength || again !== phrase}
            >
              Request the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
};
