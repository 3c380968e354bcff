import { Button, Center, Modal, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useSigning } from '../../stores/signing.ts';
import { useWork } from '../../stores/work.ts';
import { Busy } from '../../ui/Busy.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Pdf } from '../../ui/pdf/Pdf.tsx';
import { SignedNote } from './SignedNote.tsx';
import { SigningForm } from './SigningForm.tsx';
import styles from './Signing.module.css';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly recordId: string;
  /** The requirement that waits for this person, or null where none does. */
  readonly requirementId: string | null;
  readonly obstacle: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Shows exactly the PDF that will be signed, and asks for the signature beside it. */
export const SigningDialog = ({ recordId, requirementId, obstacle, onClose, onDone }: Props) => {
  useFocusBack(true);
  const { signing, prepare, leave } = useSigning();
  const refreshWork = useWork((store) => store.refresh);
  const finished = signing.kind === 'done';

  useEffect(() => {
    // Once signed, the record no longer waits for this person: the dialog then stays with its success.
    if (useSigning.getState().signing.kind === 'done') return;
    if (requirementId !== null) void prepare(recordId, requirementId);
  }, [prepare, recordId, requirementId]);
  useEffect(() => leave, [leave]);
  useEffect(() => {
    if (!finished) return;
    onDone();
    void refreshWork();
    // Told once, when the flow ends; onDone is new at every drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [finished, refreshWork]);

  const prepared = signing.kind === 'ready' || signing.kind === 'working' || finished ? signing.prepared : null;
  const title =
    prepared === null ? `Sign ${recordId}` : `Sign ${prepared.recordId}, revision ${String(prepared.revision)}`;

  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={signing.kind !== 'working'}
      classNames={{ content: styles['content'] ?? '', body: styles['body'] ?? '' }}
      transitionProps={{ duration: 0 }}
    >
      {prepared === null ? (
        <Waiting requirementId={requirementId} obstacle={obstacle} onClose={onClose} />
      ) : (
        <div className={styles['split']}>
          <div className={styles['document']}>
            <Pdf bytes={prepared.pdf} label={prepared.fileName} />
          </div>
          <div className={styles['side']}>
            {signing.kind === 'done' ? (
              <SignedNote prepared={signing.prepared} signed={signing.signed} onClose={onClose} />
            ) : (
              <SigningForm prepared={prepared} requirementId={requirementId ?? ''} onClose={onClose} />
            )}
          </div>
        </div>
      )}
    </Modal>
  );
};

interface WaitingProps {
  readonly requirementId: string | null;
  readonly obstacle: string | null;
  readonly onClose: () => void;
}

const Waiting = ({ requirementId, obstacle, onClose }: WaitingProps) => {
  const signing = useSigning((store) => store.signing);
  const failure =
    requirementId === null
      ? { code: obstacle ?? 'signing/not-yours' }
      : signing.kind === 'unavailable'
        ? signing.failure
        : null;
  return (
    <Center h="100%">
      {failure === null ? (
        <Busy label="Preparing the document" size={36} />
      ) : (
        <Stack maw={520}>
          <FailureNote failure={failure} />
          <Button variant="default" onClick={onClose}>
            Back to the record
          </Button>
        </Stack>
      )}
    </Center>
  );
};
