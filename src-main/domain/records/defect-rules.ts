import type { Finding } from '../completeness.ts';
import { addMonths } from '../days.ts';
import { rowsOf, scalarOf, type Content } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { CheckContext } from '../record-type.ts';
import type { StageEntry } from '../check-context.ts';
import { blocking, checkOrder, isAnswered, textOf, when, type Place } from './operations/findings.ts';

/** Months for which a risk may be accepted at most; then it is decided again. */
export const longestAcceptance = 12;

export const isCritical = (content: Content): boolean => textOf(content, 'assessment', 'severity') === 'critical';
export const decisionOf = (content: Content): string => textOf(content, 'decision', 'decision');
export const isFixed = (content: Content): boolean => decisionOf(content) === 'fix';
export const isAcceptedRisk = (content: Content): boolean => decisionOf(content) === 'accept';

/** Every rule of a defect that is not a field left empty. */
export const checkDefect = (content: Content, context: CheckContext): readonly Finding[] => [
  ...checkOrder(
    content,
    [
      { place: ['identity', 'detectedAt'], label: 'Detected' },
      { place: ['identity', 'reportedAt'], label: 'Reported' },
    ],
    context.now,
  ),
  ...checkDays(content, context.today),
  ...checkCause(content),
  ...checkDecision(content),
  ...(isFixed(content) ? [...checkFix(content), ...checkVerification(content, context.steps)] : []),
  ...checkEnd(content, context.stage),
];

const days: readonly (readonly [Place, string])[] = [
  [['decision', 'decidedOn'], 'Decided on'],
  [['verification', 'verifiedOn'], 'Verified on'],
];

const checkDays = (content: Content, today: string): readonly Finding[] =>
  days.flatMap(([[section, field], label]) => {
    const day = textOf(content, section, field);
    return when(isDate(day) && day > today, () => blocking(section, field, `${label} lies in the future (${day}).`));
  });

/** A critical defect needs its root cause, whatever is decided about it (the customer's process). */
export const checkCause = (content: Content): readonly Finding[] =>
  isCritical(content)
    ? (
        [
          ['rootCause', 'A critical defect cannot close without its root cause.'],
          ['category', 'A critical defect cannot close without the class of its cause.'],
        ] as const
      ).flatMap(([field, message]) =>
        when(!isAnswered(content, 'cause', field), () => blocking('cause', field, message)),
      )
    : [];

/** An accepted risk ends on a day, a year after the decision at most; a duplicate names the other defect. */
export const checkDecision = (content: Content): readonly Finding[] => {
  const until = textOf(content, 'decision', 'acceptedUntil');
  const decided = textOf(content, 'decision', 'decidedOn');
  if (isAcceptedRisk(content)) {
    if (!isDate(until))
      return [blocking('decision', 'acceptedUntil', 'An accepted risk needs the day on which it expires.')];
    if (!isDate(decided)) return [];
    const latest = addMonths(decided, longestAcceptance);
    return [
      ...when(until <= decided, () =>
        blocking('decision', 'acceptedUntil', 'The risk is accepted until a day after the decision.'),
      ),
      ...when(until > latest, () =>
        blocking(
          'decision',
          'acceptedUntil',
          `A risk is accepted for ${longestAcceptance} months at most: until ${latest}.`,
        ),
      ),
    ];
  }
  return when(decisionOf(content) === 'duplicate' && !isAnswered(content, 'decision', 'duplicateOf'), () =>
    blocking('decision', 'duplicateOf', 'Name the defect that this one is a duplicate of.'),
  );
};

/** What a fix leaves behind: how, by whom, in which version, and a link to it. */
export const checkFix = (content: Content): readonly Finding[] => [
  ...(
    [
      ['addressed', 'Say how the defect was addressed.'],
      ['fixedBy', 'Name the person who fixed it.'],
      ['fixedIn', 'Name the release that holds the fix.'],
    ] as const
  ).flatMap(([field, message]) => when(!isAnswered(content, 'fix', field), () => blocking('fix', field, message))),
  ...when(rowsOf(content, 'fix', 'references').length === 0, () =>
    blocking(
      'fix',
      'references',
      'A fix is linked to its change: a commit, a merge request, a ticket or a change number.',
    ),
  ),
];

const sameName = (one: string, other: string): boolean =>
  one.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ') ===
  other.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ');

/** The fix is verified by somebody else than the fixer, with evidence. */
export const checkVerification = (content: Content, steps: readonly StageEntry[]): readonly Finding[] => {
  const fixer = textOf(content, 'fix', 'fixedBy');
  const verifier = textOf(content, 'verification', 'verifiedBy');
  const lastOf = (step: string): StageEntry | undefined => steps.filter((one) => one.step === step).at(-1);
  const fixed = lastOf('fix');
  const verified = lastOf('verify');
  return [
    ...(
      [
        ['verifiedBy', 'Name the person who verified the fix.'],
        ['verifiedOn', 'Say when the fix was verified.'],
        ['evidence', 'Say what shows that the defect is gone.'],
      ] as const
    ).flatMap(([field, message]) =>
      when(!isAnswered(content, 'verification', field), () => blocking('verification', field, message)),
    ),
    ...when(fixer !== '' && sameName(fixer, verifier), () =>
      blocking('verification', 'verifiedBy', `${verifier} fixed the defect: somebody else verifies it.`),
    ),
    ...when(fixed !== undefined && verified !== undefined && fixed.accountId === verified.accountId, () =>
      blocking('verification', 'verifiedBy', 'Whoever marked the defect as fixed cannot mark it as verified.'),
    ),
  ];
};

/** The decision that each way to end a defect rests on. */
export const endings: Readonly<Record<string, string>> = {
  verified: 'fix',
  duplicate: 'duplicate',
  rejected: 'reject',
  'accepted-risk': 'accept',
};

const checkEnd = (content: Content, stage: string | null): readonly Finding[] => {
  const expected = stage === null ? undefined : endings[stage];
  return when(expected !== undefined && expected !== decisionOf(content), () =>
    blocking('decision', 'decision', 'The decision no longer fits the stage that the defect is in.'),
  );
};

/** The day on which an accepted risk expires; null where none is accepted. */
export const riskExpires = (content: Content): string | null => {
  const until = scalarOf(content, 'decision', 'acceptedUntil');
  return isAcceptedRisk(content) && typeof until === 'string' && isDate(until) ? until : null;
};
