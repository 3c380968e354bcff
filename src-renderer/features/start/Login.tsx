import { Alert, Anchor, Button, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useCall } from '../../bridge/use-call.ts';
import { afterLogin } from '../../stores/asked-address.ts';
import { useSession } from '../../stores/session.ts';
import { CodeField } from '../../ui/CodeField.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { useLogin } from '../session/use-login.ts';
import { StartFrame } from './StartFrame.tsx';

/** User name and pass phrase for a vault. */
export const Login = ({ vaultId }: { readonly vaultId: string }) => {
  useTitle('Log in');
  const vaults = useCall('vaults.list', {});
  const accept = useSession((store) => store.accept);
  const [, go] = useLocation();
  const [userName, setUserName] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const login = useLogin(vaultId, (session) => {
    go(afterLogin(session));
    accept(session);
  });
  const vault = vaults.state.kind === 'have' ? vaults.state.value.vaults.find(({ id }) => id === vaultId) : undefined;

  return (
    <StartFrame>
      <Anchor component={Link} href="/" size="sm">
        All vaults
      </Anchor>
      <Paper withBorder p="xl" mt="sm">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (login.ready) void login.submit(userName.trim());
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
              ref={first}
              label="User name"
              required
              autoComplete="username"
              readOnly={login.asksCode}
              value={userName}
              onChange={(event) => setUserName(event.currentTarget.value)}
            />
            {login.asksCode ? (
              <CodeField focusFirst value={login.code} onChange={login.setCode} />
            ) : (
              <PassPhrase
                label="Pass phrase"
                autoComplete="current-password"
                value={login.passPhrase}
                onChange={login.setPassPhrase}
              />
            )}
            {login.step.kind !== 'running' && login.step.failure !== null && (
              <FailureNote failure={login.step.failure} />
            )}
            {login.acceptMissing !== null && (
              <Textarea
                label="To open it without the missing entries: why"
                description="Administrators only. Who did it and why is the first new entry of the audit trail."
                autosize
                minRows={2}
                maxLength={2000}
                value={login.acceptMissing}
                onChange={(event) => login.setAcceptMissing(event.currentTarget.value)}
              />
            )}
            <Button
              type="submit"
              loading={login.step.kind === 'running'}
              disabled={userName.trim() === '' || !login.ready}
            >
              {(login.acceptMissing?.trim() ?? '') === '' ? 'Log in' : 'Open without the missing entries'}
            </Button>
            {login.asksCode && (
              <Anchor component="button" type="button" size="sm" onClick={login.again}>
                Log in as somebody else
              </Anchor>
            )}
          </Stack>
        </form>
      </Paper>
      <Alert color="gray" mt="md" variant="light" role="note">
        <Text size="sm">
          Forgotten your pass phrase? Nobody can recover it, but an administrator can set a new first one for you. Your
          signing key keeps its own pass phrase.
        </Text>
        <Text size="sm" mt="xs">
          No administrator can log in any more?{' '}
          <Anchor component={Link} href={`/open/${encodeURIComponent(vaultId)}/recover`} size="sm" underline="always">
            Recover with the kit
          </Anchor>
        </Text>
      </Alert>
    </StartFrame>
  );
};
