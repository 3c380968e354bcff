import { NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { kindOf } from './EntityName.tsx';

export type Choice = Output<'links.of'>['relations'][number];

type Candidate = Output<'links.candidates'>['candidates'][number];

const nameOf = ({ kind, id }: Candidate): string => `${kind} ${id}`;

interface Props {
  readonly of: { readonly kind: 'record' | 'action'; readonly id: string };
  readonly relations: readonly Choice[];
  readonly onClose: () => void;
  readonly onAdded: () => Promise<void>;
}

/** Chooses a relation in words, then what stands at its other end. */
export const AddLink = ({ of, relations, onClose, onAdded }: Props) => {
  const [place, setPlace] = useState(0);
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search, 200);
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const add = useAction('links.add');
  const choice = relations[place];
  const found = useCall(
    'links.candidates',
    choice === undefined ? null : { of, relation: choice.relation, direction: choice.direction, search: searched },
  );
  // What was chosen stays chosen while a new search is under way, and goes when the search has an answer without it.
  const gone =
    found.state.kind === 'have' &&
    !found.state.value.candidates.some(({ kind, id }) => kind === chosen?.kind && id === chosen.id);
  const target = gone ? null : chosen;
  const submit = async () => {
    if (choice === undefined || target === null) return;
    const other = { kind: target.kind, id: target.id };
    const [from, to] = choice.direction === 'out' ? [of, other] : [other, of];
    if ((await add.run({ relation: choice.relation, from, to })) === null) return;
    announce('The link was added.');
    await onAdded();
  };
  return (
    <Dialog
      opened
      title={`Link ${of.id}`}
      confirm="Add link"
      size="lg"
      state={add.state}
      ready={target !== null}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <NativeSelect
        label={`${of.id} …`}
        data-autofocus
        value={String(place)}
        data={relations.map(({ words }, index) => ({ value: String(index), label: words }))}
        onChange={(event) => {
          setPlace(Number(event.currentTarget.value));
          setChosen(null);
        }}
      />
      <TextInput
        label="Find by number or title"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Loaded of={found}>
        {(value) =>
          value.candidates.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing that this relation may join fits.
            </Text>
          ) : (
            <Radio.Group
              aria-label="Link with"
              value={target === null ? null : nameOf(target)}
              onChange={(name) => setChosen(value.candidates.find((one) => nameOf(one) === name) ?? null)}
            >
              <Stack gap={6} mah={280} style={{ overflowY: 'auto' }} py={4}>
                {value.candidates.map((one) => (
                  <Radio
                    key={nameOf(one)}
                    value={nameOf(one)}
                    label={`${one.id} ${one.title === one.id ? '' : one.title}`}
                    description={kindOf(one)}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )
        }
      </Loaded>
    </Dialog>
  );
};
