import type { ChartKind, TrendSeries } from '../trends/trend.ts';

/** What a chart shows. Every series has a value per category; null where there is none. */
export interface ChartData {
  readonly chart: ChartKind;
  readonly unit: string;
  readonly categories: readonly string[];
  readonly series: readonly TrendSeries[];
}

/** Where the bars and lines stand, in the drawing. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
