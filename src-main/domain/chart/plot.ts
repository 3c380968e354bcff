import type { TrendSeries } from '../trends/trend.ts';
import { cutTo, roughWidth, type Point, type Shape } from './drawing.ts';
import type { ChartData, Plot } from './data.ts';
import { figure, type Scale } from './scale.ts';
import { dashOf, hatch, labelSize, markAt } from './style.ts';

/** The series that a Pareto chart adds by itself: the running sum. */
export const cumulative = 3;

const yOf = (plot: Plot, scale: Scale, value: number): number =>
  plot.top + plot.height - (Math.max(0, Math.min(value, scale.top)) / scale.top) * plot.height;

/** One line a series, broken where there is no figure; every figure has its mark. */
export const lineShapes = (series: readonly TrendSeries[], plot: Plot, scale: Scale): readonly Shape[] =>
  series.flatMap(({ cells }, index) => {
    const room = plot.width / Math.max(1, cells.length);
    const points = cells.map(({ value }, at): Point | null =>
      value === null ? null : [plot.left + (at + 0.5) * room, yOf(plot, scale, value)],
    );
    return [
      ...runsOf(points).map(
        (run): Shape => ({ kind: 'line', points: run, ink: index, width: 1.6, dash: dashOf(index) }),
      ),
      ...points.flatMap((point, at): Shape[] =>
        point === null
          ? []
          : [
              {
                kind: 'mark',
                points: markAt(index, point[0], point[1], markSize(room)),
                ink: index,
                cell: { series: index, category: at },
              },
            ],
      ),
    ];
  });

const markSize = (room: number): number => Math.max(0.6, Math.min(3, room / 3));

/** The stretches between gaps that have at least two points. */
const runsOf = (points: readonly (Point | null)[]): readonly (readonly Point[])[] => {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point === null) runs.push([]);
    else runs.at(-1)?.push(point);
  }
  return runs.filter(({ length }) => length > 1);
};

/** Bars beside each other, or one upon the other; a Pareto chart has its running sum over them. */
export const barShapes = (data: ChartData, plot: Plot, scale: Scale): readonly Shape[] => {
  const { chart, categories, series } = data;
  const room = plot.width / Math.max(1, categories.length);
  const stacked = chart === 'stacked';
  const barWidth = Math.min(46, room * 0.72) / (stacked ? 1 : Math.max(1, series.length));
  const bars = categories.flatMap((_, category) => {
    const middle = plot.left + (category + 0.5) * room;
    let below = 0;
    return series.flatMap(({ cells }, index) => {
      const value = cells[category]?.value ?? 0;
      if (value <= 0) return [];
      const x = stacked ? middle - barWidth / 2 : middle + (index - series.length / 2) * barWidth;
      const from = stacked ? below : 0;
      below += value;
      const y = yOf(plot, scale, from + value);
      const bar = { x, y, width: barWidth * (stacked ? 1 : 0.94), height: yOf(plot, scale, from) - y };
      const text = series.length === 1 ? cutTo(figure(value), labelSize, room - 2) : '';
      return [
        { kind: 'rect', ...bar, ink: index, cell: { series: index, category } } as const,
        ...hatch(index, bar.x, bar.y, bar.width, bar.height),
        ...(text === '' || y < labelSize + plot.top - 10
          ? []
          : [valueLabel(text, middle, Math.max(y - 3, labelSize + 1), plot)]),
      ];
    });
  });
  return chart === 'pareto' ? [...bars, ...running(data, plot, scale)] : bars;
};

const valueLabel = (text: string, middle: number, y: number, plot: Plot): Shape => {
  const half = roughWidth(text, labelSize) / 2;
  const x = Math.min(Math.max(middle, half), plot.left + plot.width + 9 - half);
  return { kind: 'text', x, y, text, size: labelSize, anchor: 'middle', ink: 'text' };
};

/** The running sum of the first series, in per cent of its whole. */
const running = ({ series, categories }: ChartData, plot: Plot, scale: Scale): readonly Shape[] => {
  const values = categories.map((_, at) => Math.max(0, series[0]?.cells[at]?.value ?? 0));
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return [];
  const room = plot.width / values.length;
  let sum = 0;
  const points = values.map((value, at): Point => {
    sum += value;
    return [plot.left + (at + 0.5) * room, yOf(plot, scale, (sum / whole) * scale.top)];
  });
  return [
    ...(points.length > 1
      ? [{ kind: 'line', points, ink: cumulative, width: 1.6, dash: dashOf(cumulative) } as const]
      : []),
    ...points.map(
      ([x, y]): Shape => ({ kind: 'mark', points: markAt(cumulative, x, y, markSize(room)), ink: cumulative }),
    ),
  ];
};
