import type { FactRow } from '../../domain/facts.ts';
import { trendOf, type Span, type TrendFormula, type TrendValue } from '../../domain/trends/index.ts';
import { factRows, type ReadableVault } from '../../vault/index.ts';

/** The rows that these formulas read. */
export const rowsFor = (
  db: ReadableVault,
  formulas: readonly TrendFormula[],
  systemId: string | null,
): readonly FactRow[] => factRows(db, { types: [...new Set<string>(formulas.flatMap(({ of }) => of))], systemId });

/** These formulas over a span; what is open is open on its last day, or today where that lies in the future. */
export const trendsOver = (
  rows: readonly FactRow[],
  formulas: readonly TrendFormula[],
  { start, end }: Pick<Span, 'start' | 'end'>,
  today: string,
): readonly TrendValue[] =>
  formulas.map((formula) => trendOf(formula, rows, { start, end, asOf: end < today ? end : today }));
