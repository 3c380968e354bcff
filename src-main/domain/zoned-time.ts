import { isDate } from './iso-date.ts';
import { isZone, localTime } from './local-time.ts';
import { fail, ok, type Failure, type Result } from './result.ts';

/**
 * A wall-clock time with its zone. Forms keep it as RFC 9557 writes it, `2026-03-01T10:32+01:00[Europe/Berlin]`: what
 * the clock on the wall showed, its distance from UTC, and the place whose rules gave that distance (PI 041-1 s.9.8).
 */
export interface ZonedTime {
  /** The RFC 9557 text. */
  readonly text: string;
  /** ISO day. */
  readonly date: string;
  /** `10:32` or `10:32:05`. */
  readonly time: string;
  /** `+01:00`. */
  readonly offset: string;
  /** IANA name; null where only the offset is known. */
  readonly zone: string | null;
  /** UTC, ISO 8601 with milliseconds. */
  readonly instant: string;
}

/** Why a text is no zoned time, and in which words a sentence about a field goes on. */
export type ZonedTimeProblem =
  | 'zoned-time/malformed'
  | 'zoned-time/no-zone'
  | 'zoned-time/unknown-zone'
  | 'zoned-time/skipped'
  | 'zoned-time/wrong-offset';

const pattern =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ]\s*(?<time>\d{2}:\d{2}(?::\d{2})?)\s*(?<offset>Z|[+-]\d{2}:?\d{2})?\s*(?:\[(?<zone>[^\]]*)\])?$/;
const offsetText = /^(?:Z|[+-]\d{2}:?\d{2})$/;

/** Reads what a form holds, or what somebody typed: `2026-03-01 10:32 [Europe/Berlin]`, `2026-03-01T09:32Z`. */
export const readZonedTime = (text: string): Result<ZonedTime, Failure<ZonedTimeProblem>> => {
  const parts = pattern.exec(text.trim())?.groups;
  const { date = '', time = '' } = parts ?? {};
  if (!isDate(date) || !isTime(time)) return fail('zoned-time/malformed');
  const zone = parts?.['zone']?.trim() ?? '';
  const offset = parts?.['offset'] === undefined ? null : normalOffset(parts['offset']);
  if (zone === '' && offset === null) return fail('zoned-time/no-zone');
  if (zone !== '' && !isZone(zone)) return fail('zoned-time/unknown-zone', { zone });
  if (zone === '') return ok(zonedTime(date, time, offset ?? '+00:00', null));
  const possible = offsetsAt(date, time, zone);
  const [first] = possible;
  if (first === undefined) return fail('zoned-time/skipped', { zone });
  if (offset !== null && !possible.includes(offset)) return fail('zoned-time/wrong-offset', { zone, offset });
  return ok(zonedTime(date, time, offset ?? first, zone));
};

/** How the sentence `Detected ...` goes on. */
export const zonedTimeProblem = ({ code, details }: Failure<ZonedTimeProblem>): string => {
  const named = (name: string): string => {
    const value = details?.[name];
    return typeof value === 'string' ? value : '';
  };
  const zone = named('zone');
  switch (code) {
    case 'zoned-time/malformed':
      return 'is not a date and time (YYYY-MM-DD HH:MM)';
    case 'zoned-time/no-zone':
      return 'lacks its time zone';
    case 'zoned-time/unknown-zone':
      return `names a time zone that is not known (${zone})`;
    case 'zoned-time/skipped':
      return `never was in ${zone}: the clock was put forward over it`;
    default:
      return `has an offset (${named('offset')}) that ${zone} did not have then`;
  }
};

/**
 * What was typed and the zone beside it as one value: normal form where they make a time, else as typed, so that nothing
 * is lost and the check can say what is wrong. A zone or offset in what was typed goes before the one beside it.
 */
export const joinZonedTime = (typed: string, zone: string): string => {
  const whole = readZonedTime(typed);
  if (whole.ok && whole.value.zone !== null) return whole.value.text;
  const own = /^(?<rest>.*\d)\s+\(?(?<zone>[A-Za-z][A-Za-z0-9_+\-/]+)\)?$/.exec(typed.trim())?.groups;
  const rest = own?.['rest'] ?? typed.trim();
  const name = own?.['zone'] ?? zone.trim();
  const text = offsetText.test(name) ? `${rest}${name}` : name === '' ? rest : `${rest}[${name}]`;
  const read = readZonedTime(text);
  if (read.ok) return read.value.text;
  return whole.ok ? whole.value.text : text;
};

/** A value as its two controls show it. The offset is part of the time where the zone had that hour twice. */
export const splitZonedTime = (value: string): { readonly time: string; readonly zone: string } => {
  const read = readZonedTime(value);
  if (read.ok) {
    const { date, time, offset, zone } = read.value;
    if (zone === null) return { time: `${date} ${time}`, zone: offset };
    return { time: `${date} ${time}${offsetsAt(date, time, zone)[0] === offset ? '' : ` ${offset}`}`, zone };
  }
  const open = value.lastIndexOf('[');
  return open >= 0 && value.endsWith(']')
    ? { time: value.slice(0, open), zone: value.slice(open + 1, -1) }
    : { time: value, zone: '' };
};

/** An instant as a form keeps it, to the minute. */
export const zonedTimeAt = (iso: string, zone: string): string => {
  const { date, time, offset } = localTime(iso, zone);
  return `${date}T${time.slice(0, 5)}${offset}[${zone}]`;
};

/** Whole minutes from one zoned time to another; null where one of them is missing or no time. */
export const minutesBetween = (from: unknown, to: unknown): number | null => {
  const [start, end] = [from, to].map((one) => (typeof one === 'string' ? readZonedTime(one) : null));
  return start?.ok === true && end?.ok === true
    ? Math.round((Date.parse(end.value.instant) - Date.parse(start.value.instant)) / 60_000)
    : null;
};

/** The day on which a zoned time fell where it was taken; null where the value is no time. */
export const dayOfZonedTime = (value: unknown): string | null => {
  const read = typeof value === 'string' ? readZonedTime(value) : null;
  return read?.ok === true ? read.value.date : null;
};

const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(text);

const normalOffset = (text: string): string =>
  text === 'Z' ? '+00:00' : text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`;

const offsetMinutes = (offset: string): number => {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith('-') ? -minutes : minutes;
};

const instantOf = (date: string, time: string, offset: string): number =>
  Date.parse(`${date}T${time}Z`) - offsetMinutes(offset) * 60_000;

/** The offsets a zone had at a wall-clock time, the earlier moment first: none in a gap, two in a repeated hour. */
const offsetsAt = (date: string, time: string, zone: string): readonly string[] => {
  const near = Date.parse(`${date}T${time}Z`);
  const day = 86_400_000;
  const around = [near - day, near + day].map((at) => localTime(new Date(at).toISOString(), zone).offset);
  const fitting = [...new Set(around)].filter((offset) => {
    const local = localTime(new Date(instantOf(date, time, offset)).toISOString(), zone);
    return local.offset === offset && local.date === date && local.time.startsWith(time);
  });
  return fitting.sort((a, b) => offsetMinutes(b) - offsetMinutes(a));
};

const zonedTime = (date: string, time: string, offset: string, zone: string | null): ZonedTime => ({
  text: `${date}T${time}${offset}${zone === null ? '' : `[${zone}]`}`,
  date,
  time,
  offset,
  zone,
  instant: new Date(instantOf(date, time, offset)).toISOString(),
});
