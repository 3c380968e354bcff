import { Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { isCalled, type Named } from '../lib/is-called.ts';
import { count } from '../lib/text.ts';

interface Props<T> {
  readonly people: readonly T[];
  /** The list reaches the edges of its panel: the search keeps off them. */
  readonly inset?: boolean;
  readonly children: (found: readonly T[]) => ReactNode;
}

/** People that the eye finds without help. */
const few = 10;

/** A list of people; a long one can be searched by name. */
export const FindPerson = <T extends Named>({ people, inset = false, children }: Props<T>) => {
  const [typed, setTyped] = useState('');
  if (people.length <= few) return children(people);
  const found = people.filter((one) => isCalled(one, typed));
  return (
    <>
      <Group align="flex-end" gap="md" px={inset ? 18 : 0} py={inset ? 'sm' : 0}>
        <TextInput
          label="Find a person"
          leftSection={<IconSearch size={16} aria-hidden />}
          w={280}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed" component="output" mb={8}>
          {typed.trim() === ''
            ? count(people.length, 'person', 'people')
            : `${String(found.length)} of ${count(people.length, 'person', 'people')}`}
        </Text>
      </Group>
      {children(found)}
    </>
  );
};
