import type { Handlers, Output } from '../../contract/index.ts';
import { addMonths } from '../../domain/days.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { trendFormulas } from '../../domain/trends/index.ts';
import { figuresCsv, inputsCsv } from '../../domain/trends/export.ts';
import { today, type ServiceContext } from '../context.ts';
import { rowsFor, trendsOver } from './compute.ts';

/** The longest period that is shown month by month. */
const mostMonths = 120;

const inOrder = (start: string, end: string): Result<void, Failure<'trends/period'>> =>
  start <= end && end < addMonths(start, mostMonths)
    ? ok(undefined)
    : fail('trends/period', { start, end, mostMonths });

/** Figures over many records: shown, and taken along as data. */
export const trendHandlers = (context: ServiceContext): Pick<Handlers, 'trends.get' | 'trends.export'> => ({
  'trends.get': ({ systemId, start, end, group }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const period = inOrder(start, end);
    if (!period.ok) return period;
    const formulas = trendFormulas.filter((one) => one.group === group);
    return caller.value.vault.read((db) => {
      const trends = trendsOver(rowsFor(db, formulas, systemId), formulas, { start, end }, today(context));
      return ok({ trends: trends as unknown as Output<'trends.get'>['trends'] });
    });
  },
  'trends.export': ({ systemId, start, end, what }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const period = inOrder(start, end);
    if (!period.ok) return period;
    const { vault } = caller.value;
    return vault.write(vault, (db, audit) => {
      const rows = rowsFor(db, trendFormulas, systemId);
      const csv =
        what === 'inputs'
          ? inputsCsv(rows)
          : figuresCsv(trendsOver(rows, trendFormulas, { start, end }, today(context)));
      const subject = systemId === null ? { type: 'vault', id: vault.identity.id } : { type: 'system', id: systemId };
      audit.record({ action: 'trends.export', subject, details: { what, start, end, records: rows.length } });
      const of = systemId === null ? 'all-systems' : systemId;
      // The mark at the beginning tells spreadsheets that this is UTF-8.
      return ok({
        fileName: `trends-${what}-${of}-${start}-${end}.csv`,
        bytes: new TextEncoder().encode(`\uFEFF${csv}`),
      });
    });
  },
});
