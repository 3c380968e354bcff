import { Button, Group, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { rowsIn, setValue } from '../../ui/form/edit.ts';
import type { BelowProps } from '../entries/EntryForm.tsx';

/** Puts a system of the inventory into the table of systems served, so that nobody types its number. */
export const SystemsServed = ({ content, onEdit }: BelowProps) => {
  const systems = useCall('systems.list', {});
  const [chosen, setChosen] = useState('');
  const served = new Set(rowsIn(content['services'], 'systems').map((row) => row['system']));
  const free = systems.state.kind === 'have' ? systems.state.value.systems.filter(({ id }) => !served.has(id)) : [];
  const add = () => {
    onEdit('services', (before) =>
      setValue('systems', [...rowsIn(before, 'systems'), { system: chosen, purpose: null }])(before),
    );
    setChosen('');
  };
  return (
    <Group gap="sm" align="flex-end" mt="md">
      <NativeSelect
        label="System of the inventory"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          { value: '', label: free.length === 0 ? 'No other system' : 'Choose …' },
          ...free.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
        ]}
      />
      <Button variant="default" leftSection={<IconPlus size={14} />} disabled={chosen === ''} onClick={add}>
        Add to the systems served
      </Button>
    </Group>
  );
};
