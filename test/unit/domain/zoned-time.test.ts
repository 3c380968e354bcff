import { describe, expect, test } from 'vitest';
import { completenessOf } from '../../../src-main/domain/completeness.ts';
import { displayValue } from '../../../src-main/domain/display.ts';
import { column, datetime, section } from '../../../src-main/domain/fields.ts';
import {
  dayOfZonedTime,
  joinZonedTime,
  minutesBetween,
  readZonedTime,
  splitZonedTime,
  zonedTimeAt,
} from '../../../src-main/domain/zoned-time.ts';

describe('a time with its zone', () => {
  test.each([
    ['2026-03-01T10:32+01:00[Europe/Berlin]', '2026-03-01T09:32:00.000Z', '2026-03-01T10:32+01:00[Europe/Berlin]'],
    ['2026-03-01 10:32 [Europe/Berlin]', '2026-03-01T09:32:00.000Z', '2026-03-01T10:32+01:00[Europe/Berlin]'],
    ['2026-07-01 10:32:05[Europe/Berlin]', '2026-07-01T08:32:05.000Z', '2026-07-01T10:32:05+02:00[Europe/Berlin]'],
    ['2026-03-01T10:32Z', '2026-03-01T10:32:00.000Z', '2026-03-01T10:32+00:00'],
    ['2026-03-01T10:32 -0530', '2026-03-01T16:02:00.000Z', '2026-03-01T10:32-05:30'],
    ['2026-03-01 10:32[Asia/Kathmandu]', '2026-03-01T04:47:00.000Z', '2026-03-01T10:32+05:45[Asia/Kathmandu]'],
    // The hour that Berlin had twice: the first one unless the offset says otherwise.
    ['2026-10-25 02:30[Europe/Berlin]', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30+02:00[Europe/Berlin]'],
    ['2026-10-25 02:30 +01:00[Europe/Berlin]', '2026-10-25T01:30:00.000Z', '2026-10-25T02:30+01:00[Europe/Berlin]'],
  ])('%s', (text, instant, normal) => {
    const read = readZonedTime(text);
    expect(read).toMatchObject({ ok: true, value: { instant, text: normal } });
    expect(readZonedTime(normal)).toEqual(read);
  });

  test.each([
    ['2026-02-30 10:32[Europe/Berlin]', 'zoned-time/malformed'],
    ['2026-03-01 24:00[Europe/Berlin]', 'zoned-time/malformed'],
    ['10:32', 'zoned-time/malformed'],
    ['2026-03-01 10:32', 'zoned-time/no-zone'],
    ['2026-03-01 10:32[Europe/Atlantis]', 'zoned-time/unknown-zone'],
    ['2026-03-29 02:30[Europe/Berlin]', 'zoned-time/skipped'],
    ['2026-03-01 10:32+02:00[Europe/Berlin]', 'zoned-time/wrong-offset'],
  ])('%s is refused: %s', (text, code) => {
    expect(readZonedTime(text)).toMatchObject({ ok: false, error: { code } });
  });

  test.each([
    ['2026-03-01 10:32', 'Europe/Berlin', '2026-03-01T10:32+01:00[Europe/Berlin]'],
    ['2026-03-01 10:32 America/New_York', 'Europe/Berlin', '2026-03-01T10:32-05:00[America/New_York]'],
    ['2026-03-01 10:32 +01:00 (Europe/Berlin)', 'UTC', '2026-03-01T10:32+01:00[Europe/Berlin]'],
    ['2026-03-01T10:32+01:00[Europe/Berlin]', 'UTC', '2026-03-01T10:32+01:00[Europe/Berlin]'],
    ['2026-10-25 02:30 +01:00', 'Europe/Berlin', '2026-10-25T02:30+01:00[Europe/Berlin]'],
    ['2026-03-01T09:32Z', 'Europe/Berlin', '2026-03-01T09:32+00:00'],
    ['2026-03-01 10:3', 'Europe/Berlin', '2026-03-01 10:3[Europe/Berlin]'],
  ])('%s typed beside %s becomes %s', (typed, zone, value) => {
    expect(joinZonedTime(typed, zone)).toBe(value);
  });

  test('what two controls show makes the same value again, typed in part or whole', () => {
    for (const value of [
      '2026-03-01T10:32+01:00[Europe/Berlin]',
      '2026-10-25T02:30+01:00[Europe/Berlin]',
      '2026-03-01T10:32-05:30',
      '2026-03-0[Europe/Berlin]',
    ]) {
      const { time, zone } = splitZonedTime(value);
      expect(joinZonedTime(time, zone)).toBe(value);
    }
  });

  test('minutes across a change of the clock, and none where a time is missing', () => {
    expect(minutesBetween('2026-03-29T01:30+01:00[Europe/Berlin]', '2026-03-29T03:30+02:00[Europe/Berlin]')).toBe(60);
    expect(minutesBetween(null, '2026-03-29T03:30+02:00')).toBeNull();
    expect(minutesBetween('soon', '2026-03-29T03:30+02:00')).toBeNull();
  });

  test('the day is that of the wall clock, and an instant becomes a wall-clock time [PI 041 9.8]', () => {
    expect(dayOfZonedTime('2026-03-01T00:10+01:00[Europe/Berlin]')).toBe('2026-03-01');
    expect(zonedTimeAt('2026-11-23T09:00:12.000Z', 'Europe/Berlin')).toBe('2026-11-23T10:00+01:00[Europe/Berlin]');
  });

  test('a form says what is wrong with it, and shows it in words', () => {
    const field = datetime('at', 'Detected');
    const form = { sections: [section('a', 'A', { help: '', clauses: [] }, [field])] };
    const messages = (value: string | null) =>
      completenessOf(form, { a: { values: { at: value } } }).map((one) => one.message);
    expect(messages(null)).toEqual(['Detected is missing.']);
    expect(messages('2026-03-01 10:32')).toEqual(['Detected lacks its time zone.']);
    expect(messages('2026-03-29 02:30[Europe/Berlin]')[0]).toContain('the clock was put forward');
    expect(messages('2026-03-01T10:32+01:00[Europe/Berlin]')).toEqual([]);
    if (field.kind === 'table') throw new Error('not a table');
    expect(displayValue(field, '2026-03-01T10:32+01:00[Europe/Berlin]')).toBe(
      '2026-03-01 10:32 +01:00 (Europe/Berlin)',
    );
    expect(displayValue(column.datetime('at', 'At'), '2026-03-01T10:32+01:00[Europe/Berlin]')).toBe(
      '2026-03-01 10:32 +01:00',
    );
  });
});
