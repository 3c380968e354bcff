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
  const [chosen, setChosen] = useState<string | null>(null);
  const add = useAction('links.add');
  const choice = relations[place];
  const found = useCall(
    'links.candidates',
    choice === undefined ? null : { of, relation: choice.relation, direction: choice.direction, search: searched },
  );
  const candidates = found.state.kind === 'have' ? found.state.value.candidates : [];
  const target = candidates.find(({ kind, id }) => `${kind} ${id}` === chosen);
  const submit = async () => {
    if (choice === undefined || target === undefined) return;
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
      ready={target !== undefined}
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
            <Radio.Group aria-label="Link with" value={chosen} onChange={setChosen}>
              <Stack gap={6} mah={280} style={{ overflowY: 'auto' }} py={4}>
                {value.candidates.map((one) => (
                  <Radio
                    key={`${one.kind} ${one.id}`}
                    value={`${one.kind} ${one.id}`}
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
