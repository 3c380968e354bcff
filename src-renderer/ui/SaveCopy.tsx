import { Button, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Running } from '../bridge/use-action.ts';
import { download } from '../lib/download.ts';
import { FailureNote } from './FailureNote.tsx';

interface Props {
  /** Asks for the copy, so that the trail has it; null where it was refused. */
  readonly ask: () => Promise<{ readonly fileName: string; readonly bytes: Uint8Array } | null>;
  readonly state: Running;
}

/** Saves a copy of a PDF outside the vault. */
export const SaveCopy = ({ ask, state }: Props) => {
  const save = async () => {
    const file = await ask();
    if (file !== null) download(file.fileName, file.bytes, 'application/pdf');
  };
  return (
    <Stack gap="xs" align="flex-end">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={15} />}
        loading={state.kind === 'running'}
        onClick={() => void save()}
      >
        Save a copy
      </Button>
      {state.kind === 'failed' && <FailureNote failure={state.failure} />}
    </Stack>
  );
};
