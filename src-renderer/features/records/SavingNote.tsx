import { Alert, Button, Group, Loader } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Failure } from '../../../src-main/contract/index.ts';
import { explain } from '../../lib/messages.ts';
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
  if (saving.kind === 'failed') return <NotSaved failure={saving.failure} onSave={() => void flush()} />;
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

/** Why what was typed is not in the vault yet, and that it is not lost. */
const NotSaved = ({ failure, onSave }: { readonly failure: Failure; readonly onSave: () => void }) => {
  const { what, next } = explain(failure);
  return (
    <Alert color="red" title={`Not saved. ${what}`} role="alert" style={{ flex: '1 1 400px' }}>
      <Group justify="space-between" align="flex-end" gap="xs">
        <span style={{ flex: '1 1 300px' }}>
          What you typed is still on this screen, and is saved with the next key stroke that finds the way free. {next}
        </span>
        <Button size="xs" variant="default" onClick={onSave}>
          Save now
        </Button>
      </Group>
    </Alert>
  );
};
