import { addDays, daysBetween, monthsOf } from '../days.ts';
import { factsOf, type FactRow } from '../facts.ts';
import { ageClasses, byCode, byMonth, countOf, during, hoursBetween, meanOf, ofMonth, shareOf } from './cells.ts';
import type { Cell, Span, TrendData, TrendFormula } from './trend.ts';

const facts = (row: FactRow) => factsOf('incident', row.facts);
/** An incident counts on the day it was detected. */
const dayOf = (row: FactRow): string | null => facts(row).detectedAt?.slice(0, 10) ?? row.eventOn;
const isOpen = (row: FactRow, day: string): boolean =>
  (row.takenUpOn ?? '9999') <= day || (facts(row).resolvedAt === null && row.state !== 'effective');
const wasReopened = (row: FactRow): boolean => facts(row).reopened === true || row.takenUpOn !== null;

export const priorities = ['P1', 'P2', 'P3', 'P4'] as const;
const priorityOf = (row: FactRow): string => facts(row).priority ?? 'none';
const priorityRows = [...priorities, 'none'] as const;
const priorityLabel = (priority: string): string => (priority === 'none' ? 'not set' : priority);

const common = { group: 'incidents', of: ['incident'], version: 1 } as const;

const duration = (
  id: string,
  label: string,
  from: 'startedAt' | 'detectedAt',
  to: 'detectedAt' | 'acknowledgedAt' | 'mitigatedAt' | 'resolvedAt' | 'reportedAt',
  formula: string,
): TrendFormula => ({
  ...common,
  id,
  label,
  unit: 'h',
  chart: 'line',
  formula,
  compute: (rows, span) =>
    byMonth(rows, span, dayOf, label, (some) => meanOf(some, (row) => hoursBetween(facts(row)[from], facts(row)[to]))),
});

const share = (
  id: string,
  label: string,
  formula: string,
  known: (row: FactRow) => boolean,
  holds: (row: FactRow) => boolean,
): TrendFormula => ({
  ...common,
  id,
  label,
  unit: '%',
  chart: 'line',
  formula,
  compute: (rows, span) => byMonth(rows, span, dayOf, label, (some) => shareOf(some.filter(known), holds)),
});

const byPriority = (rows: readonly FactRow[], span: Span): TrendData => {
  const within = during(rows, span, dayOf);
  const months = monthsOf(span);
  const shown = priorityRows.filter((one) => one !== 'none' || within.some((row) => priorityOf(row) === 'none'));
  return {
    total: countOf(within),
    categories: months,
    series: shown.map((priority) => ({
      id: priority,
      label: priorityLabel(priority),
      cells: months.map((month) =>
        countOf(ofMonth(within, month, dayOf).filter((row) => priorityOf(row) === priority)),
      ),
    })),
  };
};

const kept = (rows: readonly FactRow[], which: readonly ('responseKept' | 'resolutionKept')[]): Cell =>
  shareOf(
    rows.filter((row) => which.some((one) => facts(row)[one] !== null)),
    (row) => which.every((one) => facts(row)[one] !== false),
  );

const serviceLevels = (rows: readonly FactRow[], span: Span): TrendData => {
  const within = during(rows, span, dayOf);
  const months = monthsOf(span);
  const series = (id: 'responseKept' | 'resolutionKept', label: string) => ({
    id,
    label,
    cells: months.map((month) => kept(ofMonth(within, month, dayOf), [id])),
  });
  return {
    total: kept(within, ['responseKept', 'resolutionKept']),
    categories: months,
    series: [series('responseKept', 'Response'), series('resolutionKept', 'Resolution')],
  };
};

/** How long the same cause is remembered, in days. */
const memory = 365;

/** The incidents whose cause their system had seen not long before. */
const repeated = (rows: readonly FactRow[]): ReadonlySet<string> => {
  const seen = new Map<string, string>();
  const found = new Set<string>();
  const dated = rows
    .flatMap((row) => {
      const [day, { cause }] = [dayOf(row), facts(row)];
      return day === null || cause === null ? [] : [{ id: row.id, day, key: `${row.systemId} ${cause}` }];
    })
    .sort((a, b) => (`${a.day} ${a.id}` < `${b.day} ${b.id}` ? -1 : 1));
  for (const { id, day, key } of dated) {
    const before = seen.get(key);
    if (before !== undefined && before >= addDays(day, -memory)) found.add(id);
    seen.set(key, day);
  }
  return found;
};

