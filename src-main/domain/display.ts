import type { Column, Field, Scalar } from './form.ts';

/** What stands in every copy of a record where nothing was entered. */
export const blankText = '–';

/** A value in the words of its field: the one text that screen, PDF and tests share. */
export const displayValue = (field: Exclude<Field, { kind: 'table' }> | Column, value: Scalar | undefined): string => {
  if (value === null || value === undefined || value === '') return blankText;
  switch (field.kind) {
    case 'yes-no':
      return value === true ? 'Yes' : 'No';
    case 'choice':
      return field.options.find((option) => option.value === value)?.label ?? String(value);
    case 'number':
      return field.unit === '' ? String(value) : `${String(value)} ${field.unit}`;
    default:
      return String(value);
  }
};

/** Date and time in a zone, with the zone's offset and name: `2026-11-23 10:32:07 +01:00 (Europe/Berlin)`. */
export const displayInstant = (iso: string, zone: string): string => {
  const { date, time, offset } = localTime(iso, zone);
  return `${date} ${time} ${offset} (${zone})`;
};

/** An instant as a wall clock in `zone` shows it. `offset` is `+hh:mm`. */
export const localTime = (
  iso: string,
  zone: string,
): { readonly date: string; readonly time: string; readonly offset: string; readonly offsetMinutes: number } => {
  const instant = new Date(iso);
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, value] as const),
  );
  const part = (type: string): string => parts.get(type as Intl.DateTimeFormatPartTypes) ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  const offsetMinutes = Math.round(
    (Date.parse(`${date}T${time}Z`) - Math.floor(instant.getTime() / 1000) * 1000) / 60000,
  );
  const size = Math.abs(offsetMinutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return {
    date,
    time,
    offsetMinutes,
    offset: `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`,
  };
};
