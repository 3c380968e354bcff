import { Button, Group, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { BackupState } from './types.ts';

interface Props {
  readonly backup: BackupState;
  readonly onChanged: (next: BackupState) => void;
}

/** How often a backup is taken and how long its generations are kept. */
export const BackupPolicy = ({ backup, onChanged }: Props) => {
  const set = useAction('backup.setPolicy');
  const [opened, setOpened] = useState(false);
  const [everyHours, setEveryHours] = useState(backup.everyHours);
  const [keep, setKeep] = useState(backup.keep);
  const [drillEveryDays, setDrillEveryDays] = useState(backup.drillEveryDays);
  const [reason, setReason] = useState('');
  const save = async () => {
    const next = await set.run({ everyHours, keep, drillEveryDays, reason: reason.trim() });
    if (next === null) return;
    setOpened(false);
    announce('The plan was changed.');
    onChanged(next);
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        Change the plan
      </Button>
      <Dialog
        opened={opened}
        title="Change the plan"
        confirm="Change"
        state={set.state}
        ready={reason.trim().length >= 3}
        onClose={() => setOpened(false)}
        onConfirm={() => void save()}
      >
        <NumberInput
          label="Hours between backups"
          min={1}
          max={720}
          value={everyHours}
          onChange={(value) => setEveryHours(Number(value) || 1)}
        />
        <Group grow align="flex-end" gap="sm">
          {(['days', 'weeks', 'months'] as const).map((unit) => (
            <NumberInput
              key={unit}
              label={`Keep one for so many ${unit}`}
              min={0}
              max={120}
              value={keep[unit]}
              onChange={(value) => setKeep({ ...keep, [unit]: Number(value) || 0 })}
            />
          ))}
        </Group>
        <NumberInput
          label="Days between restore drills"
          min={1}
          max={1098}
          value={drillEveryDays}
          onChange={(value) => setDrillEveryDays(Number(value) || 1)}
        />
        <Textarea
          label="Reason"
          description="Kept in the audit trail."
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Dialog>
    </>
  );
};
