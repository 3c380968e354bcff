import { Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { actionTypeLabel, type ActionType, type Input } from '../../../src-main/contract/index.ts';
import { useAction, type Running } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import type { ActionView, People } from './types.ts';

interface OwnerProps {
  readonly people: People;
  readonly accountId: string;
  readonly name: string;
  readonly onChange: (accountId: string, name: string) => void;
}

/** An account, or the name of somebody without one. */
const OwnerField = ({ people, accountId, name, onChange }: OwnerProps) => (
  <Group grow align="flex-end">
    <NativeSelect
      label="Owner"
      value={accountId}
      data={[
        { value: '', label: 'Somebody without an account' },
        ...people.map((one) => ({ value: one.accountId, label: one.fullName })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value, name)}
    />
    {accountId === '' && (
      <TextInput
        label="Name of the owner"
        required
        value={name}
        onChange={(event) => onChange('', event.currentTarget.value)}
      />
    )}
  </Group>
);

const ownerInput = (accountId: string, name: string) => ({
  accountId: accountId === '' ? null : accountId,
  name: accountId === '' ? name.trim() : '',
});

interface EditProps {
  readonly action: ActionView;
  readonly people: People;
  readonly onClose: () => void;
  readonly onDone: (action: ActionView) => void;
}

/** Another owner or day, with the reason. What was agreed stays as it is. */
export const EditAction = ({ action, people, onClose, onDone }: EditProps) => {
  const change = useAction('actions.change');
  const [owner, setOwner] = useState({ id: action.owner.accountId ?? '', name: action.owner.name });
  const [dueOn, setDueOn] = useState(action.dueOn);
  const [check, setCheck] = useState(action.effectiveness.dueOn ?? '');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const next = await change.run({
      actionId: action.id,
      owner: ownerInput(owner.id, owner.name),
      dueOn,
      effectivenessDueOn: check === '' ? null : check,
      reason: reason.trim(),
    });
    if (next !== null) onDone(next);
  };
  return (
    <Dialog
      opened
      title={`Change ${action.id}`}
      confirm="Change"
      size="lg"
      state={change.state}
      ready={reason.trim().length >= 3 && dueOn !== ''}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <OwnerField
        people={people}
        accountId={owner.id}
        name={owner.name}
        onChange={(id, name) => setOwner({ id, name })}
      />
      <Group grow align="flex-start">
        <DateField id="action-due" label="Due on" required value={dueOn} onChange={setDueOn} />
        <DateField id="action-check" label="Effectiveness check on" value={check} onChange={setCheck} />
      </Group>
      <Textarea
        label="Reason"
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  );
};

/** What is agreed of an action, as its dialog answers. */
export type NewAction = Omit<Input<'actions.add'>, 'systemId' | 'recordId'>;

interface DialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly people: People;
  readonly state: Running;
  readonly onClose: () => void;
  readonly onSubmit: (action: NewAction) => void;
  /** Fields before the action's own. */
  readonly children?: ReactNode;
}

/** Asks for an action: what is done, how one will see it, by whom and until when. */
export const ActionDialog = ({ title, confirm, people, state, onClose, onSubmit, children }: DialogProps) => {
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState('');
  const [type, setType] = useState<ActionType>('correct');
  const [owner, setOwner] = useState({ id: people[0]?.accountId ?? '', name: '' });
  const [dueOn, setDueOn] = useState('');
  const [check, setCheck] = useState('');
  return (
    <Dialog
      opened
      title={title}
      confirm={confirm}
      size="lg"
      state={state}
      ready={text.trim() !== '' && outcome.trim().length >= 3 && dueOn !== ''}
      onClose={onClose}
      onConfirm={() =>
        onSubmit({
          action: text.trim(),
          outcome: outcome.trim(),
          type,
          owner: ownerInput(owner.id, owner.name),
          dueOn,
          effectivenessDueOn: check === '' ? null : check,
        })
      }
    >
      {children}
      <TextInput
        label="Action"
        description="Begin with a verb: replace, test, describe."
        required
        data-autofocus
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Textarea
        label="Verifiable outcome"
        description="How one will see that it is done."
        required
        autosize
        minRows={2}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
      <NativeSelect
        label="Type"
        value={type}
        data={Object.entries(actionTypeLabel).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setType(event.currentTarget.value as ActionType)}
      />
      <OwnerField
        people={people}
        accountId={owner.id}
        name={owner.name}
        onChange={(id, name) => setOwner({ id, name })}
      />
      <Group grow align="flex-start">
        <DateField id="new-action-due" label="Due on" required value={dueOn} onChange={setDueOn} />
        <DateField id="new-action-check" label="Effectiveness check on" value={check} onChange={setCheck} />
      </Group>
    </Dialog>
  );
};

interface AddProps {
  readonly systems: readonly { readonly id: string; readonly name: string }[];
  /** Given where the action is added to a record. */
  readonly recordId: string | null;
  readonly people: People;
  readonly onClose: () => void;
  readonly onDone: (action: ActionView) => void;
}

/** An action that no record agreed: entered by hand for a system, or beside a record. */
export const AddAction = ({ systems, recordId, people, onClose, onDone }: AddProps) => {
  const add = useAction('actions.add');
  const [systemId, setSystemId] = useState(systems[0]?.id ?? '');
  const submit = async (action: NewAction) => {
    const next = await add.run({ systemId, recordId, ...action });
    if (next !== null) onDone(next);
  };
  return (
    <ActionDialog
      title="New action"
      confirm="Add"
      people={people}
      state={add.state}
      onClose={onClose}
      onSubmit={(action) => void submit(action)}
    >
      {recordId === null && (
        <NativeSelect
          label="System"
          value={systemId}
          data={systems.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setSystemId(event.currentTarget.value)}
        />
      )}
    </ActionDialog>
  );
};
