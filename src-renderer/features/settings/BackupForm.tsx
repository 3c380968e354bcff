import { Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { SettingForm } from './types.ts';

/** How often a backup is taken, how long generations are kept, how often a restore is tried. */
export const BackupForm = ({ value, onChange }: SettingForm<'backup.rule'>) => {
  const [rule, setRule] = useState(value);
  const set = (change: Partial<typeof rule>) => {
    const next = { ...rule, ...change };
    setRule(next);
    onChange(next);
  };
  return (
    <>
      <NumberInput
        label="Hours between backups"
        min={1}
        max={720}
        clampBehavior="strict"
        allowDecimal={false}
        data-autofocus
        value={rule.everyHours}
        onChange={(typed) => set({ everyHours: Number(typed) || 1 })}
      />
      <Group grow align="flex-end" gap="sm">
        {(['days', 'weeks', 'months'] as const).map((unit) => (
          <NumberInput
            key={unit}
            label={`Keep one for so many ${unit}`}
            min={0}
            max={120}
            clampBehavior="strict"
            allowDecimal={false}
            value={rule.keep[unit]}
            onChange={(typed) => set({ keep: { ...rule.keep, [unit]: Number(typed) || 0 } })}
          />
        ))}
      </Group>
      <NumberInput
        label="Days between restore drills"
        min={1}
        max={1098}
        clampBehavior="strict"
        allowDecimal={false}
        value={rule.drillEveryDays}
        onChange={(typed) => set({ drillEveryDays: Number(typed) || 1 })}
      />
    </>
  );
};
