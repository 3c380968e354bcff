import { describe, expect, test } from 'vitest';
import type { FactRow, Facts, FactsType } from '../../../../src-main/domain/facts.ts';
import { trendFormulas, trendOf, type Span, type TrendValue } from '../../../../src-main/domain/trends/index.ts';

const span: Span = { start: '2026-01-01', end: '2026-03-31', asOf: '2026-03-31' };

let made = 0;
const row = <Type extends FactsType>(
  type: Type,
  facts: Partial<Facts<Type>>,
  more: Partial<FactRow> = {},
): FactRow => ({
  id: `${type}-${(made += 1)}`,
  type,
  systemId: 'SYS-0001',
  eventOn: null,
  stage: null,
  state: 'draft',
  effectiveOn: null,
  takenUpOn: null,
  facts: facts as FactRow['facts'],
  ...more,
});

const trend = (id: string, rows: readonly FactRow[], over: Span = span): TrendValue => {
  const formula = trendFormulas.find((one) => one.id === id);
  if (!formula) throw new Error(`no formula ${id}`);
  return trendOf(formula, rows, over);
};

const values = ({ series }: TrendValue): (number | null)[][] =>
  series.map(({ cells }) => cells.map(({ value }) => value));

const incidents = [
  row('incident', {
    priority: 'P1',
    gxp: true,
    cause: 'disk',
    startedAt: '2026-01-10T08:00:00Z',
    detectedAt: '2026-01-10T09:00:00Z',
    reportedAt: '2026-01-10T09:30:00Z',
    acknowledgedAt: '2026-01-10T09:15:00Z',
    resolvedAt: '2026-01-10T13:00:00Z',
    responseKept: true,
    resolutionKept: false,
    reopened: false,
  }),
  row('incident', {
    priority: 'P3',
    gxp: false,
    cause: 'disk',
    startedAt: '2026-01-20T08:00:00+01:00',
    detectedAt: '2026-01-20T11:00:00+01:00',
    reportedAt: '2026-01-20T11:00:00+01:00',
    acknowledgedAt: '2026-01-20T11:45:00+01:00',
    resolvedAt: '2026-01-20T13:00:00+01:00',
    responseKept: true,
    resolutionKept: true,
    reopened: true,
  }),
  row('incident', { priority: 'P3', gxp: false, cause: 'network', detectedAt: '2026-03-01T08:00:00Z' }),
  row('incident', {
    priority: 'P3',
    cause: 'network',
    detectedAt: '2025-12-31T23:00:00Z',
    resolvedAt: '2026-01-02T00:00:00Z',
  }),
] as const;
const [first, second, third, before] = incidents;

