import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingKey, SettingValue } from '../../../src-main/contract/index.ts';

/** The form in which a setting is proposed. `onChange` gets null while what was typed is no value. */
export interface SettingForm<K extends SettingKey> {
  /** The value in force. */
  readonly value: SettingValue<K>;
  readonly onChange: (value: SettingValue<K> | null) => void;
}

/** One form per setting: a setting without one does not compile. */
export const settingForms: { readonly [K in SettingKey]: (form: SettingForm<K>) => ReactNode } = {
  'session.idle-lock': ({ value, onChange }) => (
    <NumberInput
      label="Minutes without input until the vault locks itself"
      description="From 1 to 60. It cannot be switched off."
      min={1}
      max={60}
      allowDecimal={false}
      required
      data-autofocus
      defaultValue={value.minutes}
      onChange={(minutes) =>
        onChange(typeof minutes === 'number' && minutes >= 1 && minutes <= 60 ? { minutes } : null)
      }
    />
  ),
};
