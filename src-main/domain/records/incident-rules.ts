import type { Finding } from '../completeness.ts';
import { rowsOf, scalarOf, type Content } from '../form.ts';
import type { CheckContext, LinkedRecord } from '../record-type.ts';
import { hasGxpImpact, isCritical, isMoreUrgent, isSignificant, priorityOf } from './incident-priority.ts';
import { blocking, checkOrder, isAnswered, textOf, when } from './operations/findings.ts';
import { checkTimeline } from './operations/timeline.ts';

/** An incident's times in the order in which they can happen. */
export const moments = [
  { place: ['identity', 'startedAt'], label: 'Began' },
  { place: ['identity', 'detectedAt'], label: 'Detected' },
  { place: ['handling', 'acknowledgedAt'], label: 'Acknowledged' },
  { place: ['handling', 'mitigatedAt'], label: 'Mitigated' },
  { place: ['handling', 'resolvedAt'], label: 'Resolved' },
] as const;

/** Every rule of an incident that is not a field left empty. */
export const checkIncident = (content: Content, context: CheckContext): readonly Finding[] => [
  ...checkOrder(content, moments, context.now),
  ...checkReported(content, context.now),
  ...checkPriority(content),
  ...checkImpact(content),
  ...checkTimeline(content, { section: 'timeline', field: 'entries' }, context.now),
  ...checkCritical(content),
  ...checkChange(content),
  ...checkActions(content),
  ...checkReview(content, context.stage),
  ...checkLearning(content, context.links),
];

const checkReported = (content: Content, now: string): readonly Finding[] =>
  checkOrder(
    content,
    [
      { place: ['identity', 'detectedAt'], label: 'Detected' },
      { place: ['identity', 'reportedAt'], label: 'Reported' },
    ],
    now,
  ).filter(({ field }) => field === 'reportedAt');

/** Another priority than the computed one needs its reason, and none lies below the floor of the impact flags. */
export const checkPriority = (content: Content): readonly Finding[] => {
  const { computed, floor, override } = priorityOf(content);
  if (override === null) return [];
  if (floor !== null && isMoreUrgent(floor, override))
    return [
      blocking(
        'classification',
        'override',
        `The impact flags demand at least ${floor}: ${override} cannot be chosen instead.`,
      ),
    ];
  return when(override !== computed && textOf(content, 'classification', 'overrideReason') === '', () =>
    blocking(
      'classification',
      'overrideReason',
      `The computed priority is ${computed ?? 'not known yet'}: say why it is ${override}.`,
    ),
  );
};

const checkImpact = (content: Content): readonly Finding[] =>
  when(
    ['possible', 'confirmed'].includes(textOf(content, 'regulatory', 'dataLoss')) &&
      textOf(content, 'regulatory', 'dataLossDetail') === '',
    () => blocking('regulatory', 'dataLossDetail', 'Data was or may be lost: say which.'),
  );

/** A critical incident cannot close without its root cause and an action (Annex 11 s.13). */
export const checkCritical = (content: Content): readonly Finding[] =>
  isCritical(content)
    ? [
        ...when(textOf(content, 'cause', 'rootCause') === '', () =>
          blocking('cause', 'rootCause', 'A critical incident cannot close without its root cause.'),
        ),
        ...when(rowsOf(content, 'capa', 'actions').length === 0, () =>
          blocking('capa', 'actions', 'A critical incident cannot close without an action.'),
        ),
      ]
    : [];

/** A change that may touch the intended use is registered in change control (the customer's process; Annex 11 s.10). */
export const checkChange = (content: Content): readonly Finding[] =>
  when(scalarOf(content, 'change', 'intendedUse') === true && !isAnswered(content, 'change', 'number'), () =>
    blocking(
      'change',
      'number',
      'The change may affect the intended use: register it in change control and give its number.',
    ),
  );

const checkActions = (content: Content): readonly Finding[] => [
  ...when(scalarOf(content, 'capa', 'needed') === true && rowsOf(content, 'capa', 'actions').length === 0, () =>
    blocking('capa', 'actions', 'Corrective or preventive action is needed: name at least one.'),
  ),
  ...when(scalarOf(content, 'capa', 'notify') === true && !isAnswered(content, 'capa', 'notification'), () =>
    blocking('capa', 'notification', 'Somebody has to be told: say who is told what, until when.'),
  ),
];

/** An incident with an impact flag passes through the review of quality assurance. */
const checkReview = (content: Content, stage: string | null): readonly Finding[] =>
  when(hasGxpImpact(content) && stage === 'rca-done', () =>
    blocking('regulatory', 'description', 'An impact flag is set: the incident goes to QA review before it is closed.'),
  );

/** A significant incident is closed over an effective post-mortem, or an effective waiver that says why there is none. */
export const checkLearning = (content: Content, links: readonly LinkedRecord[]): readonly Finding[] =>
  when(
    isSignificant(content) &&
      !links.some(
        ({ relation, direction, state }) =>
          direction === 'out' && ['analysed-in', 'waived-by'].includes(relation) && state === 'effective',
      ),
    () =>
      blocking(
        'closure',
        'verification',
        'A significant incident (P1, or an impact flag) cannot close without an effective post-mortem or a signed waiver.',
      ),
  );
