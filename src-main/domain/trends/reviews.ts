import { daysBetween } from '../days.ts';
import { factsOf, type Facts, type FactRow } from '../facts.ts';
import { byCode, byMonth, countOf, during, meanOf, ratioOf, shareOf } from './cells.ts';
import type { Cell, Span, TrendData, TrendFormula } from './trend.ts';

const dayOf = (row: FactRow): string | null => row.eventOn;

// --- post-mortems

const incident = (row: FactRow) => factsOf('incident', row.facts);
const postMortem = (row: FactRow) => factsOf('post-mortem', row.facts);
const detectedOn = (row: FactRow): string | null => incident(row).detectedAt?.slice(0, 10) ?? row.eventOn;
const isGrave = (row: FactRow): boolean =>
  row.type === 'incident' && (incident(row).priority === 'P1' || incident(row).priority === 'P2');

const ofPostMortems = { group: 'post-mortems', of: ['post-mortem', 'incident'], version: 1 } as const;

const coverage = (rows: readonly FactRow[], span: Span): TrendData => {
  const analysed = new Set(
    rows.filter(({ type }) => type === 'post-mortem').flatMap((row) => postMortem(row).incident ?? []),
  );
  return byMonth(rows.filter(isGrave), span, detectedOn, 'Analysed', (some) =>
    shareOf(some, ({ id }) => analysed.has(id)),
  );
};

const timeToPublish = (rows: readonly FactRow[], span: Span): TrendData => {
  const resolved = new Map(
    rows
      .filter(({ type }) => type === 'incident')
      .map((row) => [row.id, incident(row).resolvedAt?.slice(0, 10) ?? null]),
  );
  const published = (row: FactRow): string | null => postMortem(row).publishedOn;
  return byMonth(
    rows.filter(({ type }) => type === 'post-mortem'),
    span,
    published,
    'Days',
    (some) =>
      meanOf(some, (row) => {
        const from = resolved.get(postMortem(row).incident ?? '') ?? null;
        const to = published(row);
        return from === null || to === null || to < from ? null : daysBetween(from, to);
      }),
  );
};

// --- access reviews

const review = (row: FactRow): Facts<'access-review'> => factsOf('access-review', row.facts);
const ofReviews = { group: 'access', of: ['access-review'], version: 1 } as const;

/** The reviews of the span, each a category, oldest first. */
const byReview = (
  rows: readonly FactRow[],
  span: Span,
  parts: readonly {
    readonly id: string;
    readonly label: string;
    readonly cellOf: (rows: readonly FactRow[]) => Cell;
  }[],
  total: (rows: readonly FactRow[]) => Cell,
): TrendData => {
  const within = [...during(rows, span, dayOf)].sort((a, b) =>
    `${a.eventOn ?? ''} ${a.id}` < `${b.eventOn ?? ''} ${b.id}` ? -1 : 1,
  );
  return {
    total: total(within),
    categories: within.map(({ id }) => id),
    series: parts.map(({ id, label, cellOf }) => ({ id, label, cells: within.map((row) => cellOf([row])) })),
  };
};

const sumOf = (rows: readonly FactRow[], of: (row: FactRow) => number | null): Cell => {
  const known = rows.filter((row) => of(row) !== null);
  const value = known.length === 0 ? null : known.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return { value, ids: known.map(({ id }) => id), counted: null };
};

