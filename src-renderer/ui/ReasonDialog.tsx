import { Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Running } from '../bridge/use-action.ts';
import { Dialog } from './Dialog.tsx';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, in a sentence or two. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly label?: string;
  /** What is asked besides, after the reason, and whether it is there. */
  readonly more?: ReactNode;
  readonly ready?: boolean;
  readonly state: Running;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
}

/** Asks why, because the audit trail keeps the reason (draft Annex 11, 12.4). */
export const ReasonDialog = ({
  children,
  label = 'Reason',
  more,
  ready = true,
  onConfirm,
  onClose,
  ...dialog
}: Props) => {
  const [reason, setReason] = useState('');
  const close = () => {
    setReason('');
    onClose();
  };
  return (
    <Dialog
      {...dialog}
      onClose={close}
      ready={ready && reason.trim().length >= 3}
      onConfirm={() => onConfirm(reason.trim())}
    >
      <Text size="sm">{children}</Text>
      <Textarea
        label={label}
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {more}
    </Dialog>
  );
};
