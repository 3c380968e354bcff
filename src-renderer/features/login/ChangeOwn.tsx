import { Box, Button, Group } from '@mantine/core';
import { announce } from '../../stores/announce.ts';
import { useSession } from '../../stores/session.ts';
import { Panel } from '../../ui/Page.tsx';
import { NewPassPhrase } from './NewPassPhrase.tsx';

/** Changes one's own login pass phrase, whenever one wants to. */
export const ChangeOwn = () => {
  const accept = useSession((store) => store.accept);
  return (
    <Panel title="Pass phrase">
      <Box maw={560}>
        <NewPassPhrase
          presentLabel="Present pass phrase"
          onChanged={(session) => {
            announce('Your pass phrase was changed.');
            accept(session);
          }}
        >
          {({ ready, running }) => (
            <Group>
              <Button type="submit" loading={running} disabled={!ready}>
                Change it
              </Button>
            </Group>
          )}
        </NewPassPhrase>
      </Box>
    </Panel>
  );
};