describe('incidents', () => {
  test('incident.count: by month and priority', () => {
    const counted = trend('incident.count', incidents);
    expect(counted.categories).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(counted.series.map(({ label }) => label)).toEqual(['P1', 'P2', 'P3', 'P4']);
    expect(values(counted)).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [1, 0, 1],
      [0, 0, 0],
    ]);
    expect(counted.total).toEqual({ value: 3, ids: [first.id, second.id, third.id], counted: null });
    expect(counted.series[2]?.cells[0]?.ids).toEqual([second.id]);
  });

  test('incident.mttd: (1 h + 3 h) / 2', () => {
    const found = trend('incident.mttd', incidents);
    expect(found.total.value).toBe(2);
    expect(found.total.ids).toEqual([first.id, second.id]);
    expect(values(found)).toEqual([[2, null, null]]);
  });

  test('incident.mtta: (15 min + 45 min) / 2', () => expect(trend('incident.mtta', incidents).total.value).toBe(0.5));

  test('incident.mttr: (4 h + 2 h) / 2', () => expect(trend('incident.mttr', incidents).total.value).toBe(3));

  test('incident.report-delay: (0.5 h + 0 h) / 2, to one decimal', () =>
    expect(trend('incident.report-delay', incidents).total.value).toBe(0.3));

  test('a time in the wrong order is no time', () => {
    const wrong = row('incident', { detectedAt: '2026-01-02T08:00:00Z', resolvedAt: '2026-01-01T08:00:00Z' });
    expect(trend('incident.mttr', [wrong]).total).toEqual({ value: null, ids: [], counted: null });
  });

  test('incident.sla: one of two kept both, response 2 of 2, resolution 1 of 2', () => {
    const kept = trend('incident.sla', incidents);
    expect(kept.total).toEqual({ value: 50, ids: [first.id, second.id], counted: [second.id] });
    expect(values(kept)).toEqual([
      [100, null, null],
      [50, null, null],
    ]);
  });

  test('incident.reopened: 1 of 2 resolved in the period', () =>
    expect(trend('incident.reopened', incidents).total).toEqual({
      value: 50,
      ids: [first.id, second.id],
      counted: [second.id],
    }));

  test('incident.gxp: 1 of 3 assessed', () => expect(trend('incident.gxp', incidents).total.value).toBe(33.3));

  test('incident.repeat-cause: the second disk and the second network, the latter from before the period', () => {
    const again = trend('incident.repeat-cause', incidents);
    expect(again.total).toEqual({ value: 66.7, ids: [first.id, second.id, third.id], counted: [second.id, third.id] });
    const other = { ...third, systemId: 'SYS-0002' };
    expect(trend('incident.repeat-cause', [before, other]).total.value).toBe(0);
    const longAgo = row('incident', { cause: 'network', detectedAt: '2025-02-28T08:00:00Z' });
    expect(trend('incident.repeat-cause', [longAgo, third]).total.value).toBe(0);
    const justInTime = row('incident', { cause: 'network', detectedAt: '2025-03-01T08:00:00Z' });
    expect(trend('incident.repeat-cause', [justInTime, third]).total.value).toBe(100);
  });

  test('incident.causes: most frequent first, the rare together', () => {
    const causes = trend('incident.causes', incidents);
    expect(causes.categories).toEqual(['disk', 'network']);
    expect(values(causes)).toEqual([[2, 1]]);
    const many = Array.from({ length: 14 }, (_, n) =>
      row('incident', { cause: `c${String(n).padStart(2, '0')}`, detectedAt: '2026-02-01T00:00:00Z' }),
    );
    const shown = trend('incident.causes', many);
    expect(shown.categories).toHaveLength(11);
    expect(shown.categories.at(-1)).toBe('other');
    expect(shown.series[0]?.cells.at(-1)?.value).toBe(4);
  });

  test('incident.open-age: one P3, 30 days old', () => {
    const open = trend('incident.open-age', incidents);
    expect(open.total).toEqual({ value: 1, ids: [third.id], counted: null });
    expect(open.series.find(({ id }) => id === 'P3')?.cells.map(({ value }) => value)).toEqual([1, 0, 0, 0]);
    const later = trend('incident.open-age', incidents, { ...span, asOf: '2026-04-01' });
    expect(later.series.find(({ id }) => id === 'P3')?.cells.map(({ value }) => value)).toEqual([0, 1, 0, 0]);
  });

  test('withdrawn incidents count nowhere', () => {
    const gone = incidents.map((one) => ({ ...one, state: 'withdrawn' }));
    for (const { id, group } of trendFormulas)
      if (group === 'incidents') expect(trend(id, gone).total.value ?? 0, id).toBe(0);
  });
});

const defects = [
  row('defect', {
    severity: 'critical',
    cause: 'logic',
    component: 'import',
    createdOn: '2025-09-01',
    closedOn: '2026-01-29',
    decision: 'fix',
    afterRelease: true,
  }),
  row('defect', { severity: 'critical', component: 'import', createdOn: '2026-01-05', afterRelease: false }),
  row('defect', {
    severity: 'minor',
    cause: 'logic',
    component: 'export',
    createdOn: '2026-02-01',
    afterRelease: true,
    reopened: true,
  }),
  row('defect', {
    severity: 'major',
    cause: 'input',
    createdOn: '2026-02-10',
    closedOn: '2026-02-20',
    decision: 'fix',
  }),
  row('defect', { severity: 'minor', createdOn: '2025-01-01', decision: 'accept', riskExpires: '2026-03-01' }),
] as const;

