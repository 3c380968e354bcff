import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import { useAction } from '../../bridge/use-action.ts';
import { count, fileSize } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import type { BackupState } from './types.ts';

interface Props {
  readonly backup: BackupState;
  readonly mayClear: boolean;
  readonly onCleared: (next: BackupState) => void;
}

/** Copies that were not finished, because the program was ended or the power failed: they only take room. */
export const Leftovers = ({ backup: { leftovers }, mayClear, onCleared }: Props) => {
  const clear = useAction('backup.clearLeftovers');
  if (leftovers.length === 0) return null;
  const removable = leftovers.filter((one) => one.removable);
  const run = async () => {
    const next = await clear.run({});
    if (next === null) return;
    announce('Unfinished copies were removed.');
    onCleared(next);
  };
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${count(leftovers.length, 'unfinished copy was', 'unfinished copies were')} left behind`}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">A backup or a restore was interrupted. No backup counts that is not listed below.</Text>
        <List size="sm">
          {leftovers.map((one) => (
            <List.Item key={`${one.place}/${one.name}`}>
              {one.name} in {one.place}, {fileSize(one.bytes)}
              {one.startedAt !== null && `, begun ${shortTime(one.startedAt)}`}
              {!one.removable && '. Nothing proves what it is: look at it yourself'}
            </List.Item>
          ))}
        </List>
        {mayClear && removable.length > 0 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={15} />}
            loading={clear.state.kind === 'running'}
            onClick={() => void run()}
          >
            Remove {count(removable.length, 'unfinished copy', 'unfinished copies')}
          </Button>
        )}
        {clear.state.kind === 'failed' && <FailureNote failure={clear.state.failure} />}
      </Stack>
    </Alert>
  );
};
