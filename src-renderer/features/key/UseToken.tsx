import { Alert, Button, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { shortDay } from '../../lib/time.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { Panel } from '../../ui/Page.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

interface Props {
  /** The modules that the vault's settings name. */
  readonly modules: readonly string[];
  readonly onOffered: (key: Output<'keys.mine'>) => void;
}

type Token = Output<'keys.tokens'>['tokens'][number];

/** Offers a key on one's token or smart card as one's signing key. The key stays on it. */
export const UseToken = ({ modules, onOffered }: Props) => {
  const look = useAction('keys.tokens');
  const offer = useAction('keys.useToken');
  const [module, setModule] = useState(modules[0] ?? '');
  const [tokens, setTokens] = useState<readonly Token[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const own = useOwnPassPhrase();
  const choices = (tokens ?? []).flatMap((token) =>
    token.certificates.map((certificate) => ({ id: `${token.serialNumber}/${certificate.keyId}`, token, certificate })),
  );
  const choice = choices.find(({ id }) => id === chosen);
  const running = offer.state.kind === 'running';
  const ready = choice !== undefined && pin !== '' && own.ready;
  const find = async () => {
    setChosen(null);
    const found = await look.run({ module });
    setTokens(found?.tokens ?? null);
    const all = found?.tokens.flatMap(({ serialNumber, certificates }) =>
      certificates.map(({ keyId }) => `${serialNumber}/${keyId}`),
    );
    if (all?.length === 1) setChosen(all[0] ?? null);
  };
  const submit = async () => {
    if (choice === undefined) return;
    setPin('');
    const { serialNumber } = choice.token;
    const { keyId } = choice.certificate;
    const key = await offer.run({ module, serialNumber, keyId, pin, ownPassPhrase: own.take() });
    if (key !== null) onOffered(key);
  };
  return (
    <Panel title="Use a key on your token">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void submit();
        }}
      >
        <Stack gap="md" maw={560}>
          <Text size="sm" c="dimmed">
            The key stays on your token or smart card. Plug it in, choose the certificate and type its PIN: the token
            signs a test. An administrator then verifies that the certificate is yours. From then on each signature asks
            for your login pass phrase and the PIN.
          </Text>
          <Group align="flex-end" gap="sm">
            <Select
              label="Kind of token"
              data={[...modules]}
              value={module}
              allowDeselect={false}
              onChange={(name) => {
                setModule(name ?? '');
                setTokens(null);
                setChosen(null);
              }}
              style={{ flexGrow: 1 }}
            />
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={look.state.kind === 'running'}
              onClick={() => void find()}
            >
              Look for tokens
            </Button>
          </Group>
          {look.state.kind === 'failed' && <FailureNote failure={look.state.failure} />}
          {tokens !== null && choices.length === 0 && (
            <Alert color="yellow" title="No certificate found">
              {tokens.length === 0
                ? 'No token of this kind is plugged in.'
                : 'The token is there, but shows no certificate to sign with. Its key needs a certificate on it.'}
            </Alert>
          )}
          {choices.length > 0 && (
            <>
              <Radio.Group label="Certificate" value={chosen} onChange={setChosen}>
                <Stack gap={8} mt={6}>
                  {choices.map(({ id, token, certificate }) => (
                    <Radio
                      key={id}
                      value={id}
                      label={certificate.subject}
                      description={`On “${token.label}”, issued by ${certificate.issuer}, valid to ${shortDay(certificate.notAfter)}`}
                    />
                  ))}
                </Stack>
              </Radio.Group>
              {choice !== undefined && choice.token.pin !== 'ok' && (
                <Alert
                  color={choice.token.pin === 'count-low' ? 'yellow' : 'red'}
                  title={pinWarning[choice.token.pin]}
                />
              )}
              <OwnPassPhraseField {...own.fields} />
              <PassPhrase
                label="PIN"
                description="It goes to the token, which counts wrong ones and locks itself."
                name="pin"
                autoComplete="off"
                value={pin}
                onChange={setPin}
              />
            </>
          )}
          {offer.state.kind === 'failed' && <FailureNote failure={offer.state.failure} />}
          {choices.length > 0 && (
            <Group>
              <Button type="submit" loading={running} disabled={!ready && !running}>
                Offer this key
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Panel>
  );
};

const pinWarning = {
  'count-low': 'A wrong PIN was given before; few attempts may be left.',
  'final-try': 'One attempt is left: a wrong PIN locks the token.',
  locked: 'The PIN is locked. The administrator of your tokens can unlock it.',
} as const;
