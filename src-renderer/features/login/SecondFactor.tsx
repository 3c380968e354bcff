import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { announce } from '../../stores/announce.ts';
import { CodeField } from '../../ui/CodeField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { Enrol } from './Enrol.tsx';

type State = Output<'secondFactor.state'>;

/** One's own second factor: enrol it, see how many recovery codes are left, take it away. */
export const SecondFactor = () => {
  const factor = useCall('secondFactor.state', {});
  return (
    <Loaded of={factor}>
      {(state) => (
        <Panel
          title="Second factor"
          aside={
            state.enrolled && (
              <Badge variant="light" color="green" tt="none" fw={500} radius="sm">
                Enrolled
              </Badge>
            )
          }
        >
          {state.enrolled ? <Enrolled state={state} onChanged={factor.put} /> : <Enrol onDone={factor.put} />}
        </Panel>
      )}
    </Loaded>
  );
};

interface EnrolledProps {
  readonly state: State;
  readonly onChanged: (state: State) => void;
}

const Enrolled = ({ state, onChanged }: EnrolledProps) => (
  <Stack gap="sm" align="start">
    <Text size="sm">
      Logging in and signing ask for a code of your authenticator app. {count(state.recoveryLeft, 'recovery code')}{' '}
      {state.recoveryLeft === 1 ? 'is' : 'are'} left.
    </Text>
    <Text size="sm" c="dimmed">
      For another phone or new recovery codes, take it away and enrol again.
      {state.demanded ? ' This vault demands one of you: without it you can do nothing else.' : ''}
    </Text>
    <Remove onChanged={onChanged} />
  </Stack>
);

const Remove = ({ onChanged }: { readonly onChanged: (state: State) => void }) => {
  const remove = useAction('secondFactor.remove');
  const [opened, setOpened] = useState(false);
  const [passPhrase, setPassPhrase] = useState('');
  const [code, setCode] = useState('');
  const confirm = async () => {
    const state = await remove.run({ passPhrase, code: code.trim() });
    setPassPhrase('');
    setCode('');
    if (state === null) return;
    setOpened(false);
    announce('The second factor was taken away.');
    onChanged(state);
  };
  return (
    <>
      <Group>
        <Button variant="default" onClick={() => setOpened(true)}>
          Take it away
        </Button>
      </Group>
      <Dialog
        opened={opened}
        title="Take the second factor away"
        confirm="Take it away"
        danger
        state={remove.state}
        ready={passPhrase !== '' && code.trim().length >= 6}
        onClose={() => setOpened(false)}
        onConfirm={() => void confirm()}
      >
        <Text size="sm">
          Logging in and signing then ask for your pass phrases alone. The recovery codes open nothing any more, and the
          entry in your authenticator app can be deleted.
        </Text>
        <PassPhrase
          focusFirst
          label="Pass phrase"
          description="The one you log in with."
          autoComplete="current-password"
          value={passPhrase}
          onChange={setPassPhrase}
        />
        <CodeField value={code} onChange={setCode} />
      </Dialog>
    </>
  );
};