const repeats = (rows: readonly FactRow[], span: Span): TrendData => {
  const again = repeated(rows);
  return byMonth(
    rows.filter((row) => facts(row).cause !== null),
    span,
    dayOf,
    'Repeated',
    (some) => shareOf(some, ({ id }) => again.has(id)),
  );
};

const openByAge = (rows: readonly FactRow[], span: Span): TrendData => {
  const open = rows.filter((row) => isOpen(row, span.asOf) && (dayOf(row) ?? '9999') <= span.asOf);
  const age = (row: FactRow): number => daysBetween(dayOf(row) ?? span.asOf, span.asOf);
  const shown = priorityRows.filter((one) => one !== 'none' || open.some((row) => priorityOf(row) === 'none'));
  return {
    total: countOf(open),
    categories: ageClasses.map(({ label }) => label),
    series: shown.map((priority) => ({
      id: priority,
      label: priorityLabel(priority),
      cells: ageClasses.map(({ from, to }) =>
        countOf(open.filter((row) => priorityOf(row) === priority && age(row) >= from && age(row) <= to)),
      ),
    })),
  };
};

/** Trends of incidents, each counted on the day it was detected. */
export const incidentTrends: readonly TrendFormula[] = [
  {
    ...common,
    id: 'incident.count',
    label: 'Incidents by priority',
    unit: '',
    chart: 'stacked',
    formula: 'number of incidents detected in the month, by priority',
    compute: byPriority,
  },
  duration(
    'incident.mttd',
    'Mean time to detect (MTTD)',
    'startedAt',
    'detectedAt',
    'mean of (detected - started) over incidents detected in the month',
  ),
  duration(
    'incident.mtta',
    'Mean time to acknowledge (MTTA)',
    'detectedAt',
    'acknowledgedAt',
    'mean of (acknowledged - detected) over incidents detected in the month that were acknowledged',
  ),
  duration(
    'incident.mttr',
    'Mean time to resolve (MTTR)',
    'detectedAt',
    'resolvedAt',
    'mean of (resolved - detected) over incidents detected in the month that were resolved',
  ),
  duration(
    'incident.report-delay',
    'Detection to report',
    'detectedAt',
    'reportedAt',
    'mean of (reported - detected) over incidents detected in the month that were reported',
  ),
  {
    ...common,
    id: 'incident.sla',
    label: 'Service levels kept',
    unit: '%',
    chart: 'line',
    formula:
      'incidents whose target was kept / incidents with a target that was kept or missed; in total: response and resolution both',
    compute: serviceLevels,
  },
  {
    ...share(
      'incident.reopened',
      'Reopened',
      'incidents that went back to work after they were resolved or closed / incidents that were resolved',
      (row) => facts(row).resolvedAt !== null || wasReopened(row),
      wasReopened,
    ),
    version: 2,
  },
  share(
    'incident.gxp',
    'With GxP impact',
    'incidents with an impact flag / incidents whose impact was assessed',
    (row) => facts(row).gxp !== null,
    (row) => facts(row).gxp === true,
  ),
  {
    ...common,
    id: 'incident.repeat-cause',
    label: 'Repeated causes',
    unit: '%',
    chart: 'line',
    formula: `incidents whose cause an earlier incident of the same system had in the ${memory} days before / incidents with a cause`,
    compute: repeats,
  },
  {
    ...common,
    id: 'incident.causes',
    label: 'Causes of incidents',
    unit: '',
    chart: 'pareto',
    formula:
      'number of incidents detected in the period, by cause, most frequent first; the line is their sum in per cent',
    compute: (rows, span) => byCode(during(rows, span, dayOf), (row) => facts(row).cause, 'Incidents'),
  },
  {
    ...common,
    id: 'incident.open-age',
    label: 'Open incidents by age',
    unit: '',
    chart: 'stacked',
    version: 2,
    formula:
      'number of incidents not resolved, or taken up again, on the last day, by days since detection and by priority',
    compute: openByAge,
  },
];
