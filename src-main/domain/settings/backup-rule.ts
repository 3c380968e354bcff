import { z } from 'zod';
import { defaultBackupPolicy } from '../backup.ts';
import { controlledSetting } from './controlled-setting.ts';

const generations = z.int().min(0).max(120);

const value = z.object({
  everyHours: z.int().min(1).max(720),
  keep: z.object({ days: generations, weeks: generations, months: generations }),
  drillEveryDays: z.int().min(1).max(1098),
});

/** How often a backup is taken, how long generations are kept, how often a restore is tried. Where they go is no rule. */
export type BackupRule = z.infer<typeof value>;

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`;

export const backupRule = controlledSetting<BackupRule>({
  title: 'Backups',
  about:
    'How often a backup is taken and a restore is tried, and which generations stay: the newest of each of so many days, weeks and months.',
  clause: 'EU GMP Annex 11, 7.2; draft Annex 11, 16',
  schema: value,
  initial: defaultBackupPolicy,
  lines: ({ everyHours, keep, drillEveryDays }) => [
    { label: 'Taken', text: everyHours === 1 ? 'every hour' : `every ${everyHours} hours` },
    {
      label: 'Kept',
      text: [count(keep.days, 'day'), count(keep.weeks, 'week'), count(keep.months, 'month')].join(', '),
    },
    { label: 'Restore tried', text: drillEveryDays === 1 ? 'every day' : `every ${drillEveryDays} days` },
  ],
});
