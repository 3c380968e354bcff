import { fillPlan, fillTrailReview } from '../../../src-main/cli/demo/case-plan.ts';
import { fillExtension } from '../operations-content.ts';
import { rowsOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import { withValues, type Values } from '../../../src-main/domain/records/operations/prefilled.ts';
import {
  answers,
  begun,
  edited,
  newSystem,
  read,
  type Attempt,
  type Day,
  type Edit,
  type Player,
  type Rule,
  type World,
} from './rule.ts';

type Type = 'operation-plan' | 'audit-trail-review' | 'due-extension';

const fills: Readonly<Record<Type, Edit>> = {
  'operation-plan': (content, { today }) => fillPlan(content, today),
  'audit-trail-review': (content, { today }) => fillTrailReview(content, today),
  'due-extension': (content, { today }) => fillExtension(content, today),
};

const before = async (world: World, type: Type, ...breaks: readonly Edit[]): Promise<string> =>
  begun(world, { type, who: 'lead', systemId: await newSystem(world), fill: fills[type], breaks });

/** A change of the rows of a table; null takes a row away. */
const rows =
  (section: string, field: string, change: (row: Row, index: number, day: Day) => Row | null): Edit =>
  (content, { day }) =>
    withValues(content, {
      [section]: {
        [field]: rowsOf(content, section, field).flatMap((row, index): readonly Row[] => {
          const changed = change(row, index, day);
          return changed === null ? [] : [changed];
        }),
      },
    });

const values = (change: Values | ((day: Day) => Values)): Edit => answers(change);

const holdsBack = (id: string, type: Type, says: string, change: Edit, refused: Rule['refused']): Rule => {
  let whole: Content;
  return {
    id,
    says,
    who: 'lead',
    begin: async (world) => {
      const recordId = await before(world, type);
      whole = (await read(world, recordId)).content;
      await edited(world, recordId, change);
      return recordId;
    },
    attempt: { kind: 'send' },
    refused,
    mend: (world, recordId) => edited(world, recordId, () => whole),
  };
};

const rule = (
  id: string,
  says: string,
  attempt: Attempt,
  refused: string,
  begin: Rule['begin'],
  who: Player = 'lead',
): Rule => ({
  id,
  says,
  who,
  begin,
  attempt,
  refused,
});

const setAside =
  (section: string): Edit =>
  (content) => ({ ...content, [section]: { values: {}, notApplicable: 'The provider does it.' } });

const plan = 'operation-plan';
const trail = 'audit-trail-review';
const extension = 'due-extension';

export const planRules: readonly Rule[] = [
  holdsBack(
    '2.1-01',
    plan,
    'A plan names System Owner, quality, manager and operative employees',
    rows('roles', 'roles', (row) => (row['role'] === 'quality-assurance' ? null : row)),
    'The roles name no Quality Assurance.',
  ),
  holdsBack(
    '2.1-02',
    plan,
    'Every service has an agreement, that of an internal provider too',
    rows('providers', 'providers', (row) => (row['kind'] === 'internal' ? { ...row, agreement: ' ' } : row)),
    'every service needs an agreement, that of an internal provider too.',
  ),
  holdsBack(
    '2.1-03',
    plan,
    'No component has a longer RTO than the system',
    rows('impact', 'components', (row, index) => (index === 2 ? { ...row, rto: 24 } : row)),
    'its RTO of 24 h is longer than the 8 h of the system.',
  ),
  holdsBack(
    '2.1-04',
    plan,
    'No component has a longer RPO than the system',
    rows('impact', 'components', (row, index) => (index === 1 ? { ...row, rpo: 4 } : row)),
    'its RPO of 4 h is longer than the 1 h of the system.',
  ),
  holdsBack(
    '2.1-05',
    plan,
    'A plan promises no less than the inventory',
    values({ impact: { rto: 12 } }),
    'Recovery time objective: the inventory promises 8 h, the plan says 12 h.',
  ),
  holdsBack(
    '2.1-06',
    plan,
    'A plan lets access be reviewed as often as the inventory says',
    values({ users: { accessReview: 12 } }),
    'The user access review of this system is due every 6 months at the latest.',
  ),
  holdsBack(
    '2.1-07',
    plan,
    'The plan of a regulated system is reviewed within a year',
    values((day) => ({ upkeep: { reviewDue: day(400) } })),
    'at the latest (12 months).',
  ),
  holdsBack(
    '2.1-08',
    plan,
    'The next review of a plan does not lie in the past',
    values((day) => ({ upkeep: { reviewDue: day(-1) } })),
    'The next review lies in the past',
  ),
  holdsBack(
    '2.1-09',
    plan,
    'A disaster recovery test of the last year is shown, or it is said why not',
    rows('tests', 'tests', (row, _, day) => (row['kind'] === 'disaster' ? { ...row, date: day(-400) } : row)),
    'is older than 12 months: say why, and when the next will be made.',
  ),
  holdsBack(
    '2.1-10',
    plan,
    'A failed restore test is no evidence',
    rows('tests', 'tests', (row) => (row['kind'] === 'restore' ? { ...row, result: 'failed' } : row)),
    'No restore test was passed yet: say why, and when it will be made.',
  ),
  holdsBack(
    '2.1-11',
    plan,
    'A test that missed its target is not called passed',
    rows('tests', 'tests', (row) => ({ ...row, result: 'passed' })),
    'that is not simply passed.',
  ),
  holdsBack(
    '2.1-12',
    plan,
    'A test says how long the recovery took',
    rows('tests', 'tests', (row) => ({ ...row, reached: null })),
    'say how long the recovery took.',
  ),
  holdsBack(
    '2.1-13',
    plan,
    'No test is held against a longer target than was promised',
    rows('tests', 'tests', (row) => ({ ...row, target: 48 })),
    'its target of 48 h is longer than the 8 h that were promised.',
  ),
  holdsBack(
    '2.1-14',
    plan,
    'No test lies in the future',
    rows('tests', 'tests', (row, _, day) => ({ ...row, date: day(30) })),
    'it lies in the future.',
  ),
  holdsBack(
    '2.1-15',
    plan,
    'Operative employees have duties in a disaster',
    rows('disaster', 'duties', (row) => (row['role'] === 'operative' ? null : row)),
    'The duties name nothing for: Operative employees.',
  ),
  holdsBack(
    '2.1-16',
    plan,
    'Disaster recovery of a regulated system is not set aside',
    setAside('disaster'),
    'A regulated system needs a way back from a disaster: the section cannot be set aside.',
  ),
  rule(
    '2.1-17',
    'A system has one plan',
    { kind: 'create-second', type: plan },
    'The system already has such a record',
    (world) => before(world, plan),
  ),
  rule(
    '2.1-18',
    'The author of a plan is not its peer',
    { kind: 'name', requirement: 'peer', person: 'engineer' },
    'Not Jonas Weber, who wrote in this revision.',
    async (world) => begun(world, { type: plan, who: 'engineer', systemId: await newSystem(world), fill: fills[plan] }),
    'engineer',
  ),
  rule(
    '2.1-19',
    'A plan cannot close without the approval of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    'Still to be named: Quality Assurance.',
    (world) => before(world, plan),
  ),
  holdsBack(
    '1.3-01',
    trail,
    'The review of a trail does not reach into the future',
    values((day) => ({ identity: { periodEnd: day(10) } })),
    'The period ends in the future',
  ),
  holdsBack(
    '1.3-02',
    trail,
    'A trail is reviewed by somebody who did none of the work',
    values({ reviewer: { independent: false } }),
    'Somebody who did none of the work has to review the trail.',
  ),
  holdsBack(
    '1.3-03',
    trail,
    'The sample of a trail is the one that its seed draws',
    values({ trails: { seed: 'chosen by hand' } }),
    'The entries drawn are not those of the seed',
  ),
  holdsBack(
    '1.3-04',
    trail,
    'A trail that was off is a finding',
    values({ trails: { trailOn: false }, findings: { findings: [] } }),
    'A trail that was off or altered is a finding.',
  ),
  holdsBack(
    '1.3-05',
    trail,
    'Findings with impact need an action',
    values({ conclusion: { conclusion: 'impact' }, actions: { actions: [] } }),
    'Findings with impact need at least one action.',
  ),
  holdsBack(
    '1.3-06',
    trail,
    'The next review of a trail is due when the schedule will ask for it',
    values((day) => ({ next: { nextReview: day(120) } })),
    'at the latest (3 months, risk class high).',
  ),
  holdsBack(
    '2.0-01',
    extension,
    'An extension moves the day that the schedule asks for',
    values((day) => ({ obligation: { oldDue: day(-1) } })),
    'The schedule says',
  ),
  holdsBack(
    '2.0-02',
    extension,
    'An extension moves a day that somebody asks for',
    values({ obligation: { obligation: 'action', reference: 'AI-2026-0999' } }),
    'The schedule of this system asks for nothing of this kind after AI-2026-0999.',
  ),
  holdsBack(
    '2.0-03',
    extension,
    'An extension of one thing names it',
    values({ obligation: { obligation: 'action', reference: null } }),
    'Give the number of what asks for it: ',
  ),
  holdsBack(
    '2.0-04',
    extension,
    'A due date is moved by six months at most',
    values((day) => ({ obligation: { newDue: day(300) } })),
    'A due date is moved by 6 months at most.',
  ),
  rule(
    '2.0-05',
    'An extension cannot close without the approval of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    'Still to be named: Quality Assurance.',
    (world) => before(world, extension),
  ),
];
