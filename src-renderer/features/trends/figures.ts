import { figure, type Output } from '../../../src-main/contract/index.ts';

export type Trend = Output<'trends.get'>['trends'][number];
export type TrendCell = Trend['total'];

/** A figure that somebody asks about: what it is called, and what it was computed from. */
export interface AskedFigure {
  readonly title: string;
  readonly cell: TrendCell;
}

export const valueText = (value: number | null, unit: string): string =>
  value === null ? '–' : `${figure(value)}${unit === '' ? '' : ` ${unit}`}`;