describe('defects', () => {
  test('defect.flow: found and closed by month', () => {
    const flow = trend('defect.flow', defects);
    expect(values(flow)).toEqual([
      [1, 2, 0],
      [1, 1, 0],
    ]);
    expect(flow.total.value).toBe(3);
  });

  test('defect.open: at the end of each month by severity', () => {
    const open = trend('defect.open', defects);
    expect(open.series.map(({ id }) => id)).toEqual(['critical', 'major', 'minor']);
    expect(values(open)).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [1, 2, 2],
    ]);
    expect(open.total.value).toBe(3);
  });

  test('defect.open-age: 85 days critical, 58 and 454 days minor', () => {
    const open = trend('defect.open-age', defects);
    expect(values(open)).toEqual([
      [0, 1, 0, 0],
      [0, 0, 0, 0],
      [0, 1, 0, 1],
    ]);
  });

  test('defect.causes and defect.components', () => {
    expect(trend('defect.causes', defects).categories).toEqual(['input', 'logic']);
    expect(trend('defect.components', defects).categories).toEqual(['export', 'import']);
  });

  test('defect.reopened: 1 of 2 that came to an end, the open one among them as it was reopened', () =>
    expect(trend('defect.reopened', defects).total.value).toBe(50));

  test('defect.escaped: 1 of 2 found in the period', () =>
    expect(trend('defect.escaped', defects).total.value).toBe(50));

  test('defect.fix-time: (150 d + 10 d) / 2', () => {
    const time = trend('defect.fix-time', defects);
    expect(time.total.value).toBe(80);
    expect(values(time)).toEqual([[150, 10, null]]);
  });

  test('defect.critical-cause: 0 of 1', () => expect(trend('defect.critical-cause', defects).total.value).toBe(0));

  test('defect.risk-expired: one in March, none before it expires', () => {
    expect(values(trend('defect.risk-expired', defects))).toEqual([[0, 0, 1]]);
    expect(trend('defect.risk-expired', defects, { ...span, asOf: '2026-03-01' }).total.value).toBe(0);
  });
});

describe('post-mortems', () => {
  const analysis = row('post-mortem', { incident: first.id, publishedOn: '2026-01-24' });
  test('post-mortem.coverage: 1 of 1', () => {
    expect(trend('post-mortem.coverage', [...incidents, analysis]).total.value).toBe(100);
    expect(trend('post-mortem.coverage', incidents).total.value).toBe(0);
  });
  test('post-mortem.time: 14 days', () =>
    expect(trend('post-mortem.time', [...incidents, analysis]).total.value).toBe(14));
});

describe('access reviews', () => {
  const reviews = [
    row(
      'access-review',
      {
        lines: 200,
        revoked: 10,
        modified: 5,
        kept: 185,
        proven: 12,
        orphans: 3,
        dormant: 4,
        sod: 1,
        bulkKeepShare: 0.5,
      },
      { eventOn: '2026-02-01' },
    ),
    row(
      'access-review',
      { lines: 100, revoked: 0, modified: 0, kept: 100, proven: 0, orphans: 0, dormant: 2, sod: 0, bulkKeepShare: 0.9 },
      { eventOn: '2026-01-01' },
    ),
    row('access-review', { lines: 9, revoked: 9 }, { eventOn: '2025-12-31' }),
  ] as const;
  test('access.revoked: 10 of 300', () => {
    const revoked = trend('access.revoked', reviews);
    expect(revoked.total.value).toBe(3.3);
    expect(revoked.categories).toEqual([reviews[1].id, reviews[0].id]);
    expect(values(revoked)).toEqual([[0, 5]]);
  });
  test('access.modified: 5 of 300', () => expect(trend('access.modified', reviews).total.value).toBe(1.7));
  test('access.proven: 12 of 15; nothing to prove is no figure', () => {
    const proven = trend('access.proven', reviews);
    expect(proven.total.value).toBe(80);
    expect(values(proven)).toEqual([[null, 80]]);
  });
  test('access.findings: 3 + 6 + 1', () => {
    const findings = trend('access.findings', reviews);
    expect(findings.total.value).toBe(10);
    expect(values(findings)).toEqual([
      [0, 3],
      [2, 4],
      [0, 1],
    ]);
  });
  test('access.bulk-keep: (50 % + 90 %) / 2', () => expect(trend('access.bulk-keep', reviews).total.value).toBe(70));
});

