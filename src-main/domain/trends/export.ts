import { csvLine, type CsvCell } from '../csv.ts';
import type { FactRow } from '../facts.ts';
import type { Cell, TrendValue } from './trend.ts';

const file = (rows: readonly (readonly CsvCell[])[]): string => rows.map((row) => `${csvLine(row)}\r\n`).join('');

const cellColumns = ({ value, ids, counted }: Cell): readonly CsvCell[] => [
  value,
  ids.join(' '),
  counted === null ? null : counted.join(' '),
];

/** Every figure of these trends, a line each, with its formula and the ids it was computed from (CSV, RFC 4180). */
export const figuresCsv = (trends: readonly TrendValue[]): string =>
  file([
    [
      'trend',
      'version',
      'label',
      'unit',
      'formula',
      'start',
      'end',
      'asOf',
      'series',
      'category',
      'value',
      'ids',
      'counted',
    ],
    ...trends.flatMap((trend) => {
      const about = [
        trend.id,
        trend.version,
        trend.label,
        trend.unit,
        trend.formula,
        trend.start,
        trend.end,
        trend.asOf,
      ];
      return [
        [...about, 'total', null, ...cellColumns(trend.total)],
        ...trend.series.flatMap(({ label, cells }) =>
          cells.map((cell, index) => [...about, label, trend.categories[index] ?? '', ...cellColumns(cell)]),
        ),
      ];
    }),
  ]);

/** What the trends are computed from: a line a fact, so that anybody can compute them again. */
export const inputsCsv = (rows: readonly FactRow[]): string =>
  file([
    ['id', 'type', 'system', 'day', 'state', 'stage', 'effectiveOn', 'takenUpOn', 'fact', 'value'],
    ...rows.flatMap(({ id, type, systemId, eventOn, state, stage, effectiveOn, takenUpOn, facts }) =>
      Object.entries(facts).map(([name, value]) => [
        id,
        type,
        systemId,
        eventOn,
        state,
        stage,
        effectiveOn,
        takenUpOn,
        name,
        value,
      ]),
    ),
  ]);