const plus = (...values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

const reviewRatio = (
  id: string,
  label: string,
  formula: string,
  part: (row: FactRow) => number | null,
  whole: (row: FactRow) => number | null,
): TrendFormula => ({
  ...ofReviews,
  id,
  label,
  unit: '%',
  chart: 'bar',
  formula,
  compute: (rows, span) => {
    const cellOf = (some: readonly FactRow[]) => ratioOf(some, part, whole);
    return byReview(rows, span, [{ id: 'value', label, cellOf }], cellOf);
  },
});

// --- periodic evaluations

const evaluation = (row: FactRow) => factsOf('periodic-evaluation', row.facts);
const ofEvaluations = { group: 'evaluations', of: ['periodic-evaluation'], version: 1 } as const;

const onTime = (rows: readonly FactRow[], span: Span): TrendData => {
  const due = (row: FactRow): string | null => evaluation(row).dueOn;
  const decided = rows.filter((row) => row.effectiveOn !== null || (due(row) ?? '9999') < span.asOf);
  return byMonth(decided, span, due, 'On time', (some) =>
    shareOf(some, (row) => row.effectiveOn !== null && row.effectiveOn <= (due(row) ?? '')),
  );
};

// --- actions

const action = (row: FactRow) => factsOf('action', row.facts);
const ofActions = { group: 'actions', of: ['action'], version: 1 } as const;
const dueOn = (row: FactRow): string | null => action(row).dueOn;
const openActions = (rows: readonly FactRow[], day: string): readonly FactRow[] =>
  rows.filter((row) => (action(row).createdOn ?? '9999') <= day && (action(row).closedOn ?? '9999') > day);

/** Trends of what is reviewed and agreed: post-mortems, access reviews, evaluations and action items. */
export const reviewTrends: readonly TrendFormula[] = [
  {
    ...ofPostMortems,
    id: 'post-mortem.coverage',
    label: 'P1 and P2 incidents analysed',
    unit: '%',
    chart: 'line',
    formula: 'incidents of priority P1 or P2 with a post-mortem / incidents of priority P1 or P2 detected in the month',
    compute: coverage,
  },
  {
    ...ofPostMortems,
    id: 'post-mortem.time',
    label: 'Time to publish a post-mortem',
    unit: 'd',
    chart: 'line',
    formula: 'mean of (published - incident resolved) in days over post-mortems published in the month',
    compute: timeToPublish,
  },
  reviewRatio(
    'access.revoked',
    'Rights revoked',
    'lines revoked / lines reviewed',
    (row) => review(row).revoked,
    (row) => review(row).lines,
  ),
  reviewRatio(
    'access.modified',
    'Rights modified',
    'lines modified / lines reviewed',
    (row) => review(row).modified,
    (row) => review(row).lines,
  ),
  reviewRatio(
    'access.proven',
    'Removals proven',
    'revocations and modifications that a later list proved / revocations and modifications',
    (row) => review(row).proven,
    (row) => plus(review(row).revoked, review(row).modified),
  ),
  {
    ...ofReviews,
    id: 'access.findings',
    label: 'Findings of access reviews',
    unit: '',
    chart: 'stacked',
    formula: 'number of orphaned accounts, dormant accounts and conflicts of segregation of duties, by review',
    compute: (rows, span) =>
      byReview(
        rows,
        span,
        [
          { id: 'orphans', label: 'Orphaned', cellOf: (some) => sumOf(some, (row) => review(row).orphans) },
          { id: 'dormant', label: 'Dormant', cellOf: (some) => sumOf(some, (row) => review(row).dormant) },
          { id: 'sod', label: 'Segregation of duties', cellOf: (some) => sumOf(some, (row) => review(row).sod) },
        ],
        (some) => sumOf(some, (row) => plus(review(row).orphans, review(row).dormant, review(row).sod)),
      ),
  },
  {
    ...ofReviews,
    id: 'access.bulk-keep',
    label: 'Kept in bulk',
    unit: '%',
    chart: 'bar',
    formula: 'share of the lines that were kept by a bulk decision, by review; in total: their mean',
    compute: (rows, span) => {
      const cellOf = (some: readonly FactRow[]) =>
        meanOf(some, (row) => {
          const kept = review(row).bulkKeepShare;
          return kept === null ? null : 100 * kept;
        });
      return byReview(rows, span, [{ id: 'value', label: 'Kept in bulk', cellOf }], cellOf);
    },
  },
  {
    ...ofEvaluations,
    id: 'evaluation.on-time',
    label: 'Evaluations on time',
    unit: '%',
    chart: 'line',
    formula:
      'evaluations in force on or before their due day / evaluations due in the month that are in force or overdue',
    compute: onTime,
  },
  {
    ...ofEvaluations,
    id: 'evaluation.verdicts',
    label: 'Verdicts of evaluations',
    unit: '',
    chart: 'pareto',
    formula: 'number of evaluations in force whose period ends in the period, by verdict',
    compute: (rows, span) =>
      byCode(
        during(
          rows.filter(({ effectiveOn }) => effectiveOn !== null),
          span,
          (row) => evaluation(row).periodEnd ?? row.eventOn,
        ),
        (row) => evaluation(row).verdict,
        'Evaluations',
      ),
  },
  {
    ...ofActions,
    id: 'action.completed',
    label: 'Actions completed',
    unit: '%',
    chart: 'line',
    formula: 'actions done / actions due in the month, without those dropped with a reason',
    compute: (rows, span) =>
      byMonth(rows, span, dueOn, 'Completed', (some) =>
        shareOf(
          some.filter((row) => action(row).status !== 'dropped'),
          (row) => action(row).status === 'done',
        ),
      ),
  },
  {
    ...ofActions,
    id: 'action.on-time',
    label: 'Actions done on time',
    unit: '%',
    chart: 'line',
    formula: 'actions done on or before their due day / actions due in the month that are done or overdue',
    compute: (rows, span) =>
      byMonth(rows, span, dueOn, 'On time', (some) =>
        shareOf(
          some.filter(
            (row) =>
              action(row).status === 'done' || (action(row).status === 'open' && (dueOn(row) ?? '9999') < span.asOf),
          ),
          (row) => action(row).status === 'done' && (action(row).closedOn ?? '9999') <= (dueOn(row) ?? ''),
        ),
      ),
  },
  {
    ...ofActions,
    id: 'action.oldest',
    label: 'Age of the oldest open action',
    unit: 'd',
    chart: 'bar',
    formula: 'days since the oldest action that is open on the last day was agreed',
    compute: (rows, { asOf }) => {
      const oldest = [...openActions(rows, asOf)].sort((a, b) =>
        (action(a).createdOn ?? '') < (action(b).createdOn ?? '') ? -1 : 1,
      )[0];
      const cell = meanOf(oldest === undefined ? [] : [oldest], (row) =>
        daysBetween(action(row).createdOn ?? asOf, asOf),
      );
      return { total: cell, categories: [asOf], series: [{ id: 'age', label: 'Days', cells: [cell] }] };
    },
  },
  {
    ...ofActions,
    id: 'action.overdue',
    label: 'Overdue actions',
    unit: '',
    chart: 'bar',
    formula: 'number of actions open on the last day whose due day has passed, by the month they were due',
    compute: (rows, span) => {
      const overdue = openActions(rows, span.asOf).filter((row) => (dueOn(row) ?? '9999') < span.asOf);
      return byMonth(overdue, span, dueOn, 'Overdue', countOf);
    },
  },
];
