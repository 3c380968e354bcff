import type { Figures } from '../fonts/embedded-font.ts';
import type { Fonts } from '../fonts/fonts.ts';

/** Lengths are in points (1/72 inch); the origin of a page is its lower left corner. */
export const page = { width: 595.28, height: 841.89, left: 57, right: 57, top: 70, bottom: 66 } as const;

export const contentWidth = page.width - page.left - page.right;
export const contentTop = page.height - page.top;
export const contentHeight = contentTop - page.bottom;

/** Red, green, blue from 0 to 1 in the sRGB of the output intent. */
export type Colour = readonly [number, number, number];

export const colour = {
  ink: [0.1, 0.12, 0.16],
  muted: [0.36, 0.4, 0.46],
  accent: [0.09, 0.25, 0.4],
  rule: [0.8, 0.83, 0.86],
  faintRule: [0.89, 0.905, 0.925],
  shade: [0.955, 0.965, 0.975],
  warning: [0.65, 0.1, 0.1],
  white: [1, 1, 1],
} as const satisfies Record<string, Colour>;

/** How a run of text looks. `leading` is the distance of its lines. */
export interface TextStyle {
  readonly face: keyof Fonts;
  readonly size: number;
  readonly leading: number;
  readonly colour: Colour;
  readonly figures: Figures;
}

const style = (
  face: keyof Fonts,
  size: number,
  leading: number,
  tint: Colour = colour.ink,
  figures: Figures = 'proportional',
): TextStyle => ({ face, size, leading, colour: tint, figures });

export const text = {
  organisation: style('semibold', 9, 12, colour.muted),
  kind: style('semibold', 10.5, 14, colour.accent),
  title: style('semibold', 21, 26),
  subtitle: style('regular', 11, 15, colour.muted),
  sectionTitle: style('semibold', 14, 18, colour.accent),
  clauses: style('regular', 7.5, 10.5, colour.muted),
  fieldTitle: style('semibold', 9.5, 13),
  body: style('regular', 9.5, 13.8),
  label: style('regular', 8.5, 13.8, colour.muted),
  small: style('regular', 8, 11.4),
  note: style('regular', 8, 11.4, colour.muted),
  digest: style('regular', 7.5, 11.4, colour.ink, 'tabular'),
  cell: style('regular', 8, 10.8, colour.ink, 'tabular'),
  cellHead: style('semibold', 7.5, 10.2),
  contents: style('regular', 9.5, 15.6, colour.ink, 'tabular'),
  furniture: style('regular', 7.5, 10, colour.muted, 'tabular'),
} as const satisfies Record<string, TextStyle>;
