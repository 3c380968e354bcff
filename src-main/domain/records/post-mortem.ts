import type { Facts as FactsOf } from '../facts.ts';
import { emptyContent, rowsOf, scalarOf, type Content, type FieldValue, type Row } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { Beginning, Metric, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import type { Stages } from '../stages.ts';
import { dayOfZonedTime, minutesBetween } from '../zoned-time.ts';
import { hasGxpImpact } from './incident-priority.ts';
import { actionsIn } from './operations/actions.ts';
import { lackingIn, textOf, when, blocking } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';
import { operationsTeam, verifiers } from './operations/team.ts';
import { inOrderOfTime } from './operations/timeline.ts';
import { postMortemForm } from './post-mortem-form.ts';
import { checkPostMortem, isGxp } from './post-mortem-rules.ts';

/** What the incident already says; entries of its timeline that are its marks are marked. */
const carry: Beginning['carry'] = ({ recordId, content }, prefilled) => {
  const at = (section: string, field: string): FieldValue => scalarOf(content, section, field);
  const began = at('identity', 'startedAt') ?? at('identity', 'detectedAt');
  const moments: readonly Row[] = (
    [
      ['identity', 'startedAt', 'first-sign', 'The incident began'],
      ['identity', 'detectedAt', 'detected', 'The incident was detected'],
      ['handling', 'acknowledgedAt', 'investigation-started', 'The incident was acknowledged and investigated'],
      ['handling', 'mitigatedAt', null, 'The incident was mitigated'],
      ['handling', 'resolvedAt', 'resolved', 'The incident was resolved'],
    ] as const
  ).flatMap(([section, field, mark, event]) => {
    const time = scalarOf(content, section, field);
    return time === null ? [] : [{ at: time, event, mark }];
  });
  const entries = rowsOf(content, 'timeline', 'entries').map((row) => ({
    at: row['at'] ?? null,
    event: row['event'] ?? null,
    mark: null,
  }));
  return withValues(prefilled, {
    identity: {
      title: at('identity', 'title'),
      incident: recordId,
      date: dayOfZonedTime(began),
      duration: minutesBetween(began, at('handling', 'resolvedAt')),
      gxp: hasGxpImpact(content),
    },
    summary: { summary: at('cause', 'occurred') },
    impact: {
      customers: at('regulatory', 'description'),
      dataLoss: at('regulatory', 'dataLoss') === 'none' ? 'No data was lost.' : at('regulatory', 'dataLossDetail'),
    },
    timeline: { entries: inOrderOfTime([...moments, ...entries]) },
    cause: { problem: at('cause', 'rootCause'), category: at('cause', 'category') },
    actions: { actions: rowsOf(content, 'capa', 'actions') },
  });
};

const marked = (content: Content, mark: string): unknown =>
  rowsOf(content, 'timeline', 'entries').find((row) => row['mark'] === mark)?.['at'];

const between = (from: string, to: string) => (content: Content) =>
  minutesBetween(marked(content, from), marked(content, to));

const metrics: readonly Metric[] = [
  {
    id: 'time-to-detect',
    label: 'Time to detect',
    unit: 'min',
    formula: 'mark "Detected" - mark "First sign"',
    version: 1,
    compute: between('first-sign', 'detected'),
  },
  {
    id: 'time-to-cause',
    label: 'Time to root cause',
    unit: 'min',
    formula: 'mark "Root cause identified" - mark "Investigation started"',
    version: 1,
    compute: between('investigation-started', 'root-cause'),
  },
  {
    id: 'time-to-resolve',
    label: 'Time to resolve',
    unit: 'min',
    formula: 'mark "Resolved" - mark "Detected"',
    version: 1,
    compute: between('detected', 'resolved'),
  },
  {
    id: 'actions',
    label: 'Actions agreed',
    unit: '',
    formula: 'rows of the action table',
    version: 1,
    compute: (content) => rowsOf(content, 'actions', 'actions').length,
  },
  {
    id: 'luck-turned',
    label: 'Luck turned into actions',
    unit: '%',
    formula: 'points of luck that an action makes no matter of luck / all points of luck',
    version: 1,
    compute: (content) => {
      const rows = rowsOf(content, 'lessons', 'lucky');
      if (rows.length === 0) return null;
      return Math.round((rows.filter((row) => row['action'] === true).length / rows.length) * 1000) / 10;
    },
  },
];

const stages: Stages = {
  initial: 'draft',
  reopened: 'draft',
  completed: 'actions-agreed',
  all: [
    { id: 'draft', label: 'Being written' },
    { id: 'reviewed', label: 'Review meeting held' },
    { id: 'actions-agreed', label: 'Actions agreed' },
  ],
  signable: ['reviewed'],
  steps: [
    {
      id: 'hold-review',
      label: 'Review meeting held',
      from: ['draft'],
      to: 'reviewed',
      needsReason: false,
      check: (content) => [
        ...lackingIn(postMortemForm, content, [
          ['identity', 'reviewers'],
          ['summary', 'summary'],
          ['timeline', 'entries'],
          ['cause', 'problem'],
          ['cause', 'whys'],
        ]),
        ...when(!isDate(textOf(content, 'identity', 'reviewedOn')), () =>
          blocking('identity', 'reviewedOn', 'Say on which day the review meeting was held.'),
        ),
      ],
    },
    { id: 'write-on', label: 'Back to writing', from: ['reviewed'], to: 'draft', needsReason: true },
  ],
};

/** What trends and evaluations ask of a post-mortem. */
export const postMortemFacts = (content: Content): FactsOf<'post-mortem'> & { readonly title: string } => ({
  title: textOf(content, 'identity', 'title'),
  incident: textOf(content, 'identity', 'incident') || null,
  publishedOn: textOf(content, 'identity', 'reviewedOn') || null,
});

/** A look back on an incident that improves processes and blames nobody (customer process; GAMP 5 O5). */
export const postMortem: RecordType = {
  id: 'post-mortem',
  prefix: 'PM',
  title: 'Blameless Post-Mortem',
  plural: 'Post-mortems',
  purpose: 'What an incident teaches: timeline, causes, lessons and actions, told by role and without blame.',
  form: postMortemForm,
  requirements: [
    {
      id: 'owner',
      title: 'Post-Mortem Owner',
      meaning: Meaning.Authorship,
      eligible: operationsTeam,
      optional: false,
      byAuthor: true,
    },
    {
      id: 'reviewer',
      title: 'Reviewer',
      meaning: Meaning.Review,
      eligible: verifiers,
      optional: false,
      byAuthor: false,
    },
    {
      id: 'second-reviewer',
      title: 'Second Reviewer',
      meaning: Meaning.Review,
      eligible: verifiers,
      optional: true,
      byAuthor: false,
    },
    {
      id: 'system-owner',
      title: 'System Owner',
      meaning: Meaning.Approval,
      eligible: [Role.SystemOwner],
      optional: false,
      byAuthor: false,
    },
    {
      id: 'quality-assurance',
      title: 'Quality Assurance',
      meaning: Meaning.QualityApproval,
      eligible: [Role.QualityAssurance],
      optional: true,
      byAuthor: false,
      mandatoryWhen: isGxp,
    },
  ],
  prefill: () => emptyContent(postMortemForm),
  titleOf: (content, systemName) => {
    const title = textOf(content, 'identity', 'title');
    return title === '' ? `Post-mortem of ${systemName}` : `Post-mortem: ${title}`;
  },
  periodOf: () => null,
  eventOn: (content) => {
    const day = textOf(content, 'identity', 'date');
    return isDate(day) ? day : null;
  },
  check: checkPostMortem,
  metrics,
  stages,
  editors: operationsTeam,
  factsOf: postMortemFacts,
  beginsFrom: [{ type: 'incident', relation: 'analysed-in', label: 'Begin a post-mortem', once: true, carry }],
  actionsOf: (content) => actionsIn('actions.actions', rowsOf(content, 'actions', 'actions')),
};
