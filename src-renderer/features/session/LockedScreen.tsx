import { Anchor, Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAction } from '../../bridge/use-action.ts';
import { useSession, type LockedSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';

const because = {
  idle: 'There was no input for a while.',
  user: 'You locked it.',
  system: 'The computer went to sleep or its screen was locked.',
} as const;

/** Shown over whatever was open. The address stays, so that unlocking returns to the same place. */
export const LockedScreen = ({ session }: { readonly session: LockedSession }) => {
  useTitle('Locked');
  const login = useAction('session.login');
  const { accept, logout } = useSession();
  const [, go] = useLocation();
  const [passPhrase, setPassPhrase] = useState('');

  const submit = async () => {
    const opened = await login.run({ vaultId: session.vault.id, userName: session.userName, passPhrase });
    setPassPhrase('');
    if (opened !== null) accept(opened);
  };
  const leave = async () => {
    go('/');
    await logout();
  };

  return (
    <Center h="100%" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack gap="md">
            <Group gap="sm" wrap="nowrap">
              <IconLock size={26} aria-hidden />
              <div>
                <Title order={1}>{session.vault.name} is locked</Title>
                <Text size="sm" c="dimmed">
                  {because[session.because]} Your drafts are saved.
                </Text>
              </div>
            </Group>
            <Text>
              Logged in as <strong>{session.userName}</strong>
            </Text>
            <input type="hidden" name="username" autoComplete="username" value={session.userName} readOnly />
            <PassPhrase
              label="Pass phrase"
              autoComplete="current-password"
              focusFirst
              value={passPhrase}
              onChange={setPassPhrase}
            />
            {login.state.kind === 'failed' && <FailureNote failure={login.state.failure} />}
            <Button type="submit" loading={login.state.kind === 'running'} disabled={passPhrase === ''}>
              Unlock
            </Button>
            <Anchor component="button" type="button" size="sm" onClick={() => void leave()}>
              Log in as somebody else
            </Anchor>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
};
