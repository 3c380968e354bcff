import { Anchor, Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { useSession, type LockedSession } from '../../stores/session.ts';
import { CodeField } from '../../ui/CodeField.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { useLogin } from './use-login.ts';

const because = {
  idle: 'There was no input for a while.',
  user: 'You locked it.',
  system: 'The computer went to sleep or its screen was locked.',
} as const;

/** Shown over whatever was open. The address stays, so that unlocking returns to the same place. */
export const LockedScreen = ({ session }: { readonly session: LockedSession }) => {
  useTitle('Locked');
  const { accept, logout } = useSession();
  const login = useLogin(session.vault.id, accept);
  const [, go] = useLocation();

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
            if (login.ready) void login.submit(session.userName);
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
            {login.asksCode ? (
              <CodeField focusFirst value={login.code} onChange={login.setCode} />
            ) : (
              <PassPhrase
                label="Pass phrase"
                autoComplete="current-password"
                focusFirst
                value={login.passPhrase}
                onChange={login.setPassPhrase}
              />
            )}
            {login.step.kind !== 'running' && login.step.failure !== null && (
              <FailureNote failure={login.step.failure} />
            )}
            <Button type="submit" loading={login.step.kind === 'running'} disabled={!login.ready}>
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
