import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SettingForm } from './types.ts';

interface Row {
  readonly name: string;
  readonly path: string;
}

const absolute = /^(\/|[A-Za-z]:\\)/;

/** The modules by which tokens are reached: a name that people choose, and where the module lies. */
export const TokenModulesForm = ({ value, onChange }: SettingForm<'signing.tokens'>) => {
  const [rows, setRows] = useState<readonly Row[]>(
    value.modules.length === 0 ? [{ name: '', path: '' }] : value.modules,
  );
  const set = (next: readonly Row[]) => {
    setRows(next);
    const modules = next
      .map(({ name, path }) => ({ name: name.trim(), path: path.trim() }))
      .filter(({ name, path }) => name !== '' || path !== '');
    const names = new Set(modules.map(({ name }) => name.toLowerCase()));
    const whole =
      modules.every(({ name, path }) => name !== '' && absolute.test(path)) && names.size === modules.length;
    onChange(whole ? { modules } : null);
  };
  const change = (index: number, part: Partial<Row>) =>
    set(rows.map((row, place) => (place === index ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm">
      {rows.map(({ name, path }, index) => (
        // Rows have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Group key={index} align="flex-end" gap="sm" wrap="nowrap">
          <TextInput
            label={index === 0 ? 'Name' : undefined}
            aria-label={`Name of module ${String(index + 1)}`}
            placeholder="Company card"
            value={name}
            data-autofocus={index === 0 || undefined}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            label={index === 0 ? 'Path of its PKCS#11 module' : undefined}
            aria-label={`Path of module ${String(index + 1)}`}
            placeholder="/usr/lib/opensc-pkcs11.so"
            value={path}
            error={path.trim() !== '' && !absolute.test(path.trim()) ? 'A whole path, from the root' : undefined}
            style={{ flexGrow: 1 }}
            onChange={(event) => change(index, { path: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove module ${String(index + 1)}`}
            onClick={() => set(rows.filter((_, place) => place !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...rows, { name: '', path: '' }])}
        >
          Add a module
        </Button>
      </Group>
    </Stack>
  );
};
