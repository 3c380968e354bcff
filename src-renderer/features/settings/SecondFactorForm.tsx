import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { roleLabel, roles, type Role } from '../../../src-main/contract/index.ts';
import type { SettingForm } from './types.ts';

/** Whose login needs a second factor. */
export const SecondFactorForm = ({ value, onChange }: SettingForm<'session.second-factor'>) => {
  const [chosen, setChosen] = useState<readonly Role[]>(value.roles);
  const choose = (typed: readonly string[]) => {
    const next = roles.filter((role) => typed.includes(role));
    setChosen(next);
    onChange({ roles: next });
  };
  return (
    <Checkbox.Group
      label="Roles"
      description="Who holds one of them and has no second factor yet enrols it before anything else."
      value={[...chosen]}
      onChange={choose}
    >
      <Stack gap={8} mt={8}>
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={roleLabel[role]} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};
