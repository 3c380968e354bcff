import type { Finding } from '../completeness.ts';
import { rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import { isDate } from '../iso-date.ts';
import { levelOf } from '../outline.ts';
import type { CheckContext } from '../record-type.ts';
import { readZonedTime } from '../zoned-time.ts';
import { advice, blocking, textOf, when, type Place } from './operations/findings.ts';
import { checkNames } from './operations/names.ts';
import { marks, postMortemForm } from './post-mortem-form.ts';

/** Where the story is told: by role, not by name. Owner, reviewers and owners of actions are named on purpose. */
const narrative: readonly Place[] = [
  ['identity', 'title'],
  ['summary', 'summary'],
  ['summary', 'trigger'],
  ['impact', 'customers'],
  ['impact', 'dataLoss'],
  ['detection', 'how'],
  ['detection', 'sooner'],
  ['timeline', 'entries'],
  ['cause', 'problem'],
  ['cause', 'whys'],
  ['cause', 'contributing'],
  ['lessons', 'well'],
  ['lessons', 'notWell'],
  ['lessons', 'lucky'],
];

/** Every rule of a post-mortem that is not a field left empty. */
export const checkPostMortem = (content: Content, context: CheckContext): readonly Finding[] => [
  ...checkDays(content, context),
  ...checkMarks(content),
  ...checkTimes(content, context.now),
  ...checkWhys(content),
  ...checkActions(content),
  ...checkLuck(content),
  ...checkNames(postMortemForm, content, narrative, [...context.people, ...peopleOf(content)]),
  ...checkIncident(context),
];

const checkDays = (content: Content, { today }: CheckContext): readonly Finding[] =>
  (
    [
      ['date', 'The date of the incident'],
      ['reviewedOn', 'The review meeting'],
    ] as const
  ).flatMap(([field, label]) => {
    const day = textOf(content, 'identity', field);
    return when(isDate(day) && day > today, () => blocking('identity', field, `${label} lies in the future (${day}).`));
  });

/** The people that the form itself names. */
export const peopleOf = (content: Content): readonly string[] =>
  [
    textOf(content, 'identity', 'owner'),
    textOf(content, 'identity', 'reviewers'),
    ...rowsOf(content, 'actions', 'actions').map((row) => cellOf(row, 'owner')),
  ].flatMap((names) => names.split(/[,;]/).map((name) => name.trim()));

const cellOf = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value.trim() : '';
};

/** The six moments stand in the timeline, each once, and the first sign comes before the end. */
export const checkMarks = (content: Content): readonly Finding[] => {
  const rows = rowsOf(content, 'timeline', 'entries');
  if (rows.length === 0) return [];
  const at = (mark: string): readonly number[] => rows.flatMap((row, index) => (row['mark'] === mark ? [index] : []));
  const missing = Object.entries(marks).filter(([mark]) => at(mark).length === 0);
  const twice = Object.entries(marks).filter(([mark]) => at(mark).length > 1);
  const moment = (mark: string): number | null => {
    const cell = rows[at(mark)[0] ?? -1]?.['at'];
    const read = typeof cell === 'string' ? readZonedTime(cell) : null;
    return read?.ok === true ? Date.parse(read.value.instant) : null;
  };
  const [first, last] = [moment('first-sign'), moment('resolved')];
  return [
    ...when(missing.length > 0, () =>
      blocking(
        'timeline',
        'entries',
        `The timeline does not mark yet: ${missing.map(([, label]) => label.toLowerCase()).join(', ')}.`,
      ),
    ),
    ...twice.map(([, label]) => blocking('timeline', 'entries', `"${label}" is marked more than once.`)),
    ...when(first !== null && last !== null && last < first, () =>
      blocking('timeline', 'entries', '"Resolved" lies before "First sign".'),
    ),
  ];
};

const checkTimes = (content: Content, now: string): readonly Finding[] =>
  rowsOf(content, 'timeline', 'entries').flatMap((row, index) => {
    const read = readZonedTime(cellOf(row, 'at'));
    return when(read.ok && Date.parse(read.value.instant) > Date.parse(now), () =>
      blocking('timeline', 'entries', `Entry ${index + 1} lies in the future.`, index),
    );
  });

/** The whys are a tree: it begins at level 1, and no row skips a level. Less than three levels seldom reach a cause. */
export const checkWhys = (content: Content): readonly Finding[] => {
  const levels = rowsOf(content, 'cause', 'whys').map((row) => levelOf(row, 'level'));
  const skipping = levels.flatMap((level, index) => (level > (levels[index - 1] ?? 0) + 1 ? [index] : []));
  return [
    ...skipping.map((index) =>
      blocking(
        'cause',
        'whys',
        `Why ${index + 1} is on level ${levels[index] ?? 1}, but the row above it is not one level higher up.`,
        index,
      ),
    ),
    ...when(levels.length > 0 && Math.max(...levels) < 3, () =>
      advice(
        'cause',
        'whys',
        'The whys go less than three levels deep: ask on until the answer lies in how work is set up.',
      ),
    ),
  ];
};

const several = /[,;/&]|\s(?:and|und|or)\s/iu;
const nobody = /^(?:all|everybody|everyone|we|qa|it|tbd|n\/a)$|\b(?:team|group|department)\b/iu;
const vague =
  /^(?:consider|try|think|discuss|look|investigate|improve|be|ensure|make sure|remind|retrain|pay|communicate|follow up|raise awareness|monitor)\b/iu;

/** One named owner, an action that somebody can finish, and an outcome that somebody else can verify. */
export const checkActions = (content: Content): readonly Finding[] =>
  rowsOf(content, 'actions', 'actions').flatMap((row, index) => {
    const owner = cellOf(row, 'owner');
    const action = cellOf(row, 'action');
    return [
      ...when(owner !== '' && (several.test(owner) || nobody.test(owner)), () =>
        blocking('actions', 'actions', `Action ${index + 1} needs one named owner, not "${owner}".`, index),
      ),
      ...when(vague.test(action), () =>
        advice(
          'actions',
          'actions',
          `Action ${index + 1} begins with "${action.split(/\s/)[0] ?? ''}": name a change that one can see done, such as "Add", "Replace" or "Document".`,
          index,
        ),
      ),
    ];
  });

const checkLuck = (content: Content): readonly Finding[] =>
  rowsOf(content, 'lessons', 'lucky').flatMap((row, index) =>
    when(row['action'] === false, () =>
      advice('lessons', 'lucky', `Stroke of luck ${index + 1} is not turned into an action yet.`, index),
    ),
  );

const checkIncident = ({ links }: CheckContext): readonly Finding[] =>
  when(!links.some(({ relation, direction }) => relation === 'analysed-in' && direction === 'in'), () =>
    advice('identity', 'incident', 'No incident is linked yet: begin a post-mortem from its incident.'),
  );

/** Whether quality assurance has to sign. */
export const isGxp = (content: Content): boolean => scalarOf(content, 'identity', 'gxp') === true;
