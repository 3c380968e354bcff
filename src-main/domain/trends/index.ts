import type { FactRow } from '../facts.ts';
import { defectTrends } from './defects.ts';
import { incidentTrends } from './incidents.ts';
import { reviewTrends } from './reviews.ts';
import type { Span, TrendFormula, TrendValue } from './trend.ts';

export { everyFormula, trendGroups } from './trend.ts';
export type { Cell, ChartKind, Span, TrendData, TrendFormula, TrendGroup, TrendSeries, TrendValue } from './trend.ts';

/** Every trend there is, in the order in which they are shown. A new one is added to the list of its subject. */
export const trendFormulas: readonly TrendFormula[] = [...incidentTrends, ...defectTrends, ...reviewTrends];

/** A formula computed over rows, as it is shown, exported and frozen. Withdrawn records are left out here, for all. */
export const trendOf = (formula: TrendFormula, rows: readonly FactRow[], { start, end, asOf }: Span): TrendValue => {
  const { compute: _, of, ...about } = formula;
  const kinds: readonly string[] = of;
  const counted = rows.filter(({ type, state }) => kinds.includes(type) && state !== 'withdrawn');
  return { ...about, start, end, asOf, ...formula.compute(counted, { start, end, asOf }) };
};
