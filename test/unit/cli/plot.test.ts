import { expect, test } from 'vitest';
import { compare } from '../../../src-main/cli/bench/measure.ts';
import { plots } from '../../../src-main/cli/bench/plot.ts';

const point = (series: string, at: number, ms: number) => ({
  ...compare('', { name: '', runs: 1, min: ms, median: 2 * ms }, null, ''),
  series,
  at,
});

test('a series becomes bars in proportion, with the cost a unit beside them; a result of no series stays out', () => {
  const single = compare('', { name: '', runs: 1, min: 1, median: 1 }, null, '');
  const [drawn = '', ...more] = plots([single, point('revisions', 2, 10), point('revisions', 4, 20)]);
  expect(more).toEqual([]);
  const [title, two = '', four = ''] = drawn.split('\n');
  expect(title).toBe('time by revisions');
  const length = (line: string) => (/#+/.exec(line)?.[0] ?? '').length;
  expect(length(four)).toBe(2 * length(two));
  expect(two).toMatch(/^ +2 #+ +10\.00 ms +5\.00 ms a revision$/);
  expect(four).toMatch(/5\.00 ms a revision$/);
});
