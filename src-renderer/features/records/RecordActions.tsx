import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { RecordState } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useDraft } from '../../stores/draft.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { NotComplete } from './NotComplete.tsx';
import { SendForSignature } from './SendForSignature.tsx';
import { StepButton } from './StepButton.tsx';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  readonly onChanged: (view: RecordView) => void;
  /** Reads the record anew: which signatures are needed depends on what was typed since. */
  readonly onReload: () => Promise<void>;
}

type Open = 'none' | 'review' | 'return' | 'send' | 'incomplete' | 'withdraw' | 'revise';

/** The steps that this person can take with the record now. */
export const RecordActions = ({ view, onChanged, onReload }: Props) => {
  const [, go] = useLocation();
  const [open, setOpen] = useState<Open>('none');
  const review = useAction('records.submitForReview');
  const giveBack = useAction('records.returnFromReview');
  const withdraw = useAction('records.withdraw');
  const revise = useAction('records.revise');
  const refresh = useAction('records.refresh');
  const flush = useDraft((store) => store.flush);
  const recordId = view.summary.id;
  const { actions } = view;
  const inForce = view.revisions.find(({ state }) => state === RecordState.Effective)?.revision;
  const close = () => setOpen('none');

  /** Saves what was typed, opens the dialog. */
  const start = async (dialog: Open) => {
    if (!(await flush())) return;
    const { draft } = useDraft.getState();
    const findings = draft.kind === 'open' ? draft.findings : view.findings;
    const incomplete = dialog === 'send' && findings.some(({ severity }) => severity === 'blocking');
    if (dialog === 'send' && !incomplete) await onReload();
    setOpen(incomplete ? 'incomplete' : dialog);
  };
  const finish = async (step: Promise<RecordView | null>, message: string) => {
    const next = await step;
    if (next === null) return;
    close();
    announce(message);
    onChanged(next);
  };

  /** Takes over what the vault holds; the editor then starts from the newer draft. */
  const takeOver = async () => {
    if (!(await flush())) return;
    const { draft } = useDraft.getState();
    const base = draft.kind === 'open' ? draft.base : view.savedAt;
    await finish(refresh.run({ recordId, base }), 'Refreshed from the records of the period.');
  };

  return (
    <>
      {view.summary.state === RecordState.AwaitingSignatures && actions.sign.requirementId !== null && (
        <StepButton
          obstacle={actions.sign.obstacle}
          variant="filled"
          onClick={() => go(`/records/${encodeURIComponent(recordId)}/sign`)}
        >
          Read and sign
        </StepButton>
      )}
      {actions.refresh === null && (
        <Button size="xs" variant="default" loading={refresh.state.kind === 'running'} onClick={() => void takeOver()}>
          Refresh from records
        </Button>
      )}
      <StepButton obstacle={actions.submitForReview} onClick={() => void start('review')}>
        Submit for review
      </StepButton>
      <StepButton obstacle={actions.returnFromReview} onClick={() => void start('return')}>
        Return to author
      </StepButton>
      <StepButton obstacle={actions.sendForSignature} variant="filled" onClick={() => void start('send')}>
        Send for signature
      </StepButton>
      <StepButton obstacle={actions.revise} onClick={() => void start('revise')}>
        Create new revision
      </StepButton>
      <StepButton obstacle={actions.withdraw} variant="subtle" onClick={() => void start('withdraw')}>
        Withdraw
      </StepButton>

      <Dialog
        opened={open === 'review'}
        title="Submit for review"
        confirm="Submit"
        state={review.state}
        onClose={close}
        onConfirm={() => void finish(review.run({ recordId }), 'Submitted for review.')}
      >
        Colleagues can then read the draft and return it to you. It cannot be edited meanwhile.
      </Dialog>
      <ReasonDialog
        opened={open === 'return'}
        title="Return to the author"
        confirm="Return"
        label="What has to change"
        state={giveBack.state}
        onClose={close}
        onConfirm={(reason) => void finish(giveBack.run({ recordId, reason }), 'Returned to the author.')}
      >
        The draft goes back to {view.author.fullName}, who can edit it again.
      </ReasonDialog>
      <ReasonDialog
        opened={open === 'withdraw'}
        title={`Withdraw revision ${String(view.revision)}`}
        confirm="Withdraw"
        danger
        state={withdraw.state}
        onClose={close}
        onConfirm={(reason) =>
          void finish(
            withdraw.run({ recordId, reason }),
            inForce === undefined ? 'Withdrawn.' : `Withdrawn. Revision ${String(inForce)} is in force.`,
          )
        }
      >
        This revision ends here and can never become effective. It stays readable, with everything that happened to it.{' '}
        {inForce !== undefined && `Revision ${String(inForce)} stays in force and is the current one again. `}
        This cannot be undone.
      </ReasonDialog>
      <ReasonDialog
        opened={open === 'revise'}
        title="Create a new revision"
        confirm="Create"
        label="Reason for the change"
        state={revise.state}
        onClose={close}
        onConfirm={(reason) => void finish(revise.run({ recordId, reason }), 'A new revision was created.')}
      >
        The signed revision stays as it is. The new one starts as a draft with the same content and is plainly unsigned
        until it has its own signatures.
      </ReasonDialog>
      {refresh.state.kind === 'failed' && <FailureNote failure={refresh.state.failure} />}
      <NotComplete opened={open === 'incomplete'} view={view} onClose={close} />
      <SendForSignature
        opened={open === 'send'}
        view={view}
        onClose={close}
        onSent={(next) => void finish(Promise.resolve(next), 'Sent for signature.')}
      />
    </>
  );
};
