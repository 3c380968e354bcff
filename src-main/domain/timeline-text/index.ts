import { addDays } from '../days.ts';
import { joinZonedTime, readZonedTime } from '../zoned-time.ts';
import { afterSeparator, dayAhead, timeAhead, withoutBullet } from './line.ts';

/** One moment out of pasted text. */
export interface TimelineEntry {
  /** As a form keeps it (RFC 9557). */
  readonly at: string;
  readonly text: string;
}

/** What pasted text gave, in its own order: entries, and lines that are none and must not get lost. */
export type TimelineItem =
  | { readonly kind: 'entry'; readonly line: number; readonly entry: TimelineEntry }
  | { readonly kind: 'unparsed'; readonly line: number; readonly text: string };

export interface TimelineStart {
  /** The day of the first line that names none (ISO); null where nothing says it. */
  readonly date: string | null;
  /** The zone of times that name none. */
  readonly zone: string;
}

/** Characters that are read at once; the rest of a longer text stays unparsed as one item. */
export const longestTimelineText = 50_000;

/**
 * Reads notes, chats and logs as a timeline: `10:32 text`, `[10:32] text`, `2026-03-01 10:32 - text`, ISO 8601 with `Z`
 * or an offset, `Name 10:32 AM` above its message, bulleted and numbered lists. A day is carried on to the lines below
 * it, and over midnight. Every line comes back: as an entry, as more words of the entry it belongs to, or unparsed.
 */
export const parseTimeline = (text: string, start: TimelineStart): readonly TimelineItem[] => {
  const items: TimelineItem[] = [];
  let date = start.date;
  let lastTime: string | null = null;
  /** The entry of a chat whose message is on the lines below. */
  let open: { readonly index: number; readonly who: string } | null = null;

  const lines = text.slice(0, longestTimelineText).split(/\r\n|\r|\n/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const body = withoutBullet(raw);
    if (body === '') continue;
    const read = readLine(body);
    if (read.kind === 'day') {
      date = read.date;
      lastTime = null;
      open = null;
      continue;
    }
    if (read.kind === 'words') {
      const at = open === null ? undefined : items[open.index];
      if (open !== null && at?.kind === 'entry') {
        const before = at.entry.text === open.who ? `${open.who}:` : at.entry.text;
        items[open.index] = { ...at, entry: { ...at.entry, text: `${before} ${body}` } };
      } else items.push({ kind: 'unparsed', line, text: raw.trim() });
      continue;
    }
    if (read.date !== null) date = read.date;
    else if (date !== null && lastTime !== null && isNextDay(lastTime, read.time)) date = addDays(date, 1);
    lastTime = read.time;
    const at =
      date === null ? null : joinZonedTime(`${date} ${read.time}${read.offset ?? ''}`, read.offset ?? start.zone);
    if (at === null || !readZonedTime(at).ok) {
      items.push({ kind: 'unparsed', line, text: raw.trim() });
      open = null;
      continue;
    }
    items.push({ kind: 'entry', line, entry: { at, text: read.text } });
    open = read.chat ? { index: items.length - 1, who: read.text } : null;
  }
  if (text.length > longestTimelineText)
    items.push({ kind: 'unparsed', line: lines.length, text: text.slice(longestTimelineText) });
  return items;
};

type Line =
  | { readonly kind: 'day'; readonly date: string }
  | { readonly kind: 'words' }
  | {
      readonly kind: 'moment';
      readonly date: string | null;
      readonly time: string;
      readonly offset: string | null;
      readonly text: string;
      /** The line names who speaks; the words stand below it. */
      readonly chat: boolean;
    };

const readLine = (body: string): Line => {
  const inside = /^[[(](?<moment>[^\])]{3,40})[\])]\s*(?<rest>.*)$/u.exec(body)?.groups;
  const bracketed = inside === undefined ? null : moment(inside['moment'] ?? '', true);
  if (bracketed !== null && inside !== undefined)
    return { ...bracketed, kind: 'moment', text: afterSeparator(inside['rest'] ?? ''), chat: false };
  const plain = moment(body, false);
  if (plain !== null && plain.rest !== '') return { ...plain, kind: 'moment', text: plain.rest, chat: false };
  const header = chatHeader(body);
  if (header !== null) return header;
  const day = dayAhead(body);
  if (day !== null && /^[\s:.,)–—-]*$/u.test(day.rest)) return { kind: 'day', date: day.date };
  return { kind: 'words' };
};

/** Day and time at the beginning of a text; `whole` where nothing may follow. */
const moment = (
  text: string,
  whole: boolean,
): {
  readonly date: string | null;
  readonly time: string;
  readonly offset: string | null;
  readonly rest: string;
} | null => {
  const day = dayAhead(text);
  const from = day === null ? text : day.rest.replace(/^(?:T(?=\d)|[\s,]+(?:at\s+)?)/u, '');
  const time = timeAhead(from);
  if (time === null) return null;
  const rest = afterSeparator(time.rest);
  // `10:32text` and `10:32/11:00` are no times of a line.
  if (time.rest !== '' && rest === time.rest && /^[\p{L}\p{N}/:]/u.test(rest)) return null;
  return whole && rest !== '' ? null : { date: day?.date ?? null, time: time.time, offset: time.offset, rest };
};

/** `Name  10:32 AM`, as chats are copied: who spoke, and the time alone at the end of the line. */
const chatHeader = (body: string): Line | null => {
  const found =
    /^(?<who>\p{L}[\p{L}\p{M}\p{N} .'’_()-]{0,80}?)\s*[,[(]?\s*(?<moment>(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d).*?)[\])]?$/iu.exec(
      body,
    )?.groups;
  const at = found === undefined ? null : moment(found['moment'] ?? '', true);
  const who = found?.['who']?.trim().replace(/\s+(?:APP|today at|yesterday at|at)$/iu, '') ?? '';
  return at === null || who === '' ? null : { ...at, kind: 'moment', text: who, chat: true };
};

/** Whether a time that goes back means that midnight has passed, and not that the notes jump. */
const isNextDay = (before: string, now: string): boolean => {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return minutes(before) - minutes(now) > 12 * 60;
};
