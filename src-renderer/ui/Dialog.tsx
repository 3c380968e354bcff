import { Button, Group, Modal, Stack } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Failure } from '../../src-main/contract/index.ts';
import type { Running } from '../bridge/use-action.ts';
import styles from './Dialog.module.css';
import { FailureNote } from './FailureNote.tsx';
import { useFocusBack } from './use-focus-back.ts';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The word on the button that does it. */
  readonly confirm: string;
  readonly danger?: boolean;
  readonly state: Running;
  readonly ready?: boolean;
  readonly size?: string;
  readonly onConfirm: () => void;
}

/** A dialog that asks for something and does one thing. Enter does it, Escape leaves it. */
export const Dialog = ({
  opened,
  title,
  onClose,
  children,
  confirm,
  danger = false,
  state,
  ready = true,
  size = 'md',
  onConfirm,
}: Props) => {
  useFocusBack(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      classNames={{ content: styles['content'] ?? '' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && state.kind !== 'running') onConfirm();
        }}
      >
        <Stack gap="md">
          {children}
          {state.kind === 'failed' && <Refusal failure={state.failure} />}
          <Group className={styles['foot']} justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={danger ? 'red' : 'ink'} disabled={!ready} loading={state.kind === 'running'}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

/** Why it was not done, brought into sight: in a long dialog it would stand below its edge. */
const Refusal = ({ failure }: { readonly failure: Failure }) => {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    note.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={note}>
      <FailureNote failure={failure} />
    </div>
  );
};
