import type { Output } from '../../../src-main/contract/index.ts';

export type DueItem = Output<'schedule.list'>['items'][number];

/** A day of the calendar with what is due on it. */
export interface CalendarDay {
  /** ISO day; null before the first of the month. */
  readonly day: string | null;
  readonly items: readonly DueItem[];
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The month `count` after this one, as `YYYY-MM`. */
export const monthAfter = (month: string, count: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + count;
  return `${Math.floor(at / 12)}-${two((at % 12) + 1)}`;
};

/** The last day of a month, ISO. */
export const lastDayOf = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return `${month}-${two(new Date(Date.UTC(year, number, 0)).getUTCDate())}`;
};

/** The weeks of a month from Monday on, each of seven days, with what is due on each. */
export const weeksOf = (month: string, items: readonly DueItem[]): readonly (readonly CalendarDay[])[] => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const last = Number(lastDayOf(month).slice(8));
  const days: CalendarDay[] = Array.from({ length: before }, () => ({ day: null, items: [] }));
  for (let at = 1; at <= last; at += 1) {
    const day = `${month}-${two(at)}`;
    days.push({ day, items: items.filter((item) => item.dueOn === day) });
  }
  while (days.length % 7 !== 0) days.push({ day: null, items: [] });
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
};

/** `March 2026`. */
export const monthName = (month: string): string =>
  new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** What is due of, as people know it: the name of a system or person, else its number and title. */
export const subjectWords = ({ subject: { kind, id, title } }: DueItem): string =>
  kind === 'record' || kind === 'action' ? `${id} ${title}` : title;

export const placeOfRecord = (id: string): string => `/records/${encodeURIComponent(id)}`;

/** Where a due item is worked on. */
export const placeOfDue = (item: DueItem): string => {
  const id = encodeURIComponent(item.subject.id);
  switch (item.subject.kind) {
    case 'record':
      return placeOfRecord(item.subject.id);
    case 'action':
      return `/actions/${id}`;
    case 'reference':
      return `/references/${id}`;
    case 'account':
      return item.mine ? '/key' : '/people';
    default:
      return `/systems/${encodeURIComponent(item.systemId ?? '')}`;
  }
};
