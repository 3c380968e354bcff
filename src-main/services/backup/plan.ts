import { z } from 'zod';
import { defaultBackupPolicy } from '../../domain/backup.ts';
import { saveSetting, setting, type ReadableVault, type Stamp, type WritableVault } from '../../vault/index.ts';

const plan = z.object({
  place: z.string().nullable(),
  sameVolumeReason: z.string().nullable(),
  everyHours: z.number(),
  keep: z.object({ days: z.number(), weeks: z.number(), months: z.number() }),
  drillEveryDays: z.number().default(defaultBackupPolicy.drillEveryDays),
  lastTaken: z.string().nullable(),
  lastFailure: z.string().nullable(),
});

/** Where, how often and how long; and how the last try went. A setting of the vault. */
export type BackupPlan = z.infer<typeof plan>;

const key = 'backup.plan';

export const backupPlan = (db: ReadableVault): BackupPlan => {
  const stored = setting(db, key);
  return stored === undefined
    ? { place: null, sameVolumeReason: null, ...defaultBackupPolicy, lastTaken: null, lastFailure: null }
    : plan.parse(stored);
};

export const saveBackupPlan = (db: WritableVault, stamp: Stamp, next: BackupPlan): void =>
  saveSetting(db, stamp, key, next);
