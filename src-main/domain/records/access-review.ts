import { nextReview, type ReviewScope } from '../access-review/frequency.ts';
import { paceLimits } from '../access-review/pace.ts';
import type { Finding } from '../completeness.ts';
import type { Facts } from '../facts.ts';
import { emptyContent, isBlank, rowsOf, scalarOf, type Content } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { CheckContext, Metric, PrefillContext, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import type { Stages } from '../stages.ts';
import { systemFacts } from '../system.ts';
import { accessReviewForm } from './access-review-form.ts';

const reviewers = [Role.ProcessOwner, Role.ValidationLead, Role.Operative, Role.TechnicalOwner] as const;

const blocking = (section: string, message: string, field?: string): Finding => ({
  severity: 'blocking',
  section,
  message,
  ...(field === undefined ? {} : { field }),
});

const count = ({ figures }: CheckContext, name: string): number => {
  const value = figures[name];
  return typeof value === 'number' ? value : 0;
};

const some = (n: number, one: string, many: string): string => (n === 1 ? `One ${one}` : `${n} ${many}`);

/** The lists must be there and compared before anybody reviews them. */
const needsLists = (_: Content, context: CheckContext): readonly Finding[] => [
  ...(context.figures['accountsLoaded'] === true ? [] : [blocking('sources', 'The account list is not imported yet.')]),
  ...(context.figures['rosterLoaded'] === true ? [] : [blocking('sources', 'The HR roster is not imported yet.')]),
];

const needsDecisions = (_: Content, context: CheckContext): readonly Finding[] => {
  const [open, unconfirmed] = [count(context, 'open'), count(context, 'unconfirmed')];
  return [
    ...(unconfirmed > 0
      ? [
          blocking(
            'population',
            `${some(unconfirmed, 'match waits', 'matches wait')} for a person to confirm or reject.`,
          ),
        ]
      : []),
    ...(open > 0
      ? [
          blocking(
            'population',
            `${some(open, 'account is', 'accounts are')} not decided yet (escalated ones included).`,
          ),
        ]
      : []),
  ];
};

const needsProof = (_: Content, context: CheckContext): readonly Finding[] => {
  const open = count(context, 'remediesOpen');
  return open > 0
    ? [
        blocking(
          'remediation',
          `${some(open, 'change is', 'changes are')} not proven by a later account list, nor excepted.`,
        ),
      ]
    : [];
};

const stages: Stages = {
  initial: 'planned',
  reopened: 'in-review',
  completed: 'closed',
  all: [
    { id: 'planned', label: 'Planned' },
    { id: 'loaded', label: 'Data loaded' },
    { id: 'in-review', label: 'In review' },
    { id: 'decided', label: 'Decisions complete' },
    { id: 'remediation', label: 'Remediation' },
    { id: 'verified', label: 'Verified' },
    { id: 'closed', label: 'Closed' },
  ],
  steps: [
    { id: 'load', label: 'Data is loaded', from: ['planned'], to: 'loaded', needsReason: false, check: needsLists },
    {
      id: 'begin',
      label: 'Freeze the accounts and begin',
      from: ['loaded'],
      to: 'in-review',
      needsReason: false,
      check: needsLists,
    },
    {
      id: 'complete',
      label: 'Decisions are complete',
      from: ['in-review'],
      to: 'decided',
      needsReason: false,
      check: needsDecisions,
    },
    {
      id: 'reconsider',
      label: 'Back to the decisions',
      from: ['decided', 'remediation'],
      to: 'in-review',
      needsReason: true,
    },
    {
      id: 'remedy',
      label: 'Begin the remediation',
      from: ['decided'],
      to: 'remediation',
      needsReason: false,
      check: needsDecisions,
    },
    {
      id: 'verify',
      label: 'Remediation is verified',
      from: ['decided', 'remediation'],
      to: 'verified',
      needsReason: false,
      check: (content, context) => [...needsDecisions(content, context), ...needsProof(content, context)],
    },
    { id: 'reopen', label: 'Back to remediation', from: ['verified'], to: 'remediation', needsReason: true },
  ],
  signable: ['verified'],
};

const check = (content: Content, context: CheckContext): readonly Finding[] => [
  ...(context.stage === 'verified'
    ? [...needsLists(content, context), ...needsDecisions(content, context), ...needsProof(content, context)]
    : []),
  ...checkRoles(content),
  ...checkPace(content, context),
  ...checkVerdict(content, context),
  ...checkNext(content, context),
];

/** A role that does not fit any more says what becomes of it (draft Annex 11, 11.11: roles are reviewed too). */
const checkRoles = (content: Content): readonly Finding[] =>
  rowsOf(content, 'rules', 'roles')
    .filter((row) => (row['judged'] === 'change' || row['judged'] === 'retire') && isBlank(row['note']))
    .map((row) =>
      blocking('rules', `Say why the role ${String(row['role'] ?? '')} does not fit, or what changes.`, 'roles'),
    );

/** Decisions that nobody can have looked at need an explanation (rubber stamps are what reviews are blamed for). */
const checkPace = (content: Content, { figures }: CheckContext): readonly Finding[] => {
  const { bulkKeepShare, perMinute } = figures;
  const quick = [
    ...(typeof bulkKeepShare === 'number' && bulkKeepShare > paceLimits.bulkKeepShare
      ? [`${bulkKeepShare} % of the accounts were kept in bulk`]
      : []),
    ...(typeof perMinute === 'number' && perMinute > paceLimits.perMinute
      ? [`${perMinute} decisions were made a minute`]
      : []),
  ];
  return quick.length > 0 && isBlank(scalarOf(content, 'conclusion', 'paceRationale'))
    ? [blocking('conclusion', `${quick.join(', and ')}: say why that was sound.`, 'paceRationale')]
    : [];
};

const checkVerdict = (content: Content, context: CheckContext): readonly Finding[] => {
  const verdict = scalarOf(content, 'conclusion', 'verdict');
  const excepted = count(context, 'excepted');
  const remedies = count(context, 'remedies');
  const found: Finding[] = [];
  if (excepted > 0 && (verdict === 'appropriate' || verdict === 'remedied'))
    found.push(
      blocking(
        'conclusion',
        `${some(excepted, 'exception stands', 'exceptions stand')}: the conclusion has to say so.`,
        'verdict',
      ),
    );
  if (remedies > 0 && verdict === 'appropriate')
    found.push(
      blocking('conclusion', 'Accounts were modified or revoked: access was not appropriate as it was.', 'verdict'),
    );
  return found;
};

const checkNext = (content: Content, { today, system }: CheckContext): readonly Finding[] => {
  const facts = systemFacts(system);
  const own = scalarOf(system, 'intervals', 'accessReviewInterval');
  const dates: readonly (readonly [string, ReviewScope, string])[] = [
    ['nextReview', 'all', 'all accounts'],
    ['nextPrivilegedReview', 'privileged', 'privileged accounts'],
  ];
  return dates.flatMap(([field, scope, words]): readonly Finding[] => {
    const next = scalarOf(content, 'conclusion', field);
    if (typeof next !== 'string' || !isDate(next)) return [];
    const latest = nextReview(today, facts.riskClass, typeof own === 'number' ? own : 12, scope);
    if (next <= today) return [blocking('conclusion', `The next review of ${words} lies in the future.`, field)];
    return next > latest
      ? [
          blocking(
            'conclusion',
            `The next review of ${words} is due by ${latest} at the latest (risk class ${facts.riskClass}).`,
            field,
          ),
        ]
      : [];
  });
};

const prefill = ({ system, today, previous }: PrefillContext): Content => {
  const content = emptyContent(accessReviewForm);
  const facts = systemFacts(system);
  const own = scalarOf(system, 'intervals', 'accessReviewInterval');
  const interval = typeof own === 'number' ? own : 12;
  const withValues = (section: string, values: Record<string, unknown>): Content[string] =>
    ({ values: { ...content[section]?.values, ...values } }) as Content[string];
  const carried = (section: string, field: string) => (previous === null ? null : scalarOf(previous, section, field));
  return {
    ...content,
    scope: withValues('scope', {
      accounts: 'all',
      plannedOn: today,
      environments: carried('scope', 'environments'),
      types: carried('scope', 'types'),
    }),
    reviewers: withValues('reviewers', {
      assigned: previous === null ? [] : rowsOf(previous, 'reviewers', 'assigned'),
    }),
    conclusion: withValues('conclusion', {
      nextReview: nextReview(today, facts.riskClass, interval, 'all'),
      nextPrivilegedReview: nextReview(today, facts.riskClass, interval, 'privileged'),
    }),
  };
};

const figure =
  (section: string, field: string) =>
  (content: Content): number | null => {
    const value = scalarOf(content, section, field);
    return typeof value === 'number' ? value : null;
  };

const decided = (content: Content, decision: string): number =>
  rowsOf(content, 'outcome', 'decisions').reduce(
    (sum, row) => sum + (row['decision'] === decision && typeof row['lines'] === 'number' ? row['lines'] : 0),
    0,
  );

const found = (content: Content, finding: string): number | null => {
  if (figure('outcome', 'lines')(content) === null) return null;
  const row = rowsOf(content, 'outcome', 'findings').find((one) => one['finding'] === finding);
  return typeof row?.['lines'] === 'number' ? row['lines'] : 0;
};

const share = (part: number, whole: number | null): number | null =>
  whole === null || whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

const metric = (
  id: string,
  label: string,
  unit: string,
  formula: string,
  compute: (content: Content) => number | null,
): Metric => ({ id, label, unit, formula, version: 1, compute });

const metrics: readonly Metric[] = [
  metric('accounts', 'Accounts reviewed', '', 'accounts of the frozen population', figure('outcome', 'lines')),
  metric('completion', 'Decided', '%', 'accounts kept, modified or revoked / accounts', (content) =>
    share(
      decided(content, 'Keep') + decided(content, 'Modify') + decided(content, 'Revoke'),
      figure('outcome', 'lines')(content),
    ),
  ),
  metric('revoke-rate', 'Revoked', '%', 'accounts revoked / accounts', (content) =>
    share(decided(content, 'Revoke'), figure('outcome', 'lines')(content)),
  ),
  metric('modify-rate', 'Modified', '%', 'accounts modified / accounts', (content) =>
    share(decided(content, 'Modify'), figure('outcome', 'lines')(content)),
  ),
  metric('proven', 'Changes proven by re-import', '%', 'changes that a later list proves / all changes', (content) => {
    const rows = rowsOf(content, 'remediation', 'remedies');
    return share(rows.filter((row) => String(row['proof']).startsWith('Proven')).length, rows.length);
  }),
  metric('orphans', 'Orphans', '', 'accounts with the finding orphan', (content) => found(content, 'Orphan')),
  metric('dormant', 'Dormant', '', 'accounts with the finding dormant', (content) => found(content, 'Dormant')),
  metric('conflicts', 'Conflicting duties', '', 'accounts with two roles that the rules keep apart', (content) =>
    found(content, 'Conflicting duties'),
  ),
  metric(
    'days-to-removal',
    'Days from decision to proof',
    'days',
    'the longest from a decision to the list that proves it',
    figure('remediation', 'daysToRemoval'),
  ),
  metric(
    'bulk-keep-share',
    'Kept in bulk',
    '%',
    'accounts kept by an act over several / accounts decided',
    figure('outcome', 'bulkKeepShare'),
  ),
  metric(
    'decisions-per-minute',
    'Decisions per minute',
    '',
    'decisions one by one / minutes between them, pauses over 5 minutes left out',
    figure('outcome', 'perMinute'),
  ),
];

const asOf = (content: Content): string | null => {
  const day = scalarOf(content, 'scope', 'asOf') ?? scalarOf(content, 'scope', 'plannedOn');
  return typeof day === 'string' && isDate(day) ? day : null;
};

/** What trends and evaluations count of a review; nothing before its population is frozen. */
const reviewFacts = (content: Content): Facts<'access-review'> => {
  const bulk = figure('outcome', 'bulkKeepShare')(content);
  const remedies = rowsOf(content, 'remediation', 'remedies');
  return {
    lines: figure('outcome', 'lines')(content),
    revoked: decided(content, 'Revoke'),
    modified: decided(content, 'Modify'),
    kept: decided(content, 'Keep'),
    proven: remedies.filter((row) => String(row['proof']).startsWith('Proven')).length,
    orphans: found(content, 'Orphan'),
    dormant: found(content, 'Dormant'),
    sod: found(content, 'Conflicting duties'),
    bulkKeepShare: bulk === null ? null : bulk / 100,
  };
};

/** Validates that access to a system remains appropriate (the customer's process; Annex 11 s.12; draft Annex 11, 11.11). */
export const accessReview: RecordType = {
  id: 'access-review',
  prefix: 'AR',
  title: 'User Access Review',
  plural: 'User access reviews',
  purpose: 'Whether every account of a system still fits the person behind it, decided line by line and proven.',
  form: accessReviewForm,
  requirements: [
    {
      id: 'reviewer',
      title: 'Reviewer',
      meaning: Meaning.Review,
      eligible: reviewers,
      optional: false,
      byAuthor: true,
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
      optional: false,
      byAuthor: false,
    },
  ],
  stages,
  editors: reviewers,
  prefill,
  titleOf: (content, systemName) => {
    const what =
      scalarOf(content, 'scope', 'accounts') === 'privileged' ? 'Review of privileged access' : 'Access review';
    const day = asOf(content);
    return `${what} of ${systemName}${day === null ? '' : `, ${day}`}`;
  },
  periodOf: () => null,
  eventOn: asOf,
  factsOf: (content) => ({
    ...reviewFacts(content),
    scope: scalarOf(content, 'scope', 'accounts'),
    withFinding: figure('outcome', 'withFinding')(content),
    verdict: scalarOf(content, 'conclusion', 'verdict'),
    nextReview: scalarOf(content, 'conclusion', 'nextReview'),
  }),
  check,
  metrics,
};

/** The latest day of the next review after one of this day: for schedules. */
export const accessReviewDue = (system: Content, last: string): string => {
  const own = scalarOf(system, 'intervals', 'accessReviewInterval');
  return nextReview(last, systemFacts(system).riskClass, typeof own === 'number' ? own : 12, 'all');
};
