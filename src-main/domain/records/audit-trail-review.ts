import type { Finding } from '../completeness.ts';
import { addDays, addMonths } from '../days.ts';
import { emptyContent, rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { ActionDraft, CheckContext, Facts, Metric, Period, PrefillContext, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { drawSample } from '../sample.ts';
import { Meaning } from '../signing.ts';
import { trailReviewMonths } from '../schedule.ts';
import { systemFacts } from '../system.ts';
import { auditTrailReviewForm, classesToFollow } from './audit-trail-review-form.ts';
import { checkOwnTrail } from './own-trail.ts';
import { advice, blocking, textOf, when } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';

const periodOf = (content: Content): Period | null => {
  const start = textOf(content, 'identity', 'periodStart');
  const end = textOf(content, 'identity', 'periodEnd');
  return isDate(start) && isDate(end) ? { start, end } : null;
};

/** The period goes on where the last review ended; the seed is drawn before anybody knows the entries. */
const prefill = ({ system, today, seed, previousEnd, previousId, previous }: PrefillContext): Content => {
  const periodEnd = addDays(today, -1);
  const months = trailReviewMonths(systemFacts(system));
  return withValues(emptyContent(auditTrailReviewForm), {
    identity: {
      kind: 'periodic',
      periodStart: previousEnd === null ? null : addDays(previousEnd, 1),
      periodEnd,
      previousReview: previousId,
    },
    next: { nextReview: months === null ? null : addMonths(periodEnd, months) },
    trails: {
      seed,
      riskFilter: previous === null ? null : scalarOf(previous, 'trails', 'riskFilter'),
      trails:
        previous === null
          ? []
          : rowsOf(previous, 'trails', 'trails').map((row): Row => ({ ...blankTrail, trail: row['trail'] ?? null })),
    },
  });
};

const blankTrail: Row = { trail: null, extractedOn: null, entries: null, unusual: null, sample: null, evidence: null };

const count = (row: Row, column: string): number => {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
};
const word = (row: Row, column: string): string => String(row[column] ?? '').trim();

/** The sample of each trail as it is written down: `Audit trail of results: 3, 17, 40`. Empty where none is drawn. */
export const sampleText = (content: Content): string => {
  const seed = textOf(content, 'trails', 'seed');
  return rowsOf(content, 'trails', 'trails')
    .filter((row) => count(row, 'sample') > 0)
    .map((row) => {
      const drawn = drawSample(`${seed}/${word(row, 'trail')}`, count(row, 'entries'), count(row, 'sample'));
      return `${word(row, 'trail')}: ${drawn.join(', ')}`;
    })
    .join('\n');
};

const check = (content: Content, context: CheckContext): readonly Finding[] => [
  ...checkPeriod(content, context),
  ...checkIndependence(content, context),
  ...checkTrails(content, context),
  ...checkOwnTrail(content, {
    period: periodOf(content),
    today: context.today,
    reviewer: context.author.userName,
  }),
  ...checkConclusion(content),
  ...checkNext(content, context.system),
];

const checkPeriod = (content: Content, { today, previousEnd }: CheckContext): readonly Finding[] => {
  const period = periodOf(content);
  if (period === null) return [];
  const expected = previousEnd === null ? null : addDays(previousEnd, 1);
  return [
    ...when(period.end < period.start, () =>
      blocking('identity', 'periodEnd', `The period ends (${period.end}) before it starts (${period.start}).`),
    ),
    ...when(period.end > today, () =>
      blocking('identity', 'periodEnd', `The period ends in the future (${period.end}).`),
    ),
    ...when(expected !== null && period.start !== expected && textOf(content, 'identity', 'kind') === 'periodic', () =>
      blocking(
        'identity',
        'periodStart',
        `The last review ended on ${previousEnd ?? ''}: this one starts on ${expected ?? ''}, without gap or overlap.`,
      ),
    ),
  ];
};

/** The reviewer did none of the work (draft Annex 11, 12.6): says so, and is not among those who did it. */
const checkIndependence = (content: Content, { author }: CheckContext): readonly Finding[] => [
  ...when(scalarOf(content, 'reviewer', 'independent') === false, () =>
    blocking('reviewer', 'independent', 'Somebody who did none of the work has to review the trail.'),
  ),
  ...rowsOf(content, 'reviewer', 'doers').flatMap((row, index) =>
    when(sameName(word(row, 'name'), author.fullName) || sameName(word(row, 'name'), author.userName), () =>
      blocking('reviewer', 'doers', `${author.fullName} wrote this review and cannot be among those reviewed.`, index),
    ),
  ),
];

const sameName = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

const checkTrails = (content: Content, { today }: CheckContext): readonly Finding[] => {
  const period = periodOf(content);
  const expected = sampleText(content);
  return [
    ...rowsOf(content, 'trails', 'trails').flatMap((row, index): readonly Finding[] => {
      const name = word(row, 'trail');
      const day = word(row, 'extractedOn');
      const say = (message: string): Finding => blocking('trails', 'trails', `${name}: ${message}`, index);
      const counts = ['entries', 'unusual', 'sample'].map((column) => count(row, column));
      const [entries = 0, unusual = 0, sample = 0] = counts;
      return [
        ...when(
          counts.some((value) => value < 0 || !Number.isInteger(value)),
          () => say('entries are counted in whole numbers.'),
        ),
        ...when(unusual > entries || sample > entries, () => say(`there are only ${entries} entries in the period.`)),
        ...when(entries > 0 && unusual + sample === 0, () => say('none of its entries was looked at.')),
        ...when(isDate(day) && day > today, () => say(`it was extracted in the future (${day}).`)),
        ...when(isDate(day) && period !== null && day < period.end, () =>
          say(`it was extracted on ${day}, before the period ended.`),
        ),
      ];
    }),
    ...when(textOf(content, 'trails', 'drawn') !== expected, () =>
      blocking('trails', 'drawn', 'The entries drawn are not those of the seed: take them over from the tab "Sample".'),
    ),
    ...when(
      scalarOf(content, 'trails', 'trailOn') === false && rowsOf(content, 'findings', 'findings').length === 0,
      () => blocking('findings', 'findings', 'A trail that was off or altered is a finding.'),
    ),
  ];
};

const followed = (row: Row): boolean => (classesToFollow as readonly string[]).includes(word(row, 'class'));

const checkConclusion = (content: Content): readonly Finding[] => {
  const findings = rowsOf(content, 'findings', 'findings');
  const conclusion = textOf(content, 'conclusion', 'conclusion');
  return [
    ...findings.flatMap((row, index) =>
      when(followed(row) && word(row, 'followUp') === '', () =>
        blocking(
          'findings',
          'findings',
          `${word(row, 'entry')}: a deviation or a doubt about data needs its follow-up.`,
          index,
        ),
      ),
    ),
    ...when(conclusion === 'none' && findings.length > 0, () =>
      blocking('conclusion', 'conclusion', 'The conclusion says "No findings" while findings are listed.'),
    ),
    ...when((conclusion === 'minor' || conclusion === 'impact') && findings.length === 0, () =>
      blocking('conclusion', 'conclusion', 'The conclusion speaks of findings while none is listed.'),
    ),
    ...when(conclusion === 'minor' && findings.some((row) => word(row, 'class') === 'integrity'), () =>
      advice('conclusion', 'conclusion', 'A doubt about the integrity of data is listed: is there really no impact?'),
    ),
    ...when(conclusion === 'impact' && rowsOf(content, 'actions', 'actions').length === 0, () =>
      blocking('actions', 'actions', 'Findings with impact need at least one action.'),
    ),
  ];
};

/** The next review is promised no later than the schedule will ask for it. */
const checkNext = (content: Content, system: Content): readonly Finding[] => {
  const period = periodOf(content);
  const next = textOf(content, 'next', 'nextReview');
  if (period === null || !isDate(next)) return [];
  const facts = systemFacts(system);
  const months = trailReviewMonths(facts);
  const latest = months === null ? null : addMonths(period.end, months);
  return [
    ...when(next <= period.end, () => blocking('next', 'nextReview', 'The next review is due after this period.')),
    ...when(latest !== null && next > latest, () =>
      blocking(
        'next',
        'nextReview',
        `The next review is due by ${latest ?? ''} at the latest (${months ?? ''} months, risk class ${facts.riskClass}).`,
      ),
    ),
  ];
};

const total = (content: Content, column: string): number =>
  rowsOf(content, 'trails', 'trails').reduce((sum, row) => sum + count(row, column), 0);

const metrics: readonly Metric[] = [
  {
    id: 'entries',
    label: 'Entries in the period',
    unit: '',
    formula: 'sum of the entries of all trails',
    version: 1,
    compute: (content) => total(content, 'entries'),
  },
  {
    id: 'entries-reviewed',
    label: 'Entries looked at',
    unit: '',
    formula: 'sum of what was looked at by risk and of the random samples',
    version: 1,
    compute: (content) => total(content, 'unusual') + total(content, 'sample'),
  },
  {
    id: 'findings',
    label: 'Findings',
    unit: '',
    formula: 'rows of the finding table',
    version: 1,
    compute: (content) => rowsOf(content, 'findings', 'findings').length,
  },
  {
    id: 'findings-to-follow',
    label: 'Deviations and doubts about data',
    unit: '',
    formula: 'findings of the classes deviation and data integrity',
    version: 1,
    compute: (content) => rowsOf(content, 'findings', 'findings').filter(followed).length,
  },
];

const factsOf = (content: Content): Facts => ({
  conclusion: textOf(content, 'conclusion', 'conclusion') || null,
  entries: total(content, 'entries'),
  reviewed: total(content, 'unusual') + total(content, 'sample'),
  findings: rowsOf(content, 'findings', 'findings').length,
  toFollow: rowsOf(content, 'findings', 'findings').filter(followed).length,
});

const actionsOf = (content: Content): readonly ActionDraft[] =>
  rowsOf(content, 'actions', 'actions').map((row, index) => ({
    key: `actions.actions.${index}`,
    action: word(row, 'action'),
    owner: word(row, 'owner'),
    due: word(row, 'due'),
    kind: word(row, 'type') || null,
    outcome: word(row, 'outcome'),
  }));

/** The review of a system's audit trail by somebody who did none of the work (Annex 11 s.9; draft s.12.4 to 12.8). */
export const auditTrailReview: RecordType = {
  id: 'audit-trail-review',
  prefix: 'TR',
  title: 'Audit-Trail Review',
  plural: 'Audit-trail reviews',
  purpose: 'Somebody independent looks at the trail of a period: what is unusual in full, the rest by random sample.',
  form: auditTrailReviewForm,
  requirements: [
    {
      id: 'reviewer',
      title: 'Reviewer',
      // The review is the reviewer's own work: this signature says who wrote it, as nobody reviews a text of their own.
      meaning: Meaning.Authorship,
      eligible: [Role.ValidationLead, Role.Operative, Role.TechnicalOwner, Role.ProcessOwner, Role.QualityAssurance],
      optional: false,
      byAuthor: true,
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
      meaning: Meaning.QualityApproval,
      eligible: [Role.QualityAssurance],
      optional: false,
      byAuthor: false,
    },
  ],
  prefill,
  titleOf: (content, systemName) => {
    const period = periodOf(content);
    const title = `Audit-trail review of ${systemName}`;
    return period === null ? title : `${title}, ${period.start} to ${period.end}`;
  },
  periodOf,
  check,
  metrics,
  factsOf,
  actionsOf,
};
