import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, monthsOf } from '../../../src-main/domain/days.ts';
import { displayInstant } from '../../../src-main/domain/display.ts';
import { localTime } from '../../../src-main/domain/local-time.ts';

describe('days of the calendar', () => {
  test('months keep the day, or end with the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-11-15', 14)).toBe('2028-01-15');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  });

  test('adding days and counting them agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        expect(daysBetween('2026-03-01', addDays('2026-03-01', days))).toBe(days);
      }),
    );
  });

  test('the months of a period, bounded whatever it claims', () => {
    expect(monthsOf({ start: '2025-11-15', end: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsOf({ start: '0001-01-01', end: '9999-01-01' })).toHaveLength(120);
    expect(monthsOf({ start: '2026-02-01', end: '2026-01-01' })).toEqual([]);
  });
});

describe('time for a reader', () => {
  test('shows the wall clock, the offset and the zone, in summer and in winter', () => {
    expect(displayInstant('2026-07-01T10:00:00.000Z', 'Europe/Berlin')).toBe(
      '2026-07-01 12:00:00 +02:00 (Europe/Berlin)',
    );
    expect(displayInstant('2026-12-31T23:30:00.000Z', 'Europe/Berlin')).toBe(
      '2027-01-01 00:30:00 +01:00 (Europe/Berlin)',
    );
    expect(displayInstant('2026-01-01T00:15:59.999Z', 'America/St_Johns')).toBe(
      '2025-12-31 20:45:59 -03:30 (America/St_Johns)',
    );
    expect(localTime('2026-01-01T00:00:00.000Z', 'Asia/Kathmandu').offsetMinutes).toBe(345);
  });
});