describe('periodic evaluations', () => {
  const evaluations = [
    row(
      'periodic-evaluation',
      { verdict: 'fit', dueOn: '2026-01-31', periodEnd: '2026-01-01' },
      { effectiveOn: '2026-01-31' },
    ),
    row(
      'periodic-evaluation',
      { verdict: 'fit', dueOn: '2026-01-31', periodEnd: '2026-01-02' },
      { effectiveOn: '2026-02-01' },
    ),
    row('periodic-evaluation', { verdict: 'conditional', dueOn: '2026-02-28', periodEnd: '2026-02-01' }),
    row('periodic-evaluation', { dueOn: '2026-03-31', periodEnd: '2026-03-01' }),
  ];
  test('evaluation.on-time: one in time, one late, one overdue, one not due yet', () => {
    const onTime = trend('evaluation.on-time', evaluations);
    expect(onTime.total.value).toBe(33.3);
    expect(values(onTime)).toEqual([[50, 0, null]]);
  });
  test('evaluation.verdicts: those in force', () => {
    const verdicts = trend('evaluation.verdicts', evaluations);
    expect(verdicts.categories).toEqual(['fit']);
    expect(values(verdicts)).toEqual([[2]]);
  });
});

describe('actions', () => {
  const actions = [
    row('action', { createdOn: '2026-01-01', dueOn: '2026-02-01', closedOn: '2026-02-01', status: 'done' }),
    row('action', { createdOn: '2026-01-01', dueOn: '2026-02-02', closedOn: '2026-02-03', status: 'done' }),
    row('action', { createdOn: '2026-01-01', dueOn: '2026-02-03', closedOn: '2026-02-03', status: 'dropped' }),
    row('action', { createdOn: '2026-01-20', dueOn: '2026-03-01', status: 'open' }),
    row('action', { createdOn: '2026-01-21', dueOn: '2026-03-31', status: 'open' }),
  ];
  test('action.completed: 2 of 4 not dropped', () => expect(trend('action.completed', actions).total.value).toBe(50));
  test('action.on-time: 1 of 3 done or overdue', () => expect(trend('action.on-time', actions).total.value).toBe(33.3));
  test('action.oldest: 70 days', () => expect(trend('action.oldest', actions).total.value).toBe(70));
  test('action.overdue: one, due in March', () =>
    expect(values(trend('action.overdue', actions))).toEqual([[0, 0, 1]]));
});

describe('all formulas', () => {
  test('have ids of their own, and say what they compute', () => {
    expect(new Set(trendFormulas.map(({ id }) => id)).size).toBe(trendFormulas.length);
    // What was changed since it was first counted; everything else stands as it was.
    const changed: Readonly<Record<string, number>> = {
      'incident.reopened': 2,
      'incident.open-age': 2,
      'defect.open': 2,
      'defect.open-age': 2,
    };
    for (const { id, formula, label, version } of trendFormulas)
      expect([id, formula !== '', label !== '', version]).toEqual([id, true, true, changed[id] ?? 1]);
  });

  test('are tried above by name, each', async () => {
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(new URL(import.meta.url), 'utf8');
    expect(trendFormulas.map(({ id }) => id).filter((id) => !text.includes(`'${id}'`))).toEqual([]);
  });

  test('answer nothing, not zero per cent, of nothing; every series has a cell a category', () => {
    for (const { id, unit } of trendFormulas) {
      const empty = trend(id, []);
      if (unit !== '') expect(empty.total.value, id).toBeNull();
      const full = trend(id, [...incidents, ...defects]);
      for (const { cells } of full.series) expect(cells, id).toHaveLength(full.categories.length);
    }
  });

  test('every cell names rows that were given, and what was counted is among them', () => {
    const rows = [...incidents, ...defects];
    const known = new Set(rows.map(({ id }) => id));
    for (const { id } of trendFormulas) {
      const value = trend(id, rows);
      for (const cell of [value.total, ...value.series.flatMap(({ cells }) => cells)]) {
        expect(
          cell.ids.every((one) => known.has(one)),
          id,
        ).toBe(true);
        expect(
          (cell.counted ?? []).every((one) => cell.ids.includes(one)),
          id,
        ).toBe(true);
      }
    }
  });
});
