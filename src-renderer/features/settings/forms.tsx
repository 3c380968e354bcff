import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { BackupForm } from './BackupForm.tsx';
import { BaselineForm } from './BaselineForm.tsx';
import { GateForm } from './GateForm.tsx';
import { PassPhraseForm } from './PassPhraseForm.tsx';
import { SecondFactorForm } from './SecondFactorForm.tsx';
import { SiteTrustForm } from './SiteTrustForm.tsx';
import { TokenModulesForm } from './TokenModulesForm.tsx';
import type { SettingForm } from './types.ts';
import type { SettingKey } from '../../../src-main/contract/index.ts';

/** One form per setting: a setting without one does not compile. */
export const settingForms: { readonly [K in SettingKey]: (form: SettingForm<K>) => ReactNode } = {
  'signing.gate': (form) => <GateForm {...form} />,
  'signing.trust': (form) => <SiteTrustForm {...form} />,
  'signing.tokens': (form) => <TokenModulesForm {...form} />,
  'session.pass-phrases': (form) => <PassPhraseForm {...form} />,
  'session.second-factor': (form) => <SecondFactorForm {...form} />,
  'backup.rule': (form) => <BackupForm {...form} />,
  'access.baseline': (form) => <BaselineForm {...form} />,
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
