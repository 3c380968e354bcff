import { Alert, Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { download } from '../../lib/download.ts';
import { useOpenSession } from '../../stores/session.ts';
import { CodeField } from '../../ui/CodeField.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { QrCode } from '../../ui/QrCode.tsx';

type Begun = Output<'secondFactor.begin'>;
type Confirmed = Output<'secondFactor.confirm'>;

type Step =
  | { readonly kind: 'start' }
  | { readonly kind: 'begun'; readonly begun: Begun }
  | { readonly kind: 'done'; readonly confirmed: Confirmed };

interface Props {
  /** The person has seen the recovery codes and goes on. */
  readonly onDone: (state: Confirmed['state']) => void;
}

/** Enrols an authenticator app: the secret as a QR code, a code of the app to prove that it has it, and the recovery codes. */
export const Enrol = ({ onDone }: Props) => {
  const [step, setStep] = useState<Step>({ kind: 'start' });
  const begin = useAction('secondFactor.begin');
  const start = async () => {
    const begun = await begin.run({});
    if (begun !== null) setStep({ kind: 'begun', begun });
  };
  switch (step.kind) {
    case 'begun':
      return <Confirm begun={step.begun} onConfirmed={(confirmed) => setStep({ kind: 'done', confirmed })} />;
    case 'done':
      return <RecoveryCodes codes={step.confirmed.recoveryCodes} onDone={() => onDone(step.confirmed.state)} />;
    default:
      return (
        <Stack gap="sm" align="start">
          <Text size="sm">
            An authenticator app on your phone then shows a new six-digit code every 30 seconds. Logging in and signing
            ask for it besides the pass phrase. It needs no network, here or on the phone.
          </Text>
          {begin.state.kind === 'failed' && <FailureNote failure={begin.state.failure} />}
          <Button loading={begin.state.kind === 'running'} onClick={() => void start()}>
            Enrol an authenticator app
          </Button>
        </Stack>
      );
  }
};

interface ConfirmProps {
  readonly begun: Begun;
  readonly onConfirmed: (confirmed: Confirmed) => void;
}

const Confirm = ({ begun, onConfirmed }: ConfirmProps) => {
  const { account } = useOpenSession();
  const confirm = useAction('secondFactor.confirm');
  const [code, setCode] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const submit = async () => {
    const confirmed = await confirm.run({ passPhrase, code: code.trim() });
    setPassPhrase('');
    if (confirmed !== null) onConfirmed(confirmed);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md" maw={560}>
        <List type="ordered" size="sm" spacing={4}>
          <List.Item>Scan this with your authenticator app, or type the key into it.</List.Item>
          <List.Item>Type the code that the app then shows, and your pass phrase.</List.Item>
        </List>
        <Group align="start" gap="lg">
          <QrCode text={begun.uri} label="QR code for your authenticator app; the key beside it says the same" />
          <Stack gap={4} maw={260}>
            <Text size="sm" fw={500}>
              Key
            </Text>
            <CopyText value={begun.secret} shown={begun.secret.replace(/(.{4})(?=.)/g, '$1 ')} label="Copy the key" />
            <Text size="xs" c="dimmed">
              Time-based, SHA-1, 6 digits, 30 seconds.
            </Text>
          </Stack>
        </Group>
        <CodeField description="Six digits, as your app shows them now." value={code} onChange={setCode} />
        <input type="hidden" name="username" autoComplete="username" value={account.userName} readOnly />
        <PassPhrase
          label="Pass phrase"
          description="The one you log in with."
          autoComplete="current-password"
          value={passPhrase}
          onChange={setPassPhrase}
        />
        {confirm.state.kind === 'failed' && <FailureNote failure={confirm.state.failure} />}
        <Group>
          <Button
            type="submit"
            loading={confirm.state.kind === 'running'}
            disabled={code.trim().length !== 6 || passPhrase === ''}
          >
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface RecoveryProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

const RecoveryCodes = ({ codes, onDone }: RecoveryProps) => {
  const { account, vault } = useOpenSession();
  const save = () => {
    const head = `Recovery codes of ${account.userName} for the vault ${vault.name}. Each works once.\r\n\r\n`;
    download('recovery-codes.txt', new TextEncoder().encode(head + codes.join('\r\n')), 'text/plain');
  };
  return (
    <Stack gap="md">
      <Alert color="green" icon={<IconShieldCheck aria-hidden />} title="Your second factor is enrolled">
        <Text size="sm">
          If you lose the phone, each of these recovery codes works once in place of a code of the app. They are shown
          now and never again: print them, or write them down, and keep them apart from the computer.
        </Text>
      </Alert>
      <Group gap={6}>
        {codes.map((one) => (
          <Code key={one} fz="sm">
            {one}
          </Code>
        ))}
      </Group>
      <Group>
        <Button variant="default" leftSection={<IconDownload size={16} />} onClick={save}>
          Save as a file
        </Button>
        <Button onClick={onDone}>I have kept them</Button>
      </Group>
    </Stack>
  );
};
