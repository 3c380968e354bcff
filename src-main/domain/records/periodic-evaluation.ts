import type { Finding } from '../completeness.ts';
import { isDate } from '../iso-date.ts';
import { addDays, addMonths } from '../days.ts';
import { emptyContent, rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import type { Facts } from '../facts.ts';
import type { ActionDraft, CheckContext, Metric, Period, PrefillContext, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { evaluationDueOn, evaluationMonths } from '../schedule.ts';
import { systemFacts } from '../system.ts';
import { periodicEvaluationForm } from './periodic-evaluation-form.ts';

const periodOf = (content: Content): Period | null => {
  const start = scalarOf(content, 'identity', 'periodStart');
  const end = scalarOf(content, 'identity', 'periodEnd');
  return typeof start === 'string' && typeof end === 'string' && isDate(start) && isDate(end) ? { start, end } : null;
};

/** What the system's entry and the last evaluation already say, so that nothing is typed twice. */
const prefill = ({ system, today, previousEnd, previousId }: PrefillContext): Content => {
  const facts = systemFacts(system);
  const start =
    previousEnd !== null
      ? addDays(previousEnd, 1)
      : facts.lastEvaluation !== null
        ? addDays(facts.lastEvaluation, 1)
        : null;
  const due = start === null ? null : addDays(addMonths(start, facts.evaluationInterval), -1);
  const end = due !== null && due < today ? due : start === null ? null : today;
  const content = emptyContent(periodicEvaluationForm);
  const withValues = (section: string, values: Record<string, unknown>): Content[string] =>
    ({ values: { ...content[section]?.values, ...values } }) as Content[string];
  return {
    ...content,
    identity: withValues('identity', {
      kind: 'periodic',
      periodStart: start,
      periodEnd: end,
      previousEvaluation: previousId,
      dueOn: evaluationDueOn(facts, previousEnd),
    }),
    fitness: withValues('fitness', { intendedUse: scalarOf(system, 'identity', 'intendedUse') }),
    validation: withValues('validation', {
      status: ['validated', 'conditional', 'not-validated'].includes(facts.validationStatus)
        ? facts.validationStatus
        : null,
      report: scalarOf(system, 'operation', 'validationReport'),
      version: scalarOf(system, 'operation', 'version'),
    }),
    next: withValues('next', {
      nextEvaluation: end === null ? null : addMonths(end, facts.evaluationInterval),
    }),
  };
};

const finding = (severity: Finding['severity'], section: string, field: string, message: string): Finding => ({
  severity,
  section,
  field,
  message,
});

const check = (content: Content, { today, previousEnd, system }: CheckContext): readonly Finding[] => [
  ...checkPeriod(content, today, previousEnd),
  ...checkKind(content, system),
  ...checkVerdict(content),
  ...checkSetAside(content),
  ...checkNext(content, system),
  ...checkRowsInPeriod(content),
];

const checkPeriod = (content: Content, today: string, previousEnd: string | null): readonly Finding[] => {
  const period = periodOf(content);
  if (period === null) return [];
  const found: Finding[] = [];
  if (period.end < period.start)
    found.push(
      finding(
        'blocking',
        'identity',
        'periodEnd',
        `The period ends (${period.end}) before it starts (${period.start}).`,
      ),
    );
  if (period.end > today)
    found.push(finding('blocking', 'identity', 'periodEnd', `The period ends in the future (${period.end}).`));
  if (previousEnd !== null && scalarOf(content, 'identity', 'kind') === 'periodic') {
    const expected = addDays(previousEnd, 1);
    if (period.start !== expected)
      found.push(
        finding(
          'blocking',
          'identity',
          'periodStart',
          `The last evaluation ended on ${previousEnd}: this one starts on ${expected}, without gap or overlap.`,
        ),
      );
  }
  return found;
};

/** A final evaluation belongs to a system on its way out (draft Annex 11, s.14). */
const checkKind = (content: Content, system: Content): readonly Finding[] =>
  scalarOf(content, 'identity', 'kind') === 'final' && !['retiring', 'retired'].includes(systemFacts(system).status)
    ? [
        finding(
          'blocking',
          'identity',
          'kind',
          'A final evaluation is for a system that is retiring or retired: its entry says otherwise.',
        ),
      ]
    : [];

/** Only a final evaluation sets no next date; and what the vault holds of the period cannot be set aside. */
const checkSetAside = (content: Content): readonly Finding[] => [
  ...(content['next']?.notApplicable !== undefined && scalarOf(content, 'identity', 'kind') !== 'final'
    ? [finding('blocking', 'next', 'nextEvaluation', 'Only the final evaluation is followed by none.')]
    : []),
  ...(content['previousActions']?.notApplicable !== undefined &&
  ((content['previousActions'].values['actions'] ?? []) as readonly Row[]).length > 0
    ? [finding('blocking', 'previousActions', 'actions', 'There are actions in the period: the section applies.')]
    : []),
];

const isOpen = (row: Row): boolean => row['status'] !== 'closed';

const checkVerdict = (content: Content): readonly Finding[] => {
  const verdict = scalarOf(content, 'verdict', 'verdict');
  const conditions = scalarOf(content, 'verdict', 'conditions');
  const found: Finding[] = [];
  if (verdict === 'fit') {
    const critical = [
      ...rowsOf(content, 'incidents', 'incidents').filter((row) => row['priority'] === 'P1'),
      ...rowsOf(content, 'problems', 'defects').filter((row) => row['severity'] === 'critical'),
    ].filter(isOpen);
    if (critical.length > 0 && scalarOf(content, 'verdict', 'openCriticalRationale') === null)
      found.push(
        finding(
          'blocking',
          'verdict',
          'openCriticalRationale',
          `The verdict is "Fit for intended use" while ${critical.map((row) => `${String(row['id'])} (${String(row['priority'] ?? row['severity'])})`).join(', ')} is open: say why that is acceptable.`,
        ),
      );
    if (scalarOf(content, 'fitness', 'fit') === false)
      found.push(
        finding('blocking', 'verdict', 'verdict', 'The verdict contradicts the section on fitness for intended use.'),
      );
  }
  if (verdict === 'conditional' && (conditions === null || String(conditions).trim() === ''))
    found.push(finding('blocking', 'verdict', 'conditions', 'A conditional verdict needs its conditions.'));
  if (verdict === 'not-fit' && rowsOf(content, 'actions', 'actions').length === 0)
    found.push(finding('blocking', 'actions', 'actions', 'A system that is not fit needs at least one action.'));
  return found;
};

const checkNext = (content: Content, system: Content): readonly Finding[] => {
  const period = periodOf(content);
  const next = scalarOf(content, 'next', 'nextEvaluation');
  if (period === null || typeof next !== 'string' || !isDate(next)) return [];
  if (next <= period.end)
    return [finding('blocking', 'next', 'nextEvaluation', 'The next evaluation is due after the end of this period.')];
  const facts = systemFacts(system);
  const months = evaluationMonths(facts);
  const latest = addMonths(period.end, months);
  return next > latest
    ? [
        finding(
          'blocking',
          'next',
          'nextEvaluation',
          `The next evaluation is due by ${latest} at the latest (${months} months).`,
        ),
      ]
    : [];
};

const datedTables = [
  ['incidents', 'incidents', 'detected'],
  ['changes', 'changes', 'date'],
  ['continuity', 'tests', 'date'],
] as const;

const checkRowsInPeriod = (content: Content): readonly Finding[] => {
  const period = periodOf(content);
  if (period === null) return [];
  return datedTables.flatMap(([section, field, column]) =>
    rowsOf(content, section, field).flatMap((row, index): readonly Finding[] => {
      const day = row[column];
      return typeof day === 'string' && isDate(day) && (day < period.start || day > period.end)
        ? [
            {
              severity: 'advice',
              section,
              field,
              row: index,
              message: `${day} lies outside the period ${period.start} to ${period.end}.`,
            },
          ]
        : [];
    }),
  );
};

/** The action plan; its rows become action items once the evaluation is effective. */
const actionsOf = (content: Content): readonly ActionDraft[] =>
  rowsOf(content, 'actions', 'actions').map((row, index) => ({
    key: `actions.actions.${index}`,
    action: String(row['action'] ?? ''),
    owner: String(row['owner'] ?? ''),
    due: String(row['due'] ?? ''),
    kind: row['type'] === null || row['type'] === undefined ? null : String(row['type']),
    outcome: String(row['outcome'] ?? ''),
  }));

const isMet = (row: Row): boolean | null => {
  const { achieved, target } = row;
  if (typeof achieved !== 'number' || typeof target !== 'number') return null;
  return row['comparison'] === 'at-most' ? achieved <= target : achieved >= target;
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

const metrics: readonly Metric[] = [
  {
    id: 'service-levels-met',
    label: 'Service levels met',
    unit: '%',
    formula: 'months in which the achieved value kept the target / months with both values',
    version: 1,
    compute: (content) => {
      const judged = rowsOf(content, 'performance', 'serviceLevels')
        .map(isMet)
        .filter((met) => met !== null);
      return share(judged.filter(Boolean).length, judged.length);
    },
  },
  {
    id: 'incidents',
    label: 'Incidents in the period',
    unit: '',
    formula: 'rows of the incident table',
    version: 1,
    compute: (content) => rowsOf(content, 'incidents', 'incidents').length,
  },
  {
    id: 'incidents-open',
    label: 'Incidents still open',
    unit: '',
    formula: 'rows of the incident table that are not closed',
    version: 1,
    compute: (content) => rowsOf(content, 'incidents', 'incidents').filter(isOpen).length,
  },
  {
    id: 'incidents-gxp',
    label: 'Incidents with GxP impact',
    unit: '%',
    formula: 'rows of the incident table with GxP impact / all its rows',
    version: 1,
    compute: (content) => {
      const rows = rowsOf(content, 'incidents', 'incidents');
      return share(rows.filter((row) => row['gxpImpact'] === true).length, rows.length);
    },
  },
  {
    id: 'changes',
    label: 'Changes in the period',
    unit: '',
    formula: 'rows of the change table',
    version: 1,
    compute: (content) => rowsOf(content, 'changes', 'changes').length,
  },
  {
    id: 'previous-actions-done',
    label: 'Earlier actions done',
    unit: '%',
    formula: 'earlier actions with status done / all earlier actions',
    version: 1,
    compute: (content) => {
      const rows = rowsOf(content, 'previousActions', 'actions');
      return share(rows.filter((row) => row['status'] === 'done').length, rows.length);
    },
  },
];

const kinds: Readonly<Record<string, string>> = {
  periodic: 'Periodic evaluation',
  'ad-hoc': 'Ad-hoc evaluation',
  final: 'Final evaluation',
};

/** Regular assessment of a system's health, compliance and fitness (Annex 11 s.11; draft Annex 11 s.14; GAMP 5 O8). */
export const periodicEvaluation: RecordType = {
  id: 'periodic-evaluation',
  prefix: 'PE',
  title: 'Periodic Evaluation',
  plural: 'Periodic evaluations',
  purpose: 'How a system did over a period, whether it is still fit for its use, and what has to be done.',
  form: periodicEvaluationForm,
  requirements: [
    {
      id: 'evaluator',
      title: 'Evaluator',
      meaning: Meaning.Authorship,
      eligible: [Role.ValidationLead, Role.Operative, Role.TechnicalOwner],
      optional: false,
      byAuthor: true,
    },
    {
      id: 'technical-owner',
      title: 'Technical Owner',
      meaning: Meaning.Review,
      eligible: [Role.TechnicalOwner],
      optional: true,
      byAuthor: false,
    },
    {
      id: 'process-owner',
      title: 'Process Owner',
      meaning: Meaning.Review,
      eligible: [Role.ProcessOwner],
      optional: true,
      byAuthor: false,
    },
    {
      id: 'system-owner',
      title: 'System Owner',
      meaning: Meaning.Responsibility,
      eligible: [Role.SystemOwner],
      optional: false,
      byAuthor: false,
    },
    {
      id: 'quality-assurance',
      title: 'Quality Assurance',
      meaning: Meaning.Approval,
      eligible: [Role.QualityAssurance],
      optional: false,
      byAuthor: false,
    },
  ],
  prefill,
  titleOf: (content, systemName) => {
    const period = periodOf(content);
    const kind = kinds[String(scalarOf(content, 'identity', 'kind'))] ?? 'Periodic evaluation';
    return period === null ? `${kind} of ${systemName}` : `${kind} of ${systemName}, ${period.start} to ${period.end}`;
  },
  periodOf,
  check,
  metrics,
  factsOf: (content): Facts<'periodic-evaluation'> => {
    const text = (section: string, field: string): string | null => {
      const value = scalarOf(content, section, field);
      return typeof value === 'string' && value !== '' ? value : null;
    };
    return {
      verdict: text('verdict', 'verdict'),
      dueOn: text('identity', 'dueOn'),
      periodEnd: periodOf(content)?.end ?? null,
      kind: text('identity', 'kind'),
    };
  },
  trends: [
    'incident.count',
    'incident.mttr',
    'incident.sla',
    'incident.causes',
    'defect.flow',
    'defect.open',
    'access.findings',
    'action.completed',
  ],
  actionsOf,
};
