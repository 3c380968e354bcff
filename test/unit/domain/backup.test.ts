import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupDue, nextDrill, defaultBackupPolicy, keptGenerations } from '../../../src-main/domain/backup.ts';

const policy = { everyHours: 24, keep: { days: 2, weeks: 2, months: 2 } };
const now = '2026-11-25T12:00:00.000Z';
const at = (day: string, time = '06:00'): string => `${day}T${time}:00.000Z`;

describe('generations of backups', () => {
  test('the last 24 hours stay whole; then one a day, one a week, one a month', () => {
    const taken = [
      at('2026-11-25', '11:00'),
      at('2026-11-25'),
      at('2026-11-24', '13:00'),
      at('2026-11-24'),
      at('2026-11-23'),
      at('2026-11-20'),
      at('2026-11-16'),
      at('2026-10-30'),
      at('2026-10-01'),
      at('2026-09-30'),
    ];
    expect([...keptGenerations(taken, policy, now)].sort()).toEqual(
      [
        at('2026-11-25', '11:00'),
        at('2026-11-25'),
        at('2026-11-24', '13:00'),
        // The newest of the week before, and of the month before.
        at('2026-11-20'),
        at('2026-10-30'),
      ].sort(),
    );
  });

  test('whatever the rule, the newest stays, and nothing is kept that was not there', () => {
    const instants = fc.array(
      fc.date({ min: new Date('2020-01-01'), max: new Date(now), noInvalidDate: true }).map((one) => one.toISOString()),
    );
    const counts = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(instants, counts, counts, counts, (taken, days, weeks, months) => {
        const kept = keptGenerations(taken, { keep: { days, weeks, months } }, now);
        expect([...kept].every((one) => taken.includes(one))).toBe(true);
        const newest = [...taken].sort().at(-1);
        if (newest !== undefined) expect(kept.has(newest)).toBe(true);
      }),
    );
  });

  test('a backup is due where there is none, and when its hours are over', () => {
    expect(backupDue(defaultBackupPolicy, null, now)).toBe(true);
    expect(backupDue(defaultBackupPolicy, at('2026-11-24', '12:01'), now)).toBe(false);
    expect(backupDue(defaultBackupPolicy, at('2026-11-24', '12:00'), now)).toBe(true);
  });
});

test('a restore drill is due with the first backup, and so many days after the last one that passed', () => {
  const every = { drillEveryDays: 90 };
  expect(nextDrill(every, null, null)).toBeNull();
  expect(nextDrill(every, null, '2026-01-05T08:00:00.000Z')).toBe('2026-01-05T08:00:00.000Z');
  expect(nextDrill(every, '2026-01-05T08:00:00.000Z', '2025-01-01T00:00:00.000Z')).toBe('2026-04-05T08:00:00.000Z');
});

test('a backup that was taken by a clock that ran ahead puts off none [MHRA 6.11-6.17]', () => {
  expect(backupDue(policy, at('2027-11-25'), now)).toBe(true);
  expect(backupDue(policy, at('2026-11-25'), now)).toBe(false);
});
