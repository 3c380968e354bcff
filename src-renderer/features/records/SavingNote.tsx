import { Alert, Button, Group, Loader } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { clockTime } from '../../lib/time.ts';
import { useDraft, type Draft } from '../../stores/draft.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import styles from './Record.module.css';

interface Props {
  readonly draft: Extract<Draft, { kind: 'open' }>;
  readonly onReload: () => Promise<void>;
}

/** How far the draft is saved; a live region, so that it is heard as well. */
export const SavingNote = ({ draft, onReload }: Props) => {
  const { flush, discard } = useDraft();
  const { saving } = draft;
  if (saving.kind === 'conflict')
    return (
      <FailureNote failure={{ code: 'records/changed-elsewhere' }}>
        <Button
          size="xs"
          mt="xs"
          variant="default"
          onClick={() => {
            discard();
            void onReload();
          }}
        >
          Load the saved version
        </Button>
      </FailureNote>
    );
  if (saving.kind === 'failed')
    return (
      <Alert color="red" title="Not saved" role="alert" style={{ flex: 1 }}>
        <Group justify="space-between">
          <span>What you typed is still on this screen.</span>
          <Button size="xs" variant="default" onClick={() => void flush()}>
            Save now
          </Button>
        </Group>
      </Alert>
    );
  return (
    <output className={styles['saved']}>
      {saving.kind === 'saved' ? (
        <>
          <IconCheck size={15} aria-hidden />
          <span>Saved {clockTime(saving.at)}</span>
        </>
      ) : (
        <>
          <Loader size={13} aria-hidden />
          <span>Saving …</span>
        </>
      )}
    </output>
  );
};
