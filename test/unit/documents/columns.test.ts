import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnWidths } from '../../../src-main/documents/layout/columns.ts';

const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

test('columns share the table by their weight', () => {
  const free = { least: 10, most: 1000 };
  expect(
    columnWidths(
      [
        { share: 1, ...free },
        { share: 3, ...free },
      ],
      400,
    ),
  ).toEqual([100, 300]);
});

test('a column gets what its words need, and none keeps room it cannot use', () => {
  const widths = columnWidths(
    [
      { share: 1, least: 150, most: 200 },
      { share: 5, least: 10, most: 60 },
      { share: 1, least: 10, most: 1000 },
    ],
    400,
  );
  expect(widths[0]).toBeGreaterThanOrEqual(150);
  expect(widths[1]).toBe(60);
  expect(sum(widths)).toBeCloseTo(400);
});

test('the widths always fill the table and respect the leasts where there is room for them', () => {
  const wish = fc
    .record({ share: fc.integer({ min: 1, max: 10 }), least: fc.integer({ min: 1, max: 120 }), extra: fc.nat(300) })
    .map(({ share, least, extra }) => ({ share, least, most: least + extra }));
  fc.assert(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 9 }), (wishes) => {
      const widths = columnWidths(wishes, 480);
      expect(sum(widths)).toBeCloseTo(480, 5);
      if (sum(wishes.map(({ least }) => least)) <= 480)
        widths.forEach((width, index) => expect(width).toBeGreaterThanOrEqual((wishes[index]?.least ?? 0) - 1e-6));
    }),
    { numRuns: 2000 },
  );
});
