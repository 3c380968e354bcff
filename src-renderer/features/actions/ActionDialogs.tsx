import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { today } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { useWork } from '../../stores/work.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { EditAction } from './EditAction.tsx';
import type { ActionView, People, Step } from './types.ts';

interface Props {
  readonly step: Step | null;
  readonly action: ActionView;
  readonly people: People;
  readonly onClose: () => void;
  readonly onDone: (action: ActionView) => void;
}

/** The dialogs behind the steps of an action. */
export const ActionDialogs = ({ step, onDone, ...props }: Props) => {
  const refreshWork = useWork((store) => store.refresh);
  const done = (message: string) => (next: ActionView) => {
    announce(message);
    void refreshWork();
    onDone(next);
  };
  switch (step) {
    case 'complete':
      return <Complete {...props} onDone={done(`${props.action.id} is done.`)} />;
    case 'drop':
      return <Drop {...props} onDone={done(`${props.action.id} was dropped.`)} />;
    case 'judge':
      return <Judge {...props} onDone={done(`The effect of ${props.action.id} was judged.`)} />;
    case 'change':
      return <EditAction {...props} onDone={done(`${props.action.id} was changed.`)} />;
    default:
      return null;
  }
};

type StepProps = Omit<Props, 'step'>;

const Complete = ({ action, onClose, onDone }: StepProps) => {
  const complete = useAction('actions.complete');
  const [on, setOn] = useState(today);
  const [evidence, setEvidence] = useState('');
  const submit = async () => {
    const next = await complete.run({ actionId: action.id, on, evidence: evidence.trim() });
    if (next !== null) onDone(next);
  };
  return (
    <Dialog
      opened
      title={`${action.id} is done`}
      confirm="Mark as done"
      state={complete.state}
      ready={evidence.trim() !== '' && on !== ''}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        Agreed outcome: <strong>{action.outcome === '' ? action.action : action.outcome}</strong>
      </Text>
      <DateField id="action-done-on" label="Done on" required value={on} onChange={setOn} />
      <Textarea
        label="Evidence"
        description="What shows the outcome: a document, a test, a commit."
        required
        autosize
        minRows={2}
        data-autofocus
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
    </Dialog>
  );
};

const Drop = ({ action, onClose, onDone }: StepProps) => {
  const drop = useAction('actions.drop');
  const submit = async (reason: string) => {
    const next = await drop.run({ actionId: action.id, reason });
    if (next !== null) onDone(next);
  };
  return (
    <ReasonDialog
      opened
      title={`Drop ${action.id}`}
      confirm="Drop"
      danger
      state={drop.state}
      onClose={onClose}
      onConfirm={(reason) => void submit(reason)}
    >
      The action will not be done. It stays in the list and in the next evaluation with your reason.
    </ReasonDialog>
  );
};

const Judge = ({ action, onClose, onDone }: StepProps) => {
  const judge = useAction('actions.judge');
  const [effective, setEffective] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const submit = async () => {
    const next = await judge.run({ actionId: action.id, effective: effective === 'yes', note: note.trim() });
    if (next !== null) onDone(next);
  };
  return (
    <Dialog
      opened
      title={`Was ${action.id} effective?`}
      confirm="Keep the judgement"
      state={judge.state}
      ready={effective !== null && note.trim() !== ''}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        {action.action} Done on {action.closing?.on}: {action.closing?.note}
      </Text>
      <Radio.Group label="Did it have its effect?" required value={effective} onChange={setEffective}>
        <Stack gap={6} mt={6}>
          <Radio value="yes" label="Yes, it was effective" />
          <Radio value="no" label="No, something else has to be done" />
        </Stack>
      </Radio.Group>
      <Textarea
        label="What this is judged by"
        required
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Dialog>
  );
};
