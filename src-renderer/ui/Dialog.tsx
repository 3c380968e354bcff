import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Running } from '../bridge/use-action.ts';
import { FailureNote } from './FailureNote.tsx';

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
}: Props) => (
  <Modal opened={opened} onClose={onClose} title={title} size={size} closeOnClickOutside={false}>
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && state.kind !== 'running') onConfirm();
      }}
    >
      <Stack gap="md">
        {children}
        {state.kind === 'failed' && <FailureNote failure={state.failure} />}
        <Group justify="flex-end" gap="sm">
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
