import { Button, Group, NativeSelect, Switch, Text, TextInput } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { ReferenceKind, referenceLabel, type Input } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import type { Choice } from './AddLink.tsx';

interface Props {
  readonly of: { readonly kind: 'record' | 'action'; readonly id: string };
  readonly systemId: string;
  readonly relations: readonly Choice[];
  readonly onClose: () => void;
  readonly onAdded: () => Promise<void>;
}

type Reference = Input<'references.add'>['reference'];

/** Relations whose other end may be a reference, the most telling first. */
const toReferences = ['resolved-by', 'fixed-by', 'caused-by', 'mentions'];

const valueLabel: Readonly<Record<Reference['kind'], string>> = {
  change: 'Change number',
  ticket: 'Ticket number',
  url: 'Address',
  commit: 'Hash, 7 digits at least',
};

/** A change, ticket, address or commit that the record points to. A commit is looked up on this machine first. */
export const AddReference = ({ of, systemId, relations, onClose, onAdded }: Props) => {
  const offered = relations.filter(({ relation, direction }) => direction === 'out' && toReferences.includes(relation));
  const [place, setPlace] = useState(0);
  const [kind, setKind] = useState<Reference['kind']>('change');
  const [value, setValue] = useState('');
  const [title, setTitle] = useState('');
  const [date, setDate] = useState('');
  const [changeKind, setChangeKind] = useState<'standard' | 'normal' | 'emergency'>('normal');
  const [gxpImpact, setGxpImpact] = useState(false);
  const [major, setMajor] = useState(false);
  const [repository, setRepository] = useState<string>('');
  const known = useCall('references.list', { systemId, kind: null });
  const choose = useAction('repositories.choose');
  const addReference = useAction('references.add');
  const addLink = useAction('links.add');

  const repositories = known.state.kind === 'have' ? known.state.value.repositories : [];
  const repositoryId = Number(repository === '' ? (repositories[0]?.id ?? 0) : repository);
  const reference: Reference =
    kind === 'change'
      ? { kind, value, title, date, changeKind, gxpImpact, major }
      : kind === 'commit'
        ? { kind, value, repositoryId }
        : { kind, value, title };
  const ready =
    value.trim() !== '' &&
    (kind !== 'change' || (title.trim() !== '' && date !== '')) &&
    (kind !== 'commit' || repositoryId > 0);
  const submit = async () => {
    const relation = offered[place]?.relation;
    if (relation === undefined) return;
    const made = await addReference.run({ systemId, reference });
    if (made === null) return;
    if ((await addLink.run({ relation, from: of, to: { kind: 'reference', id: made.id } })) === null) return;
    announce(made.commit === null ? 'The reference was added.' : `The commit was found: ${made.commit.subject}`);
    await onAdded();
  };
  const chooseFolder = async () => {
    const reply = await choose.run({ systemId });
    if (reply?.repository == null) return;
    setRepository(String(reply.repository.id));
    await known.reload();
  };
  return (
    <Dialog
      opened
      title={`Reference of ${of.id}`}
      confirm={kind === 'commit' ? 'Check and add' : 'Add'}
      size="lg"
      state={addReference.state.kind === 'idle' ? addLink.state : addReference.state}
      ready={ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Group grow align="flex-end">
        <NativeSelect
          label={`${of.id} …`}
          value={String(place)}
          data={offered.map(({ words }, index) => ({ value: String(index), label: words }))}
          onChange={(event) => setPlace(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label="Kind of reference"
          value={kind}
          data={Object.values(ReferenceKind).map((one) => ({ value: one, label: referenceLabel[one] }))}
          onChange={(event) => setKind(event.currentTarget.value as Reference['kind'])}
        />
      </Group>
      {kind === 'commit' && (
        <>
          <Group align="flex-end" wrap="nowrap">
            <NativeSelect
              label="Repository on this machine"
              style={{ flex: 1, minWidth: 0 }}
              value={String(repositoryId)}
              data={
                repositories.length === 0
                  ? [{ value: '0', label: 'None chosen yet' }]
                  : repositories.map((one) => ({ value: String(one.id), label: one.path }))
              }
              onChange={(event) => setRepository(event.currentTarget.value)}
            />
            <Button
              variant="default"
              leftSection={<IconFolder size={16} />}
              loading={choose.state.kind === 'running'}
              onClick={() => void chooseFolder()}
            >
              Choose
            </Button>
          </Group>
          {choose.state.kind === 'failed' && <FailureNote failure={choose.state.failure} />}
        </>
      )}
      <TextInput
        label={valueLabel[kind]}
        required
        data-autofocus
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {kind !== 'commit' && (
        <TextInput
          label={kind === 'change' ? 'What is changed' : 'What it is'}
          required={kind === 'change'}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      )}
      {kind === 'change' && (
        <>
          <Group grow align="flex-start">
            <DateField id="reference-date" label="In use since" required value={date} onChange={setDate} />
            <NativeSelect
              label="Kind of change"
              value={changeKind}
              data={[
                { value: 'standard', label: 'Standard' },
                { value: 'normal', label: 'Normal' },
                { value: 'emergency', label: 'Emergency' },
              ]}
              onChange={(event) => setChangeKind(event.currentTarget.value as typeof changeKind)}
            />
          </Group>
          <Switch
            label="GxP impact"
            checked={gxpImpact}
            onChange={(event) => setGxpImpact(event.currentTarget.checked)}
          />
          <Switch
            label="Major: touches the validated state"
            description="An ad-hoc evaluation and a review of the plan fall due within 30 days."
            checked={major}
            onChange={(event) => setMajor(event.currentTarget.checked)}
          />
        </>
      )}
      <Text size="sm" c="dimmed">
        {kind === 'commit'
          ? 'The commit is looked up in the repository; its author, time and subject are kept.'
          : 'Kept as it is typed. Nothing is fetched from the network.'}
      </Text>
    </Dialog>
  );
};
