import type { Finding } from '../../completeness.ts';
import { rowsOf, type Content, type Row } from '../../form.ts';
import { minutesBetween, readZonedTime } from '../../zoned-time.ts';
import { blocking } from './findings.ts';

/** Hours after the event from which an entry is late and says why (ALCOA: contemporaneous). */
export const lateAfterHours = 24;

export interface TimelineColumns {
  readonly section: string;
  readonly field: string;
}

/**
 * A timeline's own rules: no event in the future, and an entry that was made long after its event says why. Rows that
 * were not saved yet have no entry time and are judged as if they were entered now.
 */
export const checkTimeline = (content: Content, { section, field }: TimelineColumns, now: string): readonly Finding[] =>
  rowsOf(content, section, field).flatMap((row, index): readonly Finding[] => {
    const at = timeOf(row, 'at');
    if (at === null) return [];
    if (Date.parse(at.instant) > Date.parse(now))
      return [blocking(section, field, `Entry ${index + 1} lies in the future.`, index)];
    const entered = timeOf(row, 'entered')?.instant ?? now;
    const minutes = Math.round((Date.parse(entered) - Date.parse(at.instant)) / 60_000);
    const reason = row['lateReason'];
    return minutes > lateAfterHours * 60 && (typeof reason !== 'string' || reason.trim() === '')
      ? [
          blocking(
            section,
            field,
            `Entry ${index + 1} was made ${Math.floor(minutes / 60)} hours after its event: say why it is late.`,
            index,
          ),
        ]
      : [];
  });

/** Rows in the order of their events; rows without a time keep their place at the end. */
export const inOrderOfTime = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => {
    const minutes = minutesBetween(b['at'], a['at']);
    return minutes ?? (timeOf(a, 'at') === null ? (timeOf(b, 'at') === null ? 0 : 1) : -1);
  });

const timeOf = (row: Row, column: string) => {
  const value = row[column];
  const read = typeof value === 'string' ? readZonedTime(value) : null;
  return read?.ok === true ? read.value : null;
};
