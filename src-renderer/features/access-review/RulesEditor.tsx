import { Button, Group, Modal, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { conflictsOf, baselineOf, conflictText, baselineText, lineProblem, listOf } from './rules-text.ts';
import type { Rules } from './types.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly systemId: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** The rules of a system as text, one to a line: they paste from and to a spreadsheet. Each version has its reason. */
export const RulesEditor = ({ systemId, onClose, onSaved }: Props) => {
  useFocusBack(true);
  const rules = useCall('access.rules', { systemId });
  return (
    <Modal opened onClose={onClose} size="xl" title="Rules of this system" closeOnClickOutside={false}>
      <Loaded of={rules}>
        {(now) => (
          <RulesForm
            systemId={systemId}
            version={now.version}
            rules={now.rules}
            mayEdit={now.mayEdit}
            onClose={onClose}
            onSaved={onSaved}
          />
        )}
      </Loaded>
    </Modal>
  );
};

interface FormProps extends Props {
  readonly version: number;
  readonly rules: Rules;
  readonly mayEdit: boolean;
}

const RulesForm = ({ systemId, version, rules, mayEdit, onClose, onSaved }: FormProps) => {
  const save = useAction('access.saveRules');
  const [dormant, setDormant] = useState<number | string>(rules.dormantDays);
  const [fresh, setFresh] = useState<number | string>(rules.newAccountDays);
  const [privileged, setPrivileged] = useState(rules.privilegedRoles.join('\n'));
  const [service, setService] = useState(rules.serviceAccounts.join('\n'));
  const [shared, setShared] = useState(rules.sharedAccounts.join('\n'));
  const [conflicts, setConflicts] = useState(conflictText(rules.conflicts));
  const [baseline, setBaseline] = useState(baselineText(rules.baseline));
  const [reason, setReason] = useState('');
  const wrongPair = lineProblem(conflicts, 3);
  const wrongRow = lineProblem(baseline, 3);
  const ready = mayEdit && reason.trim().length >= 3 && wrongPair === null && wrongRow === null;
  const submit = async () => {
    const saved = await save.run({
      systemId,
      base: version,
      reason: reason.trim(),
      rules: {
        dormantDays: Number(dormant),
        newAccountDays: Number(fresh),
        privilegedRoles: listOf(privileged),
        serviceAccounts: listOf(service),
        sharedAccounts: listOf(shared),
        conflicts: conflictsOf(conflicts),
        baseline: baselineOf(baseline),
      },
    });
    if (saved !== null) onSaved();
  };
  const text = (
    label: string,
    description: string,
    value: string,
    set: (text: string) => void,
    error?: string | null,
  ) => (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={8}
      readOnly={!mayEdit}
      value={value}
      error={error ?? undefined}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
  return (
    <Stack gap="sm">
      <Group grow>
        <NumberInput
          label="Dormant after"
          suffix=" days without login"
          min={1}
          max={3660}
          readOnly={!mayEdit}
          value={dormant}
          onChange={setDormant}
        />
        <NumberInput
          label="May stay unused for"
          suffix=" days once made"
          min={1}
          max={3660}
          readOnly={!mayEdit}
          value={fresh}
          onChange={setFresh}
        />
      </Group>
      {text(
        'Roles that exclude each other',
        'One pair to a line: role | role | why. A * stands for any text.',
        conflicts,
        setConflicts,
        wrongPair,
      )}
      {text(
        'Role baseline',
        'What people may hold, one row to a line: department | job title | roles parted by commas. * is everybody.',
        baseline,
        setBaseline,
        wrongRow,
      )}
      {text('Privileged roles', 'One pattern to a line.', privileged, setPrivileged)}
      <Group grow align="flex-start">
        {text('Service accounts', 'One pattern to a line.', service, setService)}
        {text('Shared accounts', 'One pattern to a line.', shared, setShared)}
      </Group>
      {mayEdit && (
        <TextInput
          label="Reason"
          description={`Kept with version ${String(version + 1)} of the rules. A review that has begun keeps its own.`}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {save.state.kind === 'failed' && <FailureNote failure={save.state.failure} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {mayEdit ? 'Cancel' : 'Close'}
        </Button>
        {mayEdit && (
          <Button disabled={!ready} loading={save.state.kind === 'running'} onClick={() => void submit()}>
            Save the rules
          </Button>
        )}
      </Group>
    </Stack>
  );
};
