import type { ChartData, Plot } from './data.ts';
import { layoutLegend, type LegendEntry } from './legend.ts';
import { barShapes, cumulative, lineShapes } from './plot.ts';
import { cutTo, roughWidth, type Drawing, type Shape } from './drawing.ts';
import { figure, niceScale, type Scale } from './scale.ts';
import { labelSize } from './style.ts';

/** The smallest box that a chart can be read in. */
export const smallestChart = { width: 200, height: 120 } as const;

const axisRoom = 18;

/**
 * Lays a chart out in a box: legend, axes with round ticks, and the figures as bars or lines. All of it lies inside the
 * box; a chart of nothing says so.
 */
export const layoutChart = (data: ChartData, box: { readonly width: number; readonly height: number }): Drawing => {
  const width = Math.max(box.width, smallestChart.width);
  const height = Math.max(box.height, smallestChart.height);
  const known = data.series.flatMap(({ cells }) => cells.flatMap(({ value }) => value ?? []));
  if (known.length === 0) return { width, height, shapes: [nothing(width, height)] };

  const scale = niceScale(largestOf(data), 5, known.every(Number.isInteger) && data.unit !== '%');
  const limited: Scale = data.unit === '%' && scale.top > 100 ? niceScale(100, 5, true) : scale;
  const tickWidth = Math.max(...limited.ticks.map((tick) => roughWidth(figure(tick), labelSize)));
  const rightRoom = data.chart === 'pareto' ? roughWidth('100 %', labelSize) + 8 : 10;
  const legend = layoutLegend(legendOf(data), { width, height });
  const top = legend.height + (data.unit === '' ? 12 : 20);
  const plot: Plot = {
    left: tickWidth + 10,
    top,
    width: width - tickWidth - 10 - rightRoom,
    height: height - top - axisRoom,
  };
  const shapes = [
    ...grid(plot, limited, data),
    ...(data.chart === 'line' ? lineShapes(data.series, plot, limited) : barShapes(data, plot, limited)),
    ...categoryLabels(data.categories, plot),
    ...legend.shapes,
  ];
  return { width, height, shapes };
};

const nothing = (width: number, height: number): Shape => ({
  kind: 'text',
  x: width / 2,
  y: height / 2,
  text: 'Nothing to show for this period',
  size: labelSize + 1,
  anchor: 'middle',
  ink: 'muted',
});

const largestOf = ({ chart, series, categories }: ChartData): number =>
  Math.max(
    0,
    ...categories.map((_, at) => {
      const values = series.map(({ cells }) => cells[at]?.value ?? 0);
      return chart === 'stacked' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
    }),
  );

const grid = (plot: Plot, { top, ticks }: Scale, { chart, unit }: ChartData): readonly Shape[] => {
  const right = plot.left + plot.width;
  const bottom = plot.top + plot.height;
  const yOf = (tick: number) => bottom - (tick / top) * plot.height;
  return [
    ...ticks.flatMap((tick): Shape[] => [
      {
        kind: 'line',
        points: [
          [plot.left, yOf(tick)],
          [right, yOf(tick)],
        ],
        ink: tick === 0 ? 'axis' : 'grid',
        width: tick === 0 ? 1 : 0.6,
        dash: [],
      },
      { ...label(figure(tick), plot.left - 5, yOf(tick) + labelSize * 0.35), anchor: 'end' },
    ]),
    ...(unit === '' ? [] : [{ ...label(unit, plot.left - 5, plot.top - 9), anchor: 'end' } as const]),
    ...(chart === 'pareto'
      ? [0, 50, 100].map((share): Shape => label(`${share} %`, right + 4, yOf((share / 100) * top) + labelSize * 0.35))
      : []),
  ];
};

const label = (text: string, x: number, y: number): Extract<Shape, { kind: 'text' }> => ({
  kind: 'text',
  x,
  y,
  text,
  size: labelSize,
  anchor: 'start',
  ink: 'muted',
});

/** Below the plot; where they do not all fit, every second, third ... */
const categoryLabels = (categories: readonly string[], plot: Plot): readonly Shape[] => {
  const room = plot.width / Math.max(1, categories.length);
  const widest = Math.max(0, ...categories.map((text) => roughWidth(text, labelSize)));
  const dates = categories.every((text) => /^[\d-]+$/.test(text));
  // Dates follow each other, so some may be left out; names do not, so they are cut short.
  const every = dates ? Math.max(1, Math.ceil((widest + 6) / room)) : Math.max(1, Math.ceil(24 / room));
  return categories.flatMap((text, index) => {
    const shown = cutTo(text, labelSize, Math.max(0, room * every - 4));
    if (index % every !== 0 || shown === '') return [];
    const half = roughWidth(shown, labelSize) / 2;
    const middle = plot.left + (index + 0.5) * room;
    const x = Math.min(Math.max(middle, half + 1), plot.left + plot.width + 9 - half);
    return [{ ...label(shown, x, plot.top + plot.height + labelSize + 5), anchor: 'middle' } as const];
  });
};

const legendOf = ({ chart, series }: ChartData): readonly LegendEntry[] => {
  const as = chart === 'line' ? 'line' : 'bar';
  const entries = series.map((one, index): LegendEntry => ({ text: one.label, series: index, as }));
  if (chart === 'pareto') return [...entries, { text: 'Sum in per cent', series: cumulative, as: 'line' }];
  return entries.length > 1 ? entries : [];
};
