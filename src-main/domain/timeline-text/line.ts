import { isDate } from '../iso-date.ts';

/** A time of day at the beginning of a line, and what follows it. */
export interface TimeAhead {
  /** `10:32` or `10:32:05`, on a clock of 24 hours. */
  readonly time: string;
  /** `Z`, `+01:00`; null where the line names none. */
  readonly offset: string | null;
  readonly rest: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Abbreviations of zones that mean one offset everywhere; ambiguous ones (CST, IST) are left alone. */
const abbreviations: Readonly<Record<string, string>> = {
  UTC: '+00:00',
  GMT: '+00:00',
  WET: '+00:00',
  WEST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
  EET: '+02:00',
  EEST: '+03:00',
  EST: '-05:00',
  EDT: '-04:00',
  PST: '-08:00',
  PDT: '-07:00',
};

const bullet = /^\s*(?:[-*+•–—]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s+)*/u;
const separator = /^[\s,]*(?:[-–—:|→]+(?=\s|$))?\s*/u;
const clock =
  /^(?<hour>\d{1,2})[:.h](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?<half>[ap]\.?m\.?(?![\p{L}])))?(?<offset>\s?(?:Z(?![\p{L}])|[+-]\d{2}:?\d{2}(?!\d)))?/iu;

/** A line without its bullet, number or heading mark. */
export const withoutBullet = (line: string): string => line.replace(bullet, '').trim();

/** A day at the beginning of a text, in the ways people write one that can be read in one way only. */
export const dayAhead = (text: string): { readonly date: string; readonly rest: string } | null => {
  const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/iu.exec(text)?.[0] ?? '';
  const body = text.slice(weekday.length);
  const iso = /^(\d{4})[-/.](\d{2})[-/.](\d{2})/u.exec(body);
  if (iso) return day(iso[1], iso[2], iso[3], body.slice(iso[0].length));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/u.exec(body);
  if (dotted) return day(dotted[3], dotted[2], dotted[1], body.slice(dotted[0].length));
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})/iu.exec(body);
  if (dayFirst) return day(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1], body.slice(dayFirst[0].length));
  const monthFirst = /^([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/iu.exec(body);
  if (monthFirst) return day(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2], body.slice(monthFirst[0].length));
  return null;
};

const monthOf = (name: string | undefined): string => String(months.indexOf((name ?? '').toLowerCase()) + 1);

const day = (
  year: string | undefined,
  month: string | undefined,
  of: string | undefined,
  rest: string,
): { readonly date: string; readonly rest: string } | null => {
  const date = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(of ?? '').padStart(2, '0')}`;
  return isDate(date) ? { date, rest } : null;
};

/** A time of day at the beginning of a text, on a clock of 24 or of 12 hours. */
export const timeAhead = (text: string): TimeAhead | null => {
  const found = clock.exec(text);
  const { hour = '', minute = '', second, half, offset } = found?.groups ?? {};
  if (!found || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const hours = half === undefined ? Number(hour) : twelve(Number(hour), half.toLowerCase().startsWith('p'));
  if (hours === null || hours > 23) return null;
  const rest = text.slice(found[0].length);
  const named = /^\s?\(?(?<zone>[A-Z]{3,4})\)?(?![\p{L}\d])/u.exec(rest);
  const zone = abbreviations[named?.groups?.['zone'] ?? ''];
  return {
    time: `${String(hours).padStart(2, '0')}:${minute}${second === undefined ? '' : `:${second}`}`,
    offset: offset?.trim().toUpperCase() ?? zone ?? null,
    rest: zone === undefined ? rest : rest.slice(named?.[0].length ?? 0),
  };
};

const twelve = (hour: number, afternoon: boolean): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (afternoon ? 12 : 0);

/** What follows a time, without the sign that parts them. */
export const afterSeparator = (text: string): string => text.replace(separator, '').trim();
