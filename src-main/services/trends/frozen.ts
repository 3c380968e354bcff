import type { Content } from '../../domain/form.ts';
import type { RecordType } from '../../domain/record-type.ts';
import { trendFormulas, type TrendValue } from '../../domain/trends/index.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { rowsFor, trendsOver } from './compute.ts';

/** The trends that a record of this type freezes: over its period and system, those that have something to show. */
export const frozenTrends = (
  db: ReadableVault,
  type: RecordType,
  content: Content,
  systemId: string,
  today: string,
): readonly TrendValue[] => {
  const period = type.periodOf(content);
  if (period === null || type.trends === undefined) return [];
  const wanted = trendFormulas.filter(({ id }) => type.trends?.includes(id) === true);
  return trendsOver(rowsFor(db, wanted, systemId), wanted, period, today).filter(
    ({ total, series }) => total.ids.length > 0 || series.some(({ cells }) => cells.some(({ ids }) => ids.length > 0)),
  );
};
