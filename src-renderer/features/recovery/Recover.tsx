import { Alert, Anchor, Button, Paper, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { clockTime, shortTime } from '../../lib/time.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { StartFrame } from '../start/StartFrame.tsx';
import { PartField } from './PartField.tsx';

type Kit = NonNullable<Output<'recovery.look'>['kit']>;

/** A closed vault, opened by the two holders of its recovery kit for one act. */
export const Recover = ({ vaultId }: { readonly vaultId: string }) => {
  useTitle('Recover with the kit');
  const look = useCall('recovery.look', { vaultId });
  const back = `/open/${encodeURIComponent(vaultId)}`;
  return (
    <StartFrame>
      <Anchor component={Link} href={back} size="sm">
        Back to the login
      </Anchor>
      <Title order={1} mt="xs" mb="sm">
        Recover with the kit
      </Title>
      <Loaded of={look}>
        {({ kit }) =>
          kit === null ? (
            <Alert color="gray" role="note" title="This vault has no recovery kit that counts">
              None was made, or it was used. If there is a backup of a time when a kit counted, copy it to this computer
              and open the copy.
            </Alert>
          ) : (
            <Recovery vaultId={vaultId} kit={kit} back={back} />
          )
        }
      </Loaded>
    </StartFrame>
  );
};

interface Props {
  readonly vaultId: string;
  readonly kit: Kit;
  readonly back: string;
}

const Recovery = ({ vaultId, kit, back }: Props) => {
  const action = useAction('recovery.recover');
  const [done, setDone] = useState<string | null>(null);
  const [partA, setPartA] = useState('');
  const [partB, setPartB] = useState('');
  const [who, setWho] = useState<'existing' | 'new'>('existing');
  const [userName, setUserName] = useState('');
  const [fullName, setFullName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const [reason, setReason] = useState('');
  const ready =
    partA.trim() !== '' &&
    partB.trim() !== '' &&
    userName.trim() !== '' &&
    (who === 'existing' || fullName.trim() !== '') &&
    passPhrase !== '' &&
    reason.trim().length >= 3;
  const submit = async () => {
    const recovered = await action.run({
      vaultId,
      partA: partA.trim(),
      partB: partB.trim(),
      administrator: { userName: userName.trim(), fullName: who === 'new' ? fullName.trim() : null },
      passPhrase,
      reason: reason.trim(),
    });
    if (recovered === null) return;
    setPartA('');
    setPartB('');
    setPassPhrase('');
    setDone(`${recovered.fullName} (${recovered.userName})`);
  };
  if (done !== null) return <Done who={done} back={back} />;
  return (
    <Stack gap="md">
      <Text size="sm">
        This vault&apos;s kit is number <b>{kit.number}</b>, made {shortTime(kit.madeAt)}. Both sheets have to bear it.
        {kit.lockedUntil !== null && ` After too many wrong parts it is locked until ${clockTime(kit.lockedUntil)}.`}
      </Text>
      <Paper withBorder p="xl">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && action.state.kind !== 'running') void submit();
          }}
        >
          <Stack gap="md">
            <PartField part="A" value={partA} onChange={setPartA} />
            <PartField part="B" value={partB} onChange={setPartB} />
            <Radio.Group
              label="Who becomes administrator again"
              value={who}
              onChange={(value) => setWho(value === 'new' ? 'new' : 'existing')}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="existing" label="An administrator of this vault, with a new pass phrase" />
                <Radio value="new" label="Somebody without an account, as a new administrator" />
              </Stack>
            </Radio.Group>
            <TextInput
              label="User name"
              required
              autoComplete="off"
              value={userName}
              onChange={(event) => setUserName(event.currentTarget.value)}
            />
            {who === 'new' && (
              <TextInput
                label="Full name"
                required
                value={fullName}
                onChange={(event) => setFullName(event.currentTarget.value)}
              />
            )}
            <PassPhrase
              label="First pass phrase"
              description="They change it at their first login. The vault's own rules apply."
              autoComplete="new-password"
              value={passPhrase}
              onChange={setPassPhrase}
            />
            <Textarea
              label="Reason"
              description="Kept in the audit trail, for an inspector to read."
              required
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
            <Button type="submit" disabled={!ready} loading={action.state.kind === 'running'}>
              Recover, and spend the kit
            </Button>
          </Stack>
        </form>
      </Paper>
      <Text size="sm" c="dimmed">
        It sets one pass phrase and nothing else. No signing key is opened. The kit is spent afterwards, and everybody
        is told at their next login.
      </Text>
    </Stack>
  );
};

/** What comes next, in its order. */
const Done = ({ who, back }: { readonly who: string; readonly back: string }) => (
  <Stack gap="md">
    <Alert color="green" icon={<IconCircleCheck aria-hidden />} title="Recovered">
      {who} logs in with the first pass phrase and chooses another one.
    </Alert>
    <Text size="sm" component="div">
      On the same day: make a new recovery kit, rotate the data key (<code>countersign vault rekey</code>), and destroy
      both sheets. Backups that were taken while this kit counted still open with it.
    </Text>
    <Button component={Link} href={back}>
      Go to the login
    </Button>
  </Stack>
);
