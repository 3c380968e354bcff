import { z } from 'zod';
import { call } from './call.ts';
import { empty, instant, reason, secret } from './shapes.ts';

const generation = z.object({
  /** Names the generation in calls; its path stays in the main process. */
  id: z.string().max(300),
  takenAt: instant,
  bytes: z.number().int(),
  /** Number of the last audit entry in it. */
  head: z.number().int().nullable(),
});

/** What an interrupted backup or restore left behind. */
const leftover = z.object({
  name: z.string(),
  /** Where it lies, shortened for reading. */
  place: z.string(),
  bytes: z.number().int(),
  startedAt: instant.nullable(),
  /** It is proven to be unfinished and of this vault; else it is only named. */
  removable: z.boolean(),
});

const drill = z.object({
  at: instant,
  who: z.string(),
  generation: z.string(),
  passed: z.boolean(),
  /** What was read in it, or the code of what stood against it. */
  result: z.string(),
  /** Number of the last audit entry that was found in it; null where it could not be read. */
  head: z.number().int().nullable(),
});

export const backupState = z.object({
  /** Where backups are kept, shortened for reading; null where nothing was chosen yet. */
  place: z.string().nullable(),
  /** Why backups lie on the vault's own volume, where they do. */
  sameVolumeReason: z.string().nullable(),
  everyHours: z.number().int(),
  keep: z.object({ days: z.number().int(), weeks: z.number().int(), months: z.number().int() }),
  due: z.boolean(),
  /** Days between restore drills. */
  drillEveryDays: z.number().int(),
  /** When the next restore drill is due; null where there is no backup to restore yet. */
  nextDrill: instant.nullable(),
  drillDue: z.boolean(),
  lastTaken: instant.nullable(),
  /** Code of the last failure, where the last try failed. */
  lastFailure: z.string().nullable(),
  generations: z.array(generation),
  /** Names of folders that are called as backups of this vault are, and cannot be read as one. */
  unreadable: z.array(z.string()),
  drills: z.array(drill),
  leftovers: z.array(leftover),
});

export const backupCalls = {
  'backup.state': call(empty, backupState),
  /** Lets an administrator choose the folder in a dialog of the host; an own volume needs a reason (draft Annex 11, 16.3). */
  'backup.choosePlace': call(z.object({ sameVolumeReason: reason.nullable() }), backupState),
  'backup.take': call(empty, backupState),
  /** Removes the leftovers that are proven to be unfinished copies of this vault; the others stay. */
  'backup.clearLeftovers': call(empty, backupState),
  /** Restores a generation beside the vault, reads all of it, and records the result. */
  'backup.drill': call(z.object({ generation: z.string().max(300), passPhrase: secret }), backupState),
};
