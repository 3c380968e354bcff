import { Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { roleLabel, roles, type Role } from '../../../src-main/contract/index.ts';
import type { SettingForm } from './types.ts';

/** A number that was typed, or nothing: no limit. */
const limitOf = (typed: string | number): number | undefined => (typeof typed === 'number' ? typed : undefined);

/** What a procedure allows of roles. */
export const BaselineForm = ({ value, onChange }: SettingForm<'access.baseline'>) => {
  const [typed, setTyped] = useState({ ...value, procedure: value.procedure ?? '' });
  const set = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    const procedure = next.procedure.trim();
    onChange({ ...next, procedure: procedure === '' ? null : procedure });
  };
  const limit = (role: Role, most: number | undefined) => {
    const { [role]: _, ...others } = typed.mostHolders;
    set({ mostHolders: most === undefined ? others : { ...others, [role]: most } });
  };
  return (
    <>
      <TextInput
        label="Number and title of the procedure"
        description="The one that says who may hold what, e.g. SOP-044 Access to GxP systems."
        data-autofocus
        value={typed.procedure}
        onChange={(event) => set({ procedure: event.currentTarget.value })}
      />
      <NumberInput
        label="Roles that one person may hold"
        description="Empty: no limit."
        min={1}
        max={roles.length}
        clampBehavior="strict"
        allowDecimal={false}
        value={typed.mostRoles ?? ''}
        onChange={(most) => set({ mostRoles: limitOf(most) ?? null })}
      />
      <Group gap="sm" align="flex-end">
        {roles.map((role) => (
          <NumberInput
            key={role}
            w="calc(50% - 6px)"
            label={`Most people as ${roleLabel[role]}`}
            min={0}
            max={1000}
            clampBehavior="strict"
            allowDecimal={false}
            value={typed.mostHolders[role] ?? ''}
            onChange={(most) => limit(role, limitOf(most))}
          />
        ))}
      </Group>
    </>
  );
};
