import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roughWidth, type Drawing, type Shape } from '../../../../src-main/domain/chart/drawing.ts';
import type { ChartData } from '../../../../src-main/domain/chart/data.ts';
import { layoutChart } from '../../../../src-main/domain/chart/layout.ts';
import { figure, niceScale } from '../../../../src-main/domain/chart/scale.ts';

const cell = (value: number | null) => ({ value, ids: [], counted: null });
const chart = (
  kind: ChartData['chart'],
  values: readonly (readonly (number | null)[])[],
  more: Partial<ChartData> = {},
): ChartData => ({
  chart: kind,
  unit: '',
  categories: (values[0] ?? []).map((_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
  series: values.map((row, index) => ({ id: String(index), label: `Series ${index}`, cells: row.map(cell) })),
  ...more,
});

/** All coordinates of a shape; of text the corners of about where it stands. */
const corners = (shape: Shape): readonly (readonly [number, number])[] => {
  switch (shape.kind) {
    case 'rect':
      return [
        [shape.x, shape.y],
        [shape.x + shape.width, shape.y + shape.height],
      ];
    case 'text': {
      const width = roughWidth(shape.text, shape.size);
      const left = shape.x - (shape.anchor === 'end' ? width : shape.anchor === 'middle' ? width / 2 : 0);
      return [
        [left, shape.y - shape.size],
        [left + width, shape.y],
      ];
    }
    default:
      return shape.points;
  }
};

const outside = ({ width, height, shapes }: Drawing): readonly Shape[] =>
  shapes.filter((shape) =>
    corners(shape).some(
      ([x, y]) =>
        !Number.isFinite(x) || !Number.isFinite(y) || x < -0.5 || y < -0.5 || x > width + 0.5 || y > height + 0.5,
    ),
  );

const values = fc.oneof(fc.constant(null), fc.nat(1_000_000), fc.double({ min: 0, max: 1e9, noNaN: true }));
const anyChart = fc
  .record({
    chart: fc.constantFrom<ChartData['chart'][]>('line', 'bar', 'stacked', 'pareto'),
    unit: fc.constantFrom('', '%', 'h', 'd'),
    columns: fc.nat(130),
    rows: fc.nat(7),
  })
  .chain(({ columns, rows, ...rest }) =>
    fc.record({
      chart: fc.constant(rest.chart),
      unit: fc.constant(rest.unit),
      categories: fc.array(fc.string({ maxLength: 60, unit: 'grapheme' }), { minLength: columns, maxLength: columns }),
      series: fc.array(
        fc.record({
          id: fc.string(),
          label: fc.string({ maxLength: 80, unit: 'grapheme' }),
          cells: fc.array(values.map(cell), { minLength: columns, maxLength: columns }),
        }),
        { minLength: rows, maxLength: rows },
      ),
    }),
  );

describe('the layout of charts', () => {
  test('keeps everything inside its box, whatever the figures and names', () => {
    fc.assert(
      fc.property(
        anyChart,
        fc.integer({ min: 1, max: 1200 }),
        fc.integer({ min: 1, max: 800 }),
        (data, width, height) => {
          expect(outside(layoutChart(data, { width, height }))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('bars of a stack are as high as their sum, and lie upon each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }), (stack) => {
        const { shapes } = layoutChart(
          chart(
            'stacked',
            stack.map((value) => [value]),
          ),
          { width: 400, height: 240 },
        );
        const bars = shapes.filter((shape) => shape.kind === 'rect' && shape.cell !== undefined) as Extract<
          Shape,
          { kind: 'rect' }
        >[];
        expect(bars).toHaveLength(stack.length);
        const [first] = bars;
        bars.forEach((bar, index) => {
          const below = bars[index - 1];
          if (below) expect(bar.y + bar.height).toBeCloseTo(below.y, 6);
          expect(bar.height / (first?.height ?? 0)).toBeCloseTo((stack[index] ?? 0) / (stack[0] ?? 1), 6);
        });
      }),
      { numRuns: 50 },
    );
  });

  test('says so when there is nothing to show', () => {
    for (const kind of ['line', 'bar', 'stacked', 'pareto'] as const)
      for (const data of [chart(kind, []), chart(kind, [[]]), chart(kind, [[null, null]])]) {
        const { shapes } = layoutChart(data, { width: 300, height: 200 });
        expect(shapes).toHaveLength(1);
        expect(shapes[0]).toMatchObject({ kind: 'text', text: 'Nothing to show for this period' });
      }
  });

  test('a line is broken where there is no figure, and every figure has its mark', () => {
    const { shapes } = layoutChart(chart('line', [[1, 2, null, 4, null, 6, 7]]), { width: 400, height: 200 });
    const lines = shapes.filter((shape) => shape.kind === 'line' && shape.ink === 0);
    expect(lines.map((line) => (line.kind === 'line' ? line.points.length : 0))).toEqual([2, 2]);
    const marks = shapes.filter((shape) => shape.kind === 'mark');
    expect(marks.map((mark) => (mark.kind === 'mark' ? mark.cell?.category : null))).toEqual([0, 1, 3, 5, 6]);
  });

  test('a Pareto chart rises to 100 %', () => {
    const { shapes } = layoutChart(chart('pareto', [[6, 3, 1]], { categories: ['disk', 'network', 'other'] }), {
      width: 400,
      height: 200,
    });
    const sum = shapes.find((shape) => shape.kind === 'line' && shape.ink === 3 && shape.points.length === 3);
    if (sum?.kind !== 'line') throw new Error('no running sum');
    const bars = shapes.filter((shape) => shape.kind === 'rect' && shape.cell !== undefined);
    const [bar] = bars;
    const bottom = bar?.kind === 'rect' ? bar.y + bar.height : 0;
    const heights = sum.points.map(([, y]) => bottom - y);
    expect((heights[0] ?? 0) / (heights[2] ?? 1)).toBeCloseTo(0.6, 6);
    expect((heights[1] ?? 0) / (heights[2] ?? 1)).toBeCloseTo(0.9, 6);
  });

  test('ticks are round, and counts have no halves', () => {
    expect(niceScale(7, 5, true).ticks).toEqual([0, 2, 4, 6, 8]);
    expect(niceScale(3, 5, true).ticks).toEqual([0, 1, 2, 3]);
    expect(niceScale(0.7, 5, false).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    expect(niceScale(100, 5, true).ticks).toEqual([0, 20, 40, 60, 80, 100]);
    expect(niceScale(0, 5, true).ticks).toEqual([0, 1]);
    expect(niceScale(Number.NaN, 5, true).ticks).toEqual([0, 1]);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e12, noNaN: true }),
        fc.integer({ min: 1, max: 10 }),
        (largest, most) => {
          const { top, ticks } = niceScale(largest, most, false);
          expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-9));
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
        },
      ),
    );
  });

  test('figures are grouped', () => {
    expect([1234567, 0.5, 12, 1000.25].map(figure)).toEqual(['1,234,567', '0.5', '12', '1,000.25']);
  });
});
