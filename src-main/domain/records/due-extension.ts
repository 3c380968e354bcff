import type { Finding } from '../completeness.ts';
import { addMonths } from '../days.ts';
import { choice, date, options, prose, section, text } from '../fields.ts';
import { emptyContent, type Content, type Form } from '../form.ts';
import { isDate } from '../iso-date.ts';
import type { CheckContext, Facts, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { advice, blocking, textOf, when } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';

/** What a due date can stand for, by the names of the schedule. */
export const obligations = {
  evaluation: 'Periodic evaluation',
  'ad-hoc-evaluation': 'Ad-hoc evaluation',
  'access-review': 'User access review',
  'privileged-review': 'Review of privileged access',
  'plan-review': 'Review of the operation & maintenance plan',
  'audit-trail-review': 'Audit-trail review',
  'restore-test': 'Restore test',
  'disaster-test': 'Disaster recovery test',
  action: 'Action',
} as const;

/** Whether a due date of this kind can be moved: others are given by a person or a certificate, not by a rule. */
export const isExtendable = (kind: string): boolean => Object.hasOwn(obligations, kind);

/** Obligations of one thing, which has to be named; the others are owed by the system, or after a change or incident. */
const byReference: readonly string[] = ['ad-hoc-evaluation', 'action'];

/** The figure that holds the day on which the schedule asks for an obligation; `reference` is empty for a system's own. */
export const dueFigure = (obligation: string, reference: string): string => `due ${obligation} ${reference}`;

/** The figure that says what such a thing is, by its number. */
export const nameFigure = (obligation: string, reference: string): string => `of ${obligation} ${reference}`;

/** Months by which an extension moves a due date at most. */
const longestExtension = 6;
/** Beyond this many months its readers are told to look twice. */
const usualExtension = 3;

const form: Form = {
  sections: [
    section(
      'obligation',
      'What is put off',
      {
        help: 'One due date of this system, which is moved once. It stays visible as extended, and as overdue where it was.',
        clauses: ['Customer process: frequency of evaluations and reviews', 'draft Annex 11 s.14'],
      },
      [
        choice('obligation', 'Obligation', options(obligations)),
        text('reference', 'Number of what asks for it', {
          required: false,
          help: 'Of an action its number; of what is due after an incident or a change, the number of that. Empty for what the system owes regularly.',
        }),
        date('oldDue', 'Due until now', { help: 'Taken from the schedule.' }),
        date('newDue', 'Due from now on'),
      ],
    ),
    section(
      'justification',
      'Justification',
      { help: 'Why the date cannot be kept, and why not earlier than the new one.', clauses: ['GAMP 5 O8'] },
      [prose('why', 'Reason'), prose('prevention', 'So that it does not happen again', { required: false })],
    ),
    section(
      'risk',
      'Risk meanwhile',
      { help: 'What could go wrong until then, and what is done about it.', clauses: ['Annex 11 s.1'] },
      [prose('risk', 'Risk of waiting'), prose('controls', 'Controls until the new date')],
    ),
  ],
};

const check = (content: Content, { today, inForce, figures }: CheckContext): readonly Finding[] => {
  const obligation = textOf(content, 'obligation', 'obligation');
  const reference = textOf(content, 'obligation', 'reference');
  const oldDue = textOf(content, 'obligation', 'oldDue');
  const newDue = textOf(content, 'obligation', 'newDue');
  const dated = isDate(oldDue) && isDate(newDue);
  const earlier = inForce().find(
    ({ facts }) =>
      facts['duty'] === obligation &&
      (facts['reference'] ?? '') === reference &&
      (facts['from'] === oldDue || facts['until'] === oldDue),
  );
  return [
    ...checkSchedule(content, figures),
    ...when(dated && newDue <= oldDue, () =>
      blocking('obligation', 'newDue', `The new date (${newDue}) does not lie after the old one (${oldDue}).`),
    ),
    ...when(dated && newDue < today, () =>
      blocking('obligation', 'newDue', `The new date (${newDue}) has passed already.`),
    ),
    ...when(dated && newDue > addMonths(oldDue, longestExtension), () =>
      blocking('obligation', 'newDue', `A due date is moved by ${longestExtension} months at most.`),
    ),
    ...when(dated && newDue > addMonths(oldDue, usualExtension) && newDue <= addMonths(oldDue, longestExtension), () =>
      advice('obligation', 'newDue', `More than ${usualExtension} months: is the risk meanwhile still acceptable?`),
    ),
    ...when(earlier !== undefined, () =>
      blocking('obligation', 'oldDue', `${earlier?.id ?? ''} has moved this date already; a date is moved once.`),
    ),
  ];
};

/** The day that is moved is one that the schedule asks for. */
const checkSchedule = (content: Content, figures: Facts): readonly Finding[] => {
  const { obligation, reference, day } = scheduled(content, figures);
  const oldDue = textOf(content, 'obligation', 'oldDue');
  if (obligation === '') return [];
  if (byReference.includes(obligation) && reference === '')
    return [
      blocking('obligation', 'reference', `Give the number of what asks for it: ${choicesOf(content, figures)}.`),
    ];
  if (day === null)
    return [
      blocking(
        'obligation',
        'obligation',
        `The schedule of this system asks for nothing of this kind${reference === '' ? '' : ` after ${reference}`}.`,
      ),
    ];
  return when(isDate(oldDue) && oldDue !== day, () =>
    blocking('obligation', 'oldDue', `The schedule says ${day}, not ${oldDue}.`),
  );
};

/** The numbers of the things of the chosen kind that the schedule asks for, what is due first before the others. */
const standing = (content: Content, figures: Facts): readonly string[] => {
  const obligation = textOf(content, 'obligation', 'obligation');
  const prefix = nameFigure(obligation, '');
  const key = (number: string): string => `${String(figures[dueFigure(obligation, number)])} ${number}`;
  return Object.keys(figures)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** So many of them are named. */
const mostNamed = 5;

const choicesOf = (content: Content, figures: Facts): string => {
  const all = standing(content, figures);
  const obligation = textOf(content, 'obligation', 'obligation');
  const named = all.slice(0, mostNamed).map((number) => figures[nameFigure(obligation, number)] ?? number);
  if (named.length === 0) return 'the action, incident or change';
  return `${named.join('; ')}${all.length > mostNamed ? `; or one of ${all.length - mostNamed} more` : ''}`;
};

/** The number of what asks for it, where only one thing does. */
const withReference = (content: Content, figures: Facts): Content => {
  const [only, ...more] = standing(content, figures);
  return only !== undefined &&
    more.length === 0 &&
    byReference.includes(textOf(content, 'obligation', 'obligation')) &&
    textOf(content, 'obligation', 'reference') === ''
    ? withValues(content, { obligation: { reference: only } })
    : content;
};

const scheduled = (content: Content, figures: Facts) => {
  const obligation = textOf(content, 'obligation', 'obligation');
  const reference = textOf(content, 'obligation', 'reference');
  const day = figures[dueFigure(obligation, reference)];
  return { obligation, reference, day: typeof day === 'string' ? day : null };
};

/** What asks for it and the day until now, from the schedule: when another obligation was chosen, and where none stands yet. */
const completed = (before: Content, typed: Content, figures: Facts): Content => {
  const after = withReference(typed, figures);
  const [was, is] = [scheduled(before, figures), scheduled(after, figures)];
  const chosen = was.obligation !== is.obligation || was.reference !== is.reference;
  const oldDue = textOf(after, 'obligation', 'oldDue');
  return is.day === null || is.day === oldDue || (!chosen && oldDue !== '')
    ? after
    : withValues(after, { obligation: { oldDue: is.day } });
};

/** The schedule reads these: which due date of the system moves, from when to when (ISO days). */
const factsOf = (content: Content): Facts => ({
  duty: textOf(content, 'obligation', 'obligation') || null,
  reference: textOf(content, 'obligation', 'reference') || null,
  from: textOf(content, 'obligation', 'oldDue') || null,
  until: textOf(content, 'obligation', 'newDue') || null,
});

/** A signed justification that moves one due date of a system, once. */
export const dueExtension: RecordType = {
  id: 'due-extension',
  prefix: 'DX',
  title: 'Due-Date Extension',
  plural: 'Due-date extensions',
  purpose: 'Moves one due date once: why it cannot be kept, and what is done about the risk meanwhile.',
  form,
  requirements: [
    {
      id: 'requester',
      title: 'Requester',
      meaning: Meaning.Authorship,
      eligible: [Role.ValidationLead, Role.Operative, Role.TechnicalOwner, Role.ProcessOwner],
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
      meaning: Meaning.ExtensionApproval,
      eligible: [Role.QualityAssurance],
      optional: false,
      byAuthor: false,
    },
  ],
  prefill: () => emptyContent(form),
  titleOf: (content, systemName) => {
    const obligation = textOf(content, 'obligation', 'obligation');
    const label = Object.hasOwn(obligations, obligation)
      ? obligations[obligation as keyof typeof obligations]
      : 'a due date';
    const newDue = textOf(content, 'obligation', 'newDue');
    const reference = textOf(content, 'obligation', 'reference');
    return `Extension of ${systemName}: ${label}${reference === '' ? '' : ` (${reference})`}${isDate(newDue) ? ` until ${newDue}` : ''}`;
  },
  periodOf: () => null,
  check,
  completed,
  metrics: [],
  factsOf,
};
