import type { FactRow, FactsType } from '../facts.ts';
import type { Period } from '../record-type.ts';

/** One figure, with the ids that it was computed from: nobody has to believe it. */
export interface Cell {
  /** Null where there was nothing to compute from. */
  readonly value: number | null;
  readonly ids: readonly string[];
  /** Of a share, the ids that were counted as kept, proven and so on; null for figures that are no shares. */
  readonly counted: readonly string[] | null;
}

/** Figures in rows (series) and columns (categories, such as months); every series has a cell per category. */
export interface TrendData {
  /** The figure of the whole period. */
  readonly total: Cell;
  readonly categories: readonly string[];
  readonly series: readonly TrendSeries[];
}

export interface TrendSeries {
  readonly id: string;
  readonly label: string;
  readonly cells: readonly Cell[];
}

/** For which days, and seen from which day: what is open is open on `asOf`. */
export interface Span extends Period {
  readonly asOf: string;
}

export type ChartKind = 'line' | 'bar' | 'stacked' | 'pareto';

/** A figure over many records. Its formula is shown with it, and its version rises when the formula changes. */
export interface TrendFormula {
  readonly id: string;
  readonly group: TrendGroup;
  readonly label: string;
  readonly unit: string;
  /** What is computed, in words; {@link everyFormula} holds besides. */
  readonly formula: string;
  readonly version: number;
  readonly chart: ChartKind;
  /** Whose rows it reads. */
  readonly of: readonly FactsType[];
  /** `rows` are those of `of`, without withdrawn records, of any day; the order does not matter. */
  readonly compute: (rows: readonly FactRow[], span: Span) => TrendData;
}

export const trendGroups = {
  incidents: 'Incidents',
  defects: 'Defects',
  'post-mortems': 'Post-mortems',
  access: 'Access reviews',
  evaluations: 'Periodic evaluations',
  actions: 'Actions',
} as const;
export type TrendGroup = keyof typeof trendGroups;

/** What holds for every formula. */
export const everyFormula =
  'Withdrawn records are left out; a signed record that is being revised counts as it was signed. A record that lacks a date or answer that a formula needs is not counted in it. ' +
  'Days and months are those written in the record.';

/** A trend as it is shown, exported and frozen: the figures, and all that is needed to compute them again. */
export interface TrendValue extends TrendData, Span {
  readonly id: string;
  readonly group: TrendGroup;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  readonly version: number;
  readonly chart: ChartKind;
}
