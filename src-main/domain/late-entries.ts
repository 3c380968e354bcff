import type { Content, Row } from './form.ts';
import { readZonedTime } from './zoned-time.ts';

/** A row that says why it was entered late. */
export interface LateEntry {
  /** When it happened: UTC, ISO 8601; null where the row's time cannot be read. */
  readonly eventAt: string | null;
  readonly reason: string;
}

/** Rows of `after` that say why they are late and did not say so in `before` (ALCOA: event time and entry time). */
export const newLateEntries = (before: Content, after: Content): readonly LateEntry[] => {
  const known = new Set(lateRows(before).map(wordsOf));
  return lateRows(after)
    .filter((row) => !known.has(wordsOf(row)))
    .map((row) => ({ eventAt: instantOf(row), reason: String(row['lateReason']).trim() }));
};

const lateRows = (content: Content): readonly Row[] =>
  Object.values(content).flatMap(({ values }) =>
    Object.values(values).flatMap((value) =>
      Array.isArray(value)
        ? (value as readonly Row[]).filter((row) => String(row['lateReason'] ?? '').trim() !== '')
        : [],
    ),
  );

const wordsOf = (row: Row): string => JSON.stringify([row['at'], row['lateReason']]);

const instantOf = (row: Row): string | null => {
  const read = typeof row['at'] === 'string' ? readZonedTime(row['at']) : null;
  return read?.ok === true ? read.value.instant : null;
};
