import { daysBetween } from './days.ts';

/** How often a backup is due and how long its generations are kept. */
export interface BackupPolicy {
  /** Hours after the last good backup at which the next one is due. */
  readonly everyHours: number;
  /** The newest backup of each of so many days, ISO weeks and months is kept; everything of the last 24 hours is. */
  readonly keep: { readonly days: number; readonly weeks: number; readonly months: number };
  /** Days after the last restore drill that passed at which the next one is due (Annex 11 7.2; draft 16.6). */
  readonly drillEveryDays: number;
}

export const defaultBackupPolicy: BackupPolicy = {
  everyHours: 24,
  keep: { days: 7, weeks: 5, months: 12 },
  drillEveryDays: 180,
};

const dayMs = 86_400_000;

/** Monday of the week that a day lies in (ISO 8601). */
const weekOf = (instant: string): string => {
  const monday = '2024-01-01';
  return String(Math.floor(daysBetween(monday, instant.slice(0, 10)) / 7));
};

/**
 * Which generations a rule keeps (grandfather, father, son). `taken` and `now` are UTC, ISO 8601. The newest is always
 * kept, whatever the rule says.
 */
export const keptGenerations = (
  taken: readonly string[],
  { keep }: Pick<BackupPolicy, 'keep'>,
  now: string,
): ReadonlySet<string> => {
  const newestFirst = [...taken].sort().reverse();
  const recent = newestFirst.filter((one) => Date.parse(now) - Date.parse(one) < dayMs);
  const newestOf = (group: (instant: string) => string, count: number): readonly string[] => {
    const first = new Map<string, string>();
    for (const one of newestFirst) if (!first.has(group(one))) first.set(group(one), one);
    return [...first.values()].slice(0, count);
  };
  return new Set([
    ...newestFirst.slice(0, 1),
    ...recent,
    ...newestOf((one) => one.slice(0, 10), keep.days),
    ...newestOf(weekOf, keep.weeks),
    ...newestOf((one) => one.slice(0, 7), keep.months),
  ]);
};

/**
 * Whether a backup is due. `last` is when the last good one was taken, null where there is none. One that lies ahead was taken
 * by a clock that was wrong, and puts nothing off: else none would be taken until that day.
 */
export const backupDue = (
  { everyHours }: Pick<BackupPolicy, 'everyHours'>,
  last: string | null,
  now: string,
): boolean => last === null || last > now || Date.parse(now) - Date.parse(last) >= everyHours * 3_600_000;

/**
 * When the next restore drill is due, UTC. A drill that failed puts nothing off, and where none passed yet one is due as
 * soon as there is a backup.
 */
export const nextDrill = (
  { drillEveryDays }: Pick<BackupPolicy, 'drillEveryDays'>,
  lastPassed: string | null,
  firstBackup: string | null,
): string | null =>
  lastPassed === null ? firstBackup : new Date(Date.parse(lastPassed) + drillEveryDays * dayMs).toISOString();
