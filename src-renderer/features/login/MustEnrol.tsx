import { Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useSession } from '../../stores/session.ts';
import { useTitle } from '../../ui/Page.tsx';
import { Enrol } from './Enrol.tsx';

/** A vault that demands a second factor shows nothing else to somebody who has none. */
export const MustEnrol = () => {
  useTitle('Second factor');
  const { refresh, logout } = useSession();
  return (
    <Center mih="100%" p="md" component="main" style={{ overflowY: 'auto' }}>
      <Paper withBorder p="xl" w="100%" maw={560}>
        <Stack gap="md">
          <div>
            <Title order={1}>Second factor</Title>
            <Text size="sm" c="dimmed" mt={4}>
              This vault demands one for your role. Enrol it now; nothing else can be done before.
            </Text>
          </div>
          <Enrol onDone={() => void refresh()} />
          <Group>
            <Button variant="default" onClick={() => void logout()}>
              Log out
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
};
