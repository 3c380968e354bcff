import { monthsOf } from '../days.ts';
import type { FactRow } from '../facts.ts';
import type { Period } from '../record-type.ts';
import type { Cell, Span, TrendData } from './trend.ts';

/** Makers of cells and of rows of cells, from which the formulas are put together. */

const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id).sort();

/** To one decimal: more would claim a precision that nobody has. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

export const countOf = (rows: readonly FactRow[]): Cell => ({ value: rows.length, ids: idsOf(rows), counted: null });

/** The share of `whole` that holds, in per cent. */
export const shareOf = (whole: readonly FactRow[], holds: (row: FactRow) => boolean): Cell => {
  const part = whole.filter(holds);
  const value = whole.length === 0 ? null : rounded((100 * part.length) / whole.length);
  return { value, ids: idsOf(whole), counted: idsOf(part) };
};

/** The mean of what `measure` answers; rows where it answers null are not counted. */
export const meanOf = (rows: readonly FactRow[], measure: (row: FactRow) => number | null): Cell => {
  const measured = rows.flatMap((row) => {
    const value = measure(row);
    return value === null ? [] : [{ id: row.id, value }];
  });
  const sum = measured.reduce((total, { value }) => total + value, 0);
  return {
    value: measured.length === 0 ? null : rounded(sum / measured.length),
    ids: idsOf(measured),
    counted: null,
  };
};

/** A ratio of two sums over the rows, in per cent, e.g. revoked lines of all lines. */
export const ratioOf = (
  rows: readonly FactRow[],
  part: (row: FactRow) => number | null,
  whole: (row: FactRow) => number | null,
): Cell => {
  const known = rows.filter((row) => part(row) !== null && whole(row) !== null);
  const sum = (of: (row: FactRow) => number | null): number => known.reduce((total, row) => total + (of(row) ?? 0), 0);
  const all = sum(whole);
  return { value: all === 0 ? null : rounded((100 * sum(part)) / all), ids: idsOf(known), counted: null };
};

/** Whether a day lies in a period. */
export const inside = (day: string | null, { start, end }: Period): boolean =>
  day !== null && day >= start && day <= end;

/** Rows whose day lies in the span. */
export const during = (
  rows: readonly FactRow[],
  span: Period,
  dayOf: (row: FactRow) => string | null,
): readonly FactRow[] => rows.filter((row) => inside(dayOf(row), span));

/** One series over the months of the span, and the same figure over the whole. */
export const byMonth = (
  rows: readonly FactRow[],
  span: Span,
  dayOf: (row: FactRow) => string | null,
  label: string,
  cellOf: (rows: readonly FactRow[]) => Cell,
): TrendData => {
  const within = during(rows, span, dayOf);
  const months = monthsOf(span);
  return {
    total: cellOf(within),
    categories: months,
    series: [{ id: 'value', label, cells: months.map((month) => cellOf(ofMonth(within, month, dayOf))) }],
  };
};

export const ofMonth = (
  rows: readonly FactRow[],
  month: string,
  dayOf: (row: FactRow) => string | null,
): readonly FactRow[] => rows.filter((row) => dayOf(row)?.startsWith(month) === true);

/** Beyond so many categories the rest stands together. */
const mostCauses = 10;

/** Counts by a code, the most frequent first (Pareto); the rare ones together at the end. */
export const byCode = (rows: readonly FactRow[], codeOf: (row: FactRow) => string | null, label: string): TrendData => {
  const groups = new Map<string, FactRow[]>();
  const known = rows.filter((row) => codeOf(row) !== null);
  for (const row of known) {
    const code = codeOf(row) ?? '';
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [row]);
    else group.push(row);
  }
  const sorted = [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  const rare = sorted.slice(mostCauses).flatMap(([, some]) => some);
  const shown = [...sorted.slice(0, mostCauses), ...(rare.length > 0 ? [['other', rare] as const] : [])];
  return {
    total: countOf(known),
    categories: shown.map(([code]) => code),
    series: [{ id: 'count', label, cells: shown.map(([, some]) => countOf(some)) }],
  };
};

/** Ages in days, as classes. */
export const ageClasses = [
  { label: 'up to 30 d', from: 0, to: 30 },
  { label: '31 to 90 d', from: 31, to: 90 },
  { label: '91 to 180 d', from: 91, to: 180 },
  { label: 'over 180 d', from: 181, to: Number.POSITIVE_INFINITY },
] as const;

/** Hours between two instants; null where one is not known or they are in the wrong order. */
export const hoursBetween = (from: string | null, to: string | null): number | null => {
  if (from === null || to === null) return null;
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
  return hours < 0 ? null : hours;
};
