import { Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';

/** A pass phrase that an administrator set, or that is too old, is replaced by one that only its owner knows. */
export const ChangePassPhrase = () => {
  useTitle('Choose your pass phrase');
  const session = useOpenSession();
  const { accept, logout } = useSession();
  const change = useAction('session.changePassPhrase');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const rules = session.passPhrase;
  const expired = session.mustChangePassPhrase === 'expired';

  const submit = async () => {
    const changed = await change.run({ current, next });
    if (changed !== null) accept(changed);
  };

  return (
    <Center mih="100%" p="md" component="main" style={{ overflowY: 'auto' }}>
      <Paper withBorder p="xl" w="100%" maw={460}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack gap="md">
            <div>
              <Title order={1}>Choose your pass phrase</Title>
              <Text size="sm" c="dimmed" mt={4}>
                {expired
                  ? `${session.account.fullName}, yours is too old by the rules of this vault.`
                  : `Welcome, ${session.account.fullName}. The one you were given was for this first login only. From now on nobody but you knows how to log in as you.`}{' '}
                Nobody can recover a lost pass phrase.
              </Text>
            </div>
            <input type="hidden" name="username" autoComplete="username" value={session.account.userName} readOnly />
            <PassPhrase
              label={expired ? 'Present pass phrase' : 'Pass phrase you were given'}
              autoComplete="current-password"
              value={current}
              onChange={setCurrent}
            />
            <PassPhrase
              label="New pass phrase"
              autoComplete="new-password"
              rules={rules}
              value={next}
              onChange={setNext}
            />
            <PassPhrase
              label="New pass phrase, again"
              autoComplete="new-password"
              error={again !== '' && again !== next ? 'The two are not the same.' : undefined}
              value={again}
              onChange={setAgain}
            />
            {change.state.kind === 'failed' && <FailureNote failure={change.state.failure} />}
            <Group justify="space-between">
              <Button variant="default" onClick={() => void logout()}>
                Log out
              </Button>
              <Button
                type="submit"
                loading={change.state.kind === 'running'}
                disabled={current === '' || next.length < rules.minLength || next !== again}
              >
                Set the pass phrase
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
};
