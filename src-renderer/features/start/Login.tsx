import { Alert, Anchor, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { StartFrame } from './StartFrame.tsx';

/** User name and pass phrase for a vault. */
export const Login = ({ vaultId }: { readonly vaultId: string }) => {
  useTitle('Log in');
  const vaults = useCall('vaults.list', {});
  const login = useAction('session.login');
  const accept = useSession((store) => store.accept);
  const [, go] = useLocation();
  const [userName, setUserName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const vault = vaults.state.kind === 'have' ? vaults.state.value.vaults.find(({ id }) => id === vaultId) : undefined;

  const submit = async () => {
    const session = await login.run({ vaultId, userName: userName.trim(), passPhrase });
    setPassPhrase('');
    if (session === null) return;
    go('/work');
    accept(session);
  };

  return (
    <StartFrame>
      <Anchor component={Link} href="/" size="sm">
        All vaults
      </Anchor>
      <Paper withBorder p="xl" mt="sm">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack gap="md">
            <div>
              <Title order={1}>{vault?.name ?? 'Log in'}</Title>
              {vault !== undefined && (
                <Text size="sm" c="dimmed">
                  {vault.place}
                </Text>
              )}
            </div>
            <TextInput
              label="User name"
              required
              autoComplete="username"
              value={userName}
              onChange={(event) => setUserName(event.currentTarget.value)}
            />
            <PassPhrase
              label="Pass phrase"
              autoComplete="current-password"
              value={passPhrase}
              onChange={setPassPhrase}
            />
            {login.state.kind === 'failed' && <FailureNote failure={login.state.failure} />}
            <Button
              type="submit"
              loading={login.state.kind === 'running'}
              disabled={userName.trim() === '' || passPhrase === ''}
            >
              Log in
            </Button>
          </Stack>
        </form>
      </Paper>
      <Alert color="gray" mt="md" variant="light" role="note">
        <Text size="sm">
          Forgotten your pass phrase? Nobody can recover it, but an administrator can set a new first one for you. Your
          signing key keeps its own pass phrase.
        </Text>
      </Alert>
    </StartFrame>
  );
};
