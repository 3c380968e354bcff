import { cutTo, roughWidth, type Shape } from './drawing.ts';
import { dashOf, hatch, labelSize, markAt } from './style.ts';

/** What a series is called and how it is drawn. */
export interface LegendEntry {
  readonly text: string;
  readonly series: number;
  readonly as: 'bar' | 'line';
}

const rowHeight = 15;
const keyWidth = { bar: 14, line: 22 } as const;
const beforeText = 5;
const between = 12;

/** The legend in rows from the upper left corner, as many as a third of the box holds; what has no room ends in dots. */
export const layoutLegend = (
  entries: readonly LegendEntry[],
  box: { readonly width: number; readonly height: number },
): { readonly shapes: readonly Shape[]; readonly height: number } => {
  const mostRows = Math.max(1, Math.floor(box.height / 3 / rowHeight));
  const shapes: Shape[] = [];
  let [x, row] = [2, 0];
  for (const { text, series, as } of entries) {
    const shown = cutTo(text, labelSize, box.width - keyWidth[as] - beforeText - 4);
    const wide = keyWidth[as] + beforeText + roughWidth(shown, labelSize);
    if (x > 2 && x + wide > box.width - 12) [x, row] = [2, row + 1];
    if (row >= mostRows) {
      shapes.push(textAt('…', box.width - 10, (mostRows - 1) * rowHeight));
      break;
    }
    const y = row * rowHeight;
    shapes.push(...keyOf(series, as, x, y), textAt(shown, x + keyWidth[as] + beforeText, y));
    x += wide + between;
  }
  return { shapes, height: entries.length === 0 ? 0 : (Math.min(row, mostRows - 1) + 1) * rowHeight };
};

const textAt = (text: string, x: number, y: number): Shape => ({
  kind: 'text',
  x,
  y: y + 11.5,
  text,
  size: labelSize,
  anchor: 'start',
  ink: 'text',
});

const keyOf = (series: number, as: LegendEntry['as'], x: number, y: number): readonly Shape[] => {
  if (as === 'bar')
    return [
      { kind: 'rect', x, y: y + 3, width: keyWidth.bar, height: 10, ink: series },
      ...hatch(series, x, y + 3, keyWidth.bar, 10),
    ];
  const line: Shape = {
    kind: 'line',
    points: [
      [x, y + 8],
      [x + keyWidth.line, y + 8],
    ],
    ink: series,
    width: 1.6,
    dash: dashOf(series),
  };
  return [line, { kind: 'mark', points: markAt(series, x + keyWidth.line / 2, y + 8, 3), ink: series }];
};
