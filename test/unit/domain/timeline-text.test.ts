import { describe, expect, test } from 'vitest';
import { longestTimelineText, parseTimeline } from '../../../src-main/domain/timeline-text/index.ts';
import { processorTime } from '../../support/processor-time.ts';

const start = { date: '2026-03-01', zone: 'Europe/Berlin' };
const read = (text: string, from = start) =>
  parseTimeline(text, from).map((item) =>
    item.kind === 'entry' ? [item.entry.at, item.entry.text] : [null, item.text],
  );

describe('one line', () => {
  test.each([
    ['10:32 Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32 - Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32: Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32\tAlert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32 | Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['- 10:32 Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['* 9:05 – Alert fires', '2026-03-01T09:05+01:00[Europe/Berlin]', 'Alert fires'],
    ['3. 10:32 Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['[10:32] Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['(10:32) Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['[10:32 AM] duty engineer: Alert fires', '2026-03-01T10:32+01:00[Europe/Berlin]', 'duty engineer: Alert fires'],
    ['10:32:07 Alert fires', '2026-03-01T10:32:07+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32 pm Alert fires', '2026-03-01T22:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['12:05am Alert fires', '2026-03-01T00:05+01:00[Europe/Berlin]', 'Alert fires'],
    ['12:05 p.m. Alert fires', '2026-03-01T12:05+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32 UTC Alert fires', '2026-03-01T10:32+00:00', 'Alert fires'],
    ['10:32 CET Alert fires', '2026-03-01T10:32+01:00', 'Alert fires'],
    ['10:32Z Alert fires', '2026-03-01T10:32+00:00', 'Alert fires'],
    ['2026-02-27 10:32 - Alert fires', '2026-02-27T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['2026-02-27T10:32:07Z Alert fires', '2026-02-27T10:32:07+00:00', 'Alert fires'],
    ['2026-02-27T10:32:07.123+05:30 Alert fires', '2026-02-27T10:32:07+05:30', 'Alert fires'],
    ['[2026-02-27 10:32:07,118] ERROR Alert fires', '2026-02-27T10:32:07+01:00[Europe/Berlin]', 'ERROR Alert fires'],
    ['27.02.2026 10:32 Alert fires', '2026-02-27T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['27 Feb 2026, 10:32 – Alert fires', '2026-02-27T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['Feb 27, 2026 10:32 AM Alert fires', '2026-02-27T10:32+01:00[Europe/Berlin]', 'Alert fires'],
    ['10:32 Alert fires again at 10:40', '2026-03-01T10:32+01:00[Europe/Berlin]', 'Alert fires again at 10:40'],
  ])('%s', (line, at, text) => {
    expect(read(line)).toEqual([[at, text]]);
  });

  test.each([
    'The alert fired in the night',
    '25:10 Alert fires',
    '10:61 Alert fires',
    '13:00 PM Alert fires',
    '10:32text',
    '03/04/2026 10:32 which month is that',
    '2026-02-30 10:32 no such day',
    '10:32',
  ])('%s is no entry, and comes back as it is', (line) => {
    expect(read(line)).toEqual([[null, line]]);
  });

  test('a wall-clock time that never was stays unparsed', () => {
    expect(read('2026-03-29 02:30 In the gap')).toEqual([[null, '2026-03-29 02:30 In the gap']]);
  });

  test('without a day, a time of day alone is no moment', () => {
    expect(read('10:32 Alert fires', { date: null as unknown as string, zone: 'Europe/Berlin' })).toEqual([
      [null, '10:32 Alert fires'],
    ]);
  });
});

test('a day is carried on, given anew, and over midnight', () => {
  const text = '## 28 February 2026\n23:50 First sign\n00:10 Alert\n00:05 An aside, before\n\n2026-03-02\n08:00 Review';
  expect(read(text).map(([at]) => at?.slice(0, 16))).toEqual([
    '2026-02-28T23:50',
    '2026-03-01T00:10',
    '2026-03-01T00:05',
    '2026-03-02T08:00',
  ]);
});

test('a chat: who speaks and when above, the words below', () => {
  const text = [
    'Duty Engineer  10:32 AM',
    'Looking at the queue.',
    'It stands still.',
    'Service Desk [10:40]',
    'Reception has the workaround.',
    'Shift Lead 10:55 AM',
    'All labels are readable.',
    'deploy-bot APP  11:02 AM',
    'Deployed 7.4.3',
  ].join('\n');
  expect(read(text)).toEqual([
    ['2026-03-01T10:32+01:00[Europe/Berlin]', 'Duty Engineer: Looking at the queue. It stands still.'],
    ['2026-03-01T10:40+01:00[Europe/Berlin]', 'Service Desk: Reception has the workaround.'],
    ['2026-03-01T10:55+01:00[Europe/Berlin]', 'Shift Lead: All labels are readable.'],
    ['2026-03-01T11:02+01:00[Europe/Berlin]', 'deploy-bot: Deployed 7.4.3'],
  ]);
});

test('nothing is lost: every word of every line comes back', () => {
  const text = 'Notes of the night\r\n10:32 Alert\r\n  more about it\r\n???\r\n- 10:40 Call\r\n';
  expect(parseTimeline(text, start)).toEqual([
    { kind: 'unparsed', line: 1, text: 'Notes of the night' },
    { kind: 'entry', line: 2, entry: { at: '2026-03-01T10:32+01:00[Europe/Berlin]', text: 'Alert' } },
    { kind: 'unparsed', line: 3, text: 'more about it' },
    { kind: 'unparsed', line: 4, text: '???' },
    { kind: 'entry', line: 5, entry: { at: '2026-03-01T10:40+01:00[Europe/Berlin]', text: 'Call' } },
  ]);
});

test('a very long text is read up to its bound, quickly, and the rest is kept', () => {
  const long = `${'10:32 a line of a log\n'.repeat(20_000)}the end`;
  const used = processorTime();
  const items = parseTimeline(long, start);
  expect(used()).toBeLessThan(3_000);
  expect(items.at(-1)).toMatchObject({ kind: 'unparsed', text: long.slice(longestTimelineText) });
  const hostile = parseTimeline('a '.repeat(20_000), start);
  expect(hostile).toHaveLength(1);
});
