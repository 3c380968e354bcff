import { joinZonedTime } from '../../../src-main/contract/index.ts';
import { rowsOf, type Row } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { postMortemContent, waiverContent } from '../operations.ts';
import {
  answers,
  begun,
  edited,
  moved,
  type Attempt,
  type Day,
  type Edit,
  type Player,
  type Rule,
  type World,
} from './rule.ts';

const told: Edit = (_, { today }) => moved(postMortemContent(), today);

const before = (world: World, step: 'hold-review' | 'send', ...breaks: readonly Edit[]): Promise<string> =>
  begun(world, {
    type: 'post-mortem',
    who: 'engineer',
    fill: told,
    steps: step === 'send' ? ['hold-review'] : [],
    breaks,
  });

/** A change of the rows of a table. */
const rows =
  (section: string, field: string, change: (row: Row, index: number, day: Day) => Row): Edit =>
  (content, { day }) =>
    withValues(content, {
      [section]: { [field]: rowsOf(content, section, field).map((row, index) => change(row, index, day)) },
    });

const holdsBack = (id: string, says: string, step: 'hold-review' | 'send', change: Edit, refused: string): Rule => ({
  id,
  says,
  who: 'engineer',
  begin: (world) => before(world, step, change),
  attempt: step === 'send' ? { kind: 'send' } : { kind: 'step', step },
  refused,
  mend: (world, recordId) => edited(world, recordId, told),
});

const rule = (
  id: string,
  says: string,
  attempt: Attempt,
  refused: string,
  begin: Rule['begin'],
  who: Player = 'engineer',
): Rule => ({
  id,
  says,
  who,
  begin,
  attempt,
  refused,
});

export const postMortemRules: readonly Rule[] = [
  holdsBack(
    '2.6-01',
    'A review meeting names who took part',
    'hold-review',
    answers({ identity: { reviewers: null } }),
    'Reviewers is missing.',
  ),
  holdsBack(
    '2.6-02',
    'A review meeting was held on a day',
    'hold-review',
    answers({ identity: { reviewedOn: null } }),
    'Say on which day the review meeting was held.',
  ),
  holdsBack(
    '2.6-03',
    'The timeline marks all six moments',
    'send',
    rows('timeline', 'entries', (row, index) => (index === 3 ? { ...row, mark: null } : row)),
    'The timeline does not mark yet: root cause identified.',
  ),
  holdsBack(
    '2.6-04',
    'The timeline marks each moment once',
    'send',
    rows('timeline', 'entries', (row, index) => (index === 3 ? { ...row, mark: 'detected' } : row)),
    '"Detected" is marked more than once.',
  ),
  holdsBack(
    '2.6-05',
    'The end of an incident does not come before its first sign',
    'send',
    rows('timeline', 'entries', (row, index, day) =>
      index === 5 ? { ...row, at: joinZonedTime(`${day(-3)} 05:00`, 'Europe/Berlin') } : row,
    ),
    '"Resolved" lies before "First sign".',
  ),
  holdsBack(
    '2.6-06',
    'No entry of the timeline of a post-mortem lies in the future',
    'send',
    rows('timeline', 'entries', (row, index, day) =>
      index === 5 ? { ...row, at: joinZonedTime(`${day(5)} 05:00`, 'Europe/Berlin') } : row,
    ),
    'Entry 6 lies in the future.',
  ),
  holdsBack(
    '2.6-07',
    'The whys skip no level',
    'send',
    rows('cause', 'whys', (row, index) => (index === 1 ? { ...row, level: '3' } : row)),
    'Why 2 is on level 3, but the row above it is not one level higher up.',
  ),
  holdsBack(
    '2.6-08',
    'An action has one named owner',
    'send',
    rows('actions', 'actions', (row) => ({ ...row, owner: 'IT team' })),
    'Action 1 needs one named owner, not "IT team".',
  ),
  holdsBack(
    '2.6-09',
    'An action has a day on which it is due',
    'send',
    rows('actions', 'actions', (row) => ({ ...row, due: null })),
    'Due is missing.',
  ),
  holdsBack(
    '2.6-10',
    'No review meeting lies in the future',
    'send',
    answers((day) => ({ identity: { reviewedOn: day(6) } })),
    'The review meeting lies in the future',
  ),
  rule(
    '2.6-11',
    'A post-mortem with GxP impact cannot close without the signature of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    'Still to be named: Quality Assurance.',
    (world) => before(world, 'send', answers({ identity: { gxp: true } })),
  ),
  rule(
    '2.6-12',
    'Nobody reviews a post-mortem of their own',
    { kind: 'name', requirement: 'reviewer', person: 'engineer' },
    'Not Jonas Weber, who wrote in this revision.',
    (world) => before(world, 'send'),
  ),
  rule(
    '2.6-13',
    'Every signature comes from another person',
    { kind: 'name-twice', requirements: ['reviewer', 'second-reviewer'], person: 'lead' },
    'This person was chosen twice.',
    (world) => before(world, 'send'),
  ),
  rule(
    '2.6-14',
    'A post-mortem is not signed before its review meeting',
    { kind: 'send-too-early' },
    'The work on this record is not far enough to sign it.',
    (world) => before(world, 'hold-review'),
  ),
  rule(
    '2.6-15',
    'A waiver of a post-mortem belongs to an incident',
    { kind: 'send' },
    'A waiver belongs to an incident: begin it in the page of the incident.',
    (world) =>
      begun(world, {
        type: 'post-mortem-waiver',
        who: 'engineer',
        fill: (_, { today }) => moved(waiverContent(), today),
      }),
  ),
];
