/**
 * A chart as shapes in a box, before anybody draws it: the window makes SVG of it and a sealed PDF vectors, and both are
 * the same picture. Units are CSS pixels or points alike; the origin is the upper left corner and y grows downwards.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** What a shape is painted with: the painter knows the colours of its page. Numbers are series, from 0. */
export type Ink = 'text' | 'muted' | 'grid' | 'axis' | 'paper' | number;

/** Which figure a shape stands for: series and category by place. */
export interface CellPlace {
  readonly series: number;
  readonly category: number;
}

export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
      readonly cell?: CellPlace;
    }
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly ink: Ink;
      readonly width: number;
      /** Lengths of dash and gap; empty for a full line. */
      readonly dash: readonly number[];
    }
  | {
      /** A filled polygon: the mark of a point. */
      readonly kind: 'mark';
      readonly points: readonly Point[];
      readonly ink: Ink;
      readonly cell?: CellPlace;
    }
  | {
      /** `x`, `y` is the anchor on the baseline. */
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly ink: Ink;
    };

export type Point = readonly [x: number, y: number];

/**
 * How wide text is about, generously, in any sans-serif face: charts reserve room for it, they do not set type. An em
 * quad for what is not Latin.
 */
export const roughWidth = (text: string, size: number): number =>
  Array.from(text).reduce(
    (sum, sign) => sum + (/[il.,:;'|! ]/.test(sign) ? 0.34 : /[\u0020-\u024F]/.test(sign) ? 0.62 : 1),
    0,
  ) * size;

/** Text cut short to a width, with an ellipsis; empty where not even that fits. */
export const cutTo = (text: string, size: number, width: number): string => {
  if (roughWidth(text, size) <= width) return text;
  const signs = Array.from(text);
  while (signs.length > 0 && roughWidth(`${signs.join('')}…`, size) > width) signs.pop();
  return signs.length === 0 ? '' : `${signs.join('').trimEnd()}…`;
};
