import { z } from 'zod';
import type { BackupRule } from '../../domain/settings/index.ts';
import { saveSetting, setting, type ReadableVault, type Stamp, type WritableVault } from '../../vault/index.ts';
import { settingInForce } from '../settings/in-force.ts';

/** Members of older vaults' plans that are a setting under control now are left alone where they stand. */
const text = z.string().nullable();
const stored = z.object({ place: text, sameVolumeReason: text, lastTaken: text, lastFailure: text }).catchall(z.json());

/** Where backups go on this computer, and how the last try went. */
type BackupPlace = Pick<z.infer<typeof stored>, 'place' | 'sameVolumeReason' | 'lastTaken' | 'lastFailure'>;

/** Where, how often and how long; and how the last try went. The rule changes under control, the place does not. */
export type BackupPlan = BackupPlace & BackupRule;

const key = 'backup.plan';

const nowhere: BackupPlace = { place: null, sameVolumeReason: null, lastTaken: null, lastFailure: null };

export const backupPlan = (db: ReadableVault): BackupPlan => {
  const value = setting(db, key);
  const { place, sameVolumeReason, lastTaken, lastFailure } = value === undefined ? nowhere : stored.parse(value);
  return { place, sameVolumeReason, lastTaken, lastFailure, ...settingInForce(db, 'backup.rule') };
};

/** Keeps the place and how the last try went; what the vault began with stays beside it. */
export const saveBackupPlace = (db: WritableVault, stamp: Stamp, next: BackupPlace): void => {
  const { place, sameVolumeReason, lastTaken, lastFailure } = next;
  const value = setting(db, key);
  const before = value === undefined ? {} : stored.parse(value);
  saveSetting(db, stamp, key, { ...before, place, sameVolumeReason, lastTaken, lastFailure });
};
