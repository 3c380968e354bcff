import { expect, test } from 'vitest';
import { drawSample } from '../../../src-main/domain/sample.ts';

test('a sample is drawn again from its seed, and differs with another [PI 041 9.6]', () => {
  expect(drawSample('5f1c9a2e77b04d13', 812, 5)).toEqual(drawSample('5f1c9a2e77b04d13', 812, 5));
  expect(drawSample('5f1c9a2e77b04d13', 812, 5)).not.toEqual(drawSample('5f1c9a2e77b04d14', 812, 5));
});

test('a sample keeps its numbers in every edition of the program', () => {
  expect(drawSample('countersign', 1000, 6)).toEqual([291, 389, 714, 716, 719, 882]);
});

test('it holds each number once, from 1 to the population, and no more than there are', () => {
  for (const [population, size] of [
    [10, 10],
    [10, 25],
    [1, 1],
    [0, 3],
    [50_000, 200],
  ] as const) {
    const drawn = drawSample(`seed ${population}`, population, size);
    expect(new Set(drawn).size).toBe(Math.min(size, population));
    for (const number of drawn) {
      expect(number).toBeGreaterThanOrEqual(1);
      expect(number).toBeLessThanOrEqual(population);
    }
    expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
  }
});

test('every entry has the same chance [PI 041 9.6]', () => {
  const hits = Array.from({ length: 20 }, () => 0);
  for (let seed = 0; seed < 4_000; seed++)
    for (const number of drawSample(`s${seed}`, 20, 5)) hits[number - 1] = (hits[number - 1] ?? 0) + 1;
  // 1000 expected each; the standard deviation is 27.
  for (const hit of hits) expect(Math.abs(hit - 1000)).toBeLessThan(140);
});
