import { daysBetween, monthsOf } from '../days.ts';
import { factsOf, type FactRow } from '../facts.ts';
import { ageClasses, byCode, byMonth, countOf, during, meanOf, ofMonth, shareOf } from './cells.ts';
import type { Span, TrendData, TrendFormula } from './trend.ts';

const facts = (row: FactRow) => factsOf('defect', row.facts);
const createdOn = (row: FactRow): string | null => facts(row).createdOn ?? row.eventOn;
const closedOn = (row: FactRow): string | null => facts(row).closedOn;
const openOn = (row: FactRow, day: string): boolean =>
  (createdOn(row) ?? '9999') <= day && ((closedOn(row) ?? '9999') > day || (row.takenUpOn ?? '9999') <= day);
const wasReopened = (row: FactRow): boolean => facts(row).reopened === true || row.takenUpOn !== null;

const severities = ['critical', 'major', 'minor'] as const;
const severityLabel = { critical: 'Critical', major: 'Major', minor: 'Minor' } as const;

const common = { group: 'defects', of: ['defect'], version: 1 } as const;

const flow = (rows: readonly FactRow[], span: Span): TrendData => {
  const months = monthsOf(span);
  const came = during(rows, span, createdOn);
  const went = during(rows, span, closedOn);
  return {
    total: countOf(came),
    categories: months,
    series: [
      { id: 'in', label: 'Found', cells: months.map((month) => countOf(ofMonth(came, month, createdOn))) },
      { id: 'out', label: 'Closed', cells: months.map((month) => countOf(ofMonth(went, month, closedOn))) },
    ],
  };
};

const open = (rows: readonly FactRow[], span: Span): TrendData => {
  const months = monthsOf(span);
  // The last day of a month, or the last day that is looked at.
  const endOf = (month: string): string => (month === span.end.slice(0, 7) ? span.end : `${month}-31`);
  const last = span.end < span.asOf ? span.end : span.asOf;
  return {
    total: countOf(rows.filter((row) => openOn(row, last))),
    categories: months,
    series: severities.map((severity) => ({
      id: severity,
      label: severityLabel[severity],
      cells: months.map((month) =>
        countOf(rows.filter((row) => facts(row).severity === severity && openOn(row, endOf(month)))),
      ),
    })),
  };
};

const openByAge = (rows: readonly FactRow[], { asOf }: Span): TrendData => {
  const still = rows.filter((row) => openOn(row, asOf));
  const age = (row: FactRow): number => daysBetween(createdOn(row) ?? asOf, asOf);
  return {
    total: countOf(still),
    categories: ageClasses.map(({ label }) => label),
    series: severities.map((severity) => ({
      id: severity,
      label: severityLabel[severity],
      cells: ageClasses.map(({ from, to }) =>
        countOf(still.filter((row) => facts(row).severity === severity && age(row) >= from && age(row) <= to)),
      ),
    })),
  };
};

/** Trends of defects: a defect comes on the day it was found and goes on the day it was closed. */
export const defectTrends: readonly TrendFormula[] = [
  {
    ...common,
    id: 'defect.flow',
    label: 'Defects found and closed',
    unit: '',
    chart: 'bar',
    formula: 'number of defects found, and of defects closed, in the month; in total: found',
    compute: flow,
  },
  {
    ...common,
    id: 'defect.open',
    label: 'Open defects',
    unit: '',
    chart: 'stacked',
    version: 2,
    formula:
      'number of defects found and not closed, or taken up again, at the end of the month, by severity; in total: on the last day',
    compute: open,
  },
  {
    ...common,
    id: 'defect.open-age',
    label: 'Open defects by age',
    unit: '',
    chart: 'stacked',
    version: 2,
    formula:
      'number of defects not closed, or taken up again, on the last day, by days since they were found and by severity',
    compute: openByAge,
  },
  {
    ...common,
    id: 'defect.causes',
    label: 'Causes of defects',
    unit: '',
    chart: 'pareto',
    formula: 'number of defects found in the period, by cause, most frequent first; the line is their sum in per cent',
    compute: (rows, span) => byCode(during(rows, span, createdOn), (row) => facts(row).cause, 'Defects'),
  },
  {
    ...common,
    id: 'defect.components',
    label: 'Defects by component',
    unit: '',
    chart: 'pareto',
    formula: 'number of defects found in the period, by component, most frequent first',
    compute: (rows, span) => byCode(during(rows, span, createdOn), (row) => facts(row).component, 'Defects'),
  },
  {
    ...common,
    id: 'defect.escaped',
    label: 'Escaped after release',
    unit: '%',
    chart: 'line',
    formula: 'defects found after release / defects of which that is known, found in the month',
    compute: (rows, span) =>
      byMonth(rows, span, createdOn, 'Escaped', (some) =>
        shareOf(
          some.filter((row) => facts(row).afterRelease !== null),
          (row) => facts(row).afterRelease === true,
        ),
      ),
  },
  {
    ...common,
    id: 'defect.fix-time',
    label: 'Mean time to fix',
    unit: 'd',
    chart: 'line',
    formula: 'mean of (closed - found) in days over defects decided "fix" and closed in the month',
    compute: (rows, span) =>
      byMonth(rows, span, closedOn, 'Days', (some) =>
        meanOf(some, (row) => {
          const [from, to] = [createdOn(row), closedOn(row)];
          if (facts(row).decision !== 'fix' || from === null || to === null || to < from) return null;
          return daysBetween(from, to);
        }),
      ),
  },
  {
    ...common,
    id: 'defect.reopened',
    label: 'Reopened',
    unit: '%',
    chart: 'line',
    formula: 'defects that went back to work after their end / defects found in the month that came to an end',
    compute: (rows, span) =>
      byMonth(rows, span, createdOn, 'Reopened', (some) =>
        shareOf(
          some.filter((row) => closedOn(row) !== null || wasReopened(row)),
          wasReopened,
        ),
      ),
  },
  {
    ...common,
    id: 'defect.critical-cause',
    label: 'Critical defects with a root cause',
    unit: '%',
    chart: 'line',
    formula: 'critical defects with a cause / critical defects found in the month',
    compute: (rows, span) =>
      byMonth(rows, span, createdOn, 'With cause', (some) =>
        shareOf(
          some.filter((row) => facts(row).severity === 'critical'),
          (row) => facts(row).cause !== null,
        ),
      ),
  },
  {
    ...common,
    id: 'defect.risk-expired',
    label: 'Accepted risks that expired',
    unit: '',
    chart: 'bar',
    formula: 'number of defects decided "accept" whose acceptance expired in the month',
    compute: (rows, span) =>
      byMonth(
        rows.filter((row) => facts(row).decision === 'accept' && (facts(row).riskExpires ?? '9999') < span.asOf),
        span,
        (row) => facts(row).riskExpires,
        'Expired',
        countOf,
      ),
  },
];
