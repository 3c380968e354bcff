import type { Period } from './record-type.ts';

/** Arithmetic on days of the calendar (ISO 8601 `YYYY-MM-DD`), free of clocks and zones. */
const toDay = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
const fromDay = (day: Date): string => day.toISOString().slice(0, 10);

export const addDays = (iso: string, days: number): string => {
  const day = toDay(iso);
  day.setUTCDate(day.getUTCDate() + days);
  return fromDay(day);
};

/** The same day `months` later, or the last day of that month where it has fewer days. */
export const addMonths = (iso: string, months: number): string => {
  const day = toDay(iso);
  const target = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(day.getUTCDate(), lastDay));
  return fromDay(target);
};

/** Days from `from` to `to`; negative where `to` lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((toDay(to).getTime() - toDay(from).getTime()) / 86_400_000);

/** The months a period touches, as `YYYY-MM`; at most 120, whatever the period claims. */
export const monthsOf = ({ start, end }: Period): readonly string[] => {
  const months: string[] = [];
  for (let month = start.slice(0, 7); month <= end.slice(0, 7) && months.length < 120; ) {
    months.push(month);
    month = addMonths(`${month}-01`, 1).slice(0, 7);
  }
  return months;
};
