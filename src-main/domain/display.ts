import type { Column, Field, Scalar } from './form.ts';
import { localTime } from './local-time.ts';
import { readZonedTime } from './zoned-time.ts';

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
    case 'datetime':
      return displayZonedTime(String(value), !('width' in field));
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

/** A zoned time to read; a table's cell leaves the zone's name out, its offset says enough. Other text stays as it is. */
const displayZonedTime = (text: string, withZone: boolean): string => {
  const read = readZonedTime(text);
  if (!read.ok) return text;
  const { date, time, offset, zone } = read.value;
  return `${date} ${time} ${offset}${withZone && zone !== null ? ` (${zone})` : ''}`;
};
