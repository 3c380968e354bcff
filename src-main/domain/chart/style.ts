import type { Point, Shape } from './drawing.ts';

/** Series look different without colour too: bars by their hatching, lines by their dashes and the marks of their points. */

export const labelSize = 9;

/** Series that can be told apart; further ones begin again. */
export const seriesStyles = 6;

const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2]];
export const dashOf = (series: number): readonly number[] => dashes[series % dashes.length] ?? [];

/** Corner points of marks of size 1 around the origin: square, diamond, triangle, hexagon, narrow bar, triangle down. */
const marks: readonly (readonly Point[])[] = [
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  [
    [0, -1.2],
    [1.2, 1],
    [-1.2, 1],
  ],
  [
    [-0.6, -1.1],
    [0.6, -1.1],
    [1.2, 0],
    [0.6, 1.1],
    [-0.6, 1.1],
    [-1.2, 0],
  ],
  [
    [-0.5, -1.3],
    [0.5, -1.3],
    [0.5, 1.3],
    [-0.5, 1.3],
  ],
  [
    [-1.2, -1],
    [1.2, -1],
    [0, 1.2],
  ],
];

export const markAt = (series: number, x: number, y: number, size: number): readonly Point[] =>
  (marks[series % marks.length] ?? []).map(([dx, dy]) => [x + dx * size, y + dy * size]);

const gap = 5;

/** Lines in the colour of the paper over a bar: none, rising, level, falling, upright, rising and falling. */
export const hatch = (series: number, x: number, y: number, width: number, height: number): readonly Shape[] => {
  if (width <= 0 || height <= 0) return [];
  const style = series % seriesStyles;
  return [
    ...(style === 1 || style === 5 ? slanted(x, y, width, height, 1) : []),
    ...(style === 3 || style === 5 ? slanted(x, y, width, height, -1) : []),
    ...(style === 2
      ? parallel(height, (at) => [
          [x, y + at],
          [x + width, y + at],
        ])
      : []),
    ...(style === 4
      ? parallel(width, (at) => [
          [x + at, y],
          [x + at, y + height],
        ])
      : []),
  ];
};

const lineOf = (points: readonly Point[]): Shape => ({ kind: 'line', points, ink: 'paper', width: 1, dash: [] });

const parallel = (length: number, at: (offset: number) => readonly Point[]): readonly Shape[] =>
  Array.from({ length: Math.floor((length - 0.5) / gap) }, (_, index) => lineOf(at((index + 1) * gap)));

/** Lines at 45 degrees, cut off at the bar: `slope` 1 rises to the right, -1 falls. */
const slanted = (x: number, y: number, width: number, height: number, slope: 1 | -1): readonly Shape[] => {
  const shapes: Shape[] = [];
  for (let offset = gap; offset < width + height; offset += gap) {
    // From the left or lower edge to the upper or right one, as seen for a rising line.
    const from: Point = offset <= height ? [0, offset] : [offset - height, height];
    const to: Point = offset <= width ? [offset, 0] : [width, offset - width];
    const placed = ([dx, dy]: Point): Point => [x + dx, slope === 1 ? y + dy : y + height - dy];
    shapes.push(lineOf([placed(from), placed(to)]));
  }
  return shapes;
};
