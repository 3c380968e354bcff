import { Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { useTitle } from '../../ui/Page.tsx';
import { NewPassPhrase } from '../login/NewPassPhrase.tsx';

/** A pass phrase that an administrator set, or that is too old, is replaced by one that only its owner knows. */
export const ChangePassPhrase = () => {
  useTitle('Choose your pass phrase');
  const session = useOpenSession();
  const { accept, logout } = useSession();
  const expired = session.mustChangePassPhrase === 'expired';
  return (
    <Center mih="100%" p="md" component="main" style={{ overflowY: 'auto' }}>
      <Paper withBorder p="xl" w="100%" maw={460}>
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
          <NewPassPhrase
            focusFirst
            presentLabel={expired ? 'Present pass phrase' : 'Pass phrase you were given'}
            onChanged={accept}
          >
            {({ ready, running }) => (
              <Group justify="space-between">
                <Button variant="default" onClick={() => void logout()}>
                  Log out
                </Button>
                <Button type="submit" loading={running} disabled={!ready}>
                  Set the pass phrase
                </Button>
              </Group>
            )}
          </NewPassPhrase>
        </Stack>
      </Paper>
    </Center>
  );
};
