import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { recordTypes, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useDraft } from '../../stores/draft.ts';
import { useDraftView } from '../../stores/draft-view.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FindingsList } from '../../ui/form/FindingsList.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { StepButton } from './StepButton.tsx';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  readonly onChanged: (view: RecordView) => void;
  /** Reads the record anew: what a step still lacks depends on what was typed since. */
  readonly onReload: () => Promise<void>;
}

type Step = Output<'records.get'>['stageSteps'][number];

/** The working steps that lead on from where the record stands. */
export const StageActions = ({ view, onChanged, onReload }: Props) => {
  const [chosen, setChosen] = useState<string | null>(null);
  const take = useAction('records.takeStage');
  const flush = useDraft((store) => store.flush);
  const step = view.stageSteps.find(({ id }) => id === chosen);
  const close = () => setChosen(null);

  const start = async ({ id }: Step) => {
    if (!(await flush())) return;
    await onReload();
    setChosen(id);
  };
  const confirm = async (reason: string | null) => {
    if (step === undefined) return;
    const next = await take.run({ recordId: view.summary.id, step: step.id, reason });
    if (next === null) return;
    close();
    announce(`${step.label}: done.`);
    onChanged(next);
  };

  return (
    <>
      {view.stageSteps.map((one) => (
        <StepButton key={one.id} obstacle={one.obstacle} onClick={() => void start(one)}>
          {one.label}
        </StepButton>
      ))}
      {step !== undefined && step.findings.length > 0 && <Missing view={view} step={step} onClose={close} />}
      {step?.findings.length === 0 &&
        (step.needsReason ? (
          <ReasonDialog
            opened
            title={step.label}
            confirm={step.label}
            state={take.state}
            onClose={close}
            onConfirm={(reason) => void confirm(reason)}
          >
            The record moves on; who took the step, when and why stays in its history.
          </ReasonDialog>
        ) : (
          <Dialog
            opened
            title={step.label}
            confirm={step.label}
            state={take.state}
            onClose={close}
            onConfirm={() => void confirm(null)}
          >
            The record moves on; who took the step and when stays in its history.
          </Dialog>
        ))}
    </>
  );
};

interface MissingProps {
  readonly view: RecordView;
  readonly step: Step;
  readonly onClose: () => void;
}

const Missing = ({ view, step, onClose }: MissingProps) => {
  const [, go] = useLocation();
  const lookAt = useDraftView((store) => store.lookAt);
  return (
    <Modal opened onClose={onClose} title={`${step.label}: not yet`} size="lg">
      <Stack gap="md">
        <Text size="sm">This has to be settled before the step is taken.</Text>
        <FindingsList
          form={recordTypes[view.summary.type].form}
          findings={step.findings}
          onGo={(finding) => {
            onClose();
            lookAt(finding);
            go(`/records/${encodeURIComponent(view.summary.id)}/content/${finding.section}`);
          }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
