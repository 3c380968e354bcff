import type { Values } from '../../../src-main/domain/records/operations/prefilled.ts';
import { acceptedRisk, defectContent } from '../operations.ts';
import {
  answers,
  begun,
  cast,
  edited,
  moved,
  walk,
  type Attempt,
  type Day,
  type Edit,
  type Player,
  type Rule,
  type World,
} from './rule.ts';

const order = ['confirm', 'decide', 'begin-fix', 'fix', 'verify'] as const;
type Step = (typeof order)[number];

const told: Edit = (_, { today }) =>
  moved(
    defectContent({ fix: { fixedBy: cast.engineer.fullName }, verification: { verifiedBy: cast.lead.fullName } }),
    today,
  );

/** A defect that the engineer reported and fixed, just before a step; `send`: verified by the validation lead. */
const before = async (world: World, step: Step | 'send', ...breaks: readonly Edit[]): Promise<string> => {
  const steps = order.slice(0, step === 'send' ? -1 : order.indexOf(step));
  const id = await begun(world, { type: 'defect', who: 'engineer', fill: told, steps });
  if (step === 'send') {
    await world.login('lead');
    await walk(world, id, ['verify']);
    await world.login('engineer');
  }
  if (breaks.length > 0) await edited(world, id, ...breaks);
  return id;
};

/** A defect with another decision than to fix it, confirmed. */
const decided = (world: World, values: Change, then: readonly string[], ...breaks: readonly Edit[]): Promise<string> =>
  begun(world, {
    type: 'defect',
    who: 'engineer',
    fill: (content, at) => answers(values)(told(content, at), at),
    steps: ['confirm', ...then],
    breaks,
  });

type Change = Values | ((day: Day) => Values);
const accepted: Change = (day) => ({
  ...acceptedRisk,
  decision: { ...acceptedRisk['decision'], decidedOn: day(-3), acceptedUntil: day(170) },
});

const rule = (
  id: string,
  says: string,
  attempt: Attempt,
  begin: Rule['begin'],
  refused: Rule['refused'],
  who: Player = 'engineer',
): Rule => ({ id, says, who, begin, attempt, refused });

/** A rule of the content that the story as it was told meets again. */
const holdsBack = (id: string, says: string, step: Step | 'send', change: Change, refused: string): Rule => ({
  ...rule(
    id,
    says,
    step === 'send' ? { kind: 'send' } : { kind: 'step', step },
    (world) => before(world, step, answers(change)),
    refused,
  ),
  mend: (world, recordId) => edited(world, recordId, told),
});

export const defectRules: readonly Rule[] = [
  holdsBack(
    '2.5-01',
    'A defect is confirmed only with its severity',
    'confirm',
    { assessment: { severity: null } },
    'Severity is missing.',
  ),
  holdsBack(
    '2.5-02',
    'A decision about a defect needs its reason',
    'decide',
    { decision: { reason: null } },
    'Reason is missing.',
  ),
  holdsBack(
    '2.5-03',
    'A fix is linked with its change',
    'fix',
    { fix: { references: [] } },
    'A fix is linked to its change: a commit, a merge request, a ticket or a change number.',
  ),
  holdsBack(
    '2.5-04',
    'A fix names the release that holds it',
    'fix',
    { fix: { fixedIn: null } },
    'Name the release that holds the fix.',
  ),
  holdsBack(
    '2.5-05',
    'A critical defect cannot close without its root cause',
    'fix',
    { assessment: { severity: 'critical' }, cause: { rootCause: null } },
    'A critical defect cannot close without its root cause.',
  ),
  {
    ...rule(
      '2.5-06',
      'A fix is verified only with evidence',
      { kind: 'step', step: 'verify' },
      (world) => before(world, 'verify', answers({ verification: { evidence: null } })),
      'Say what shows that the defect is gone.',
      'lead',
    ),
    mend: async (world, recordId) => {
      await world.login('engineer');
      await edited(world, recordId, told);
      await world.login('lead');
    },
  },
  holdsBack(
    '2.5-07',
    'The person who fixed a defect is not named as the one who verified it',
    'send',
    { verification: { verifiedBy: cast.engineer.fullName } },
    `${cast.engineer.fullName} fixed the defect: somebody else verifies it.`,
  ),
  rule(
    '2.5-08',
    'Whoever marked a defect as fixed does not mark it as verified',
    { kind: 'step', step: 'verify' },
    (world) => before(world, 'verify'),
    'You marked the defect as fixed: somebody else verifies it.',
  ),
  rule(
    '2.5-09',
    'A fix cannot close without the signature of its verifier',
    { kind: 'leave-out', requirement: 'verifier' },
    (world) => before(world, 'send'),
    'Still to be named: Verifier.',
  ),
  rule(
    '2.5-10',
    'Whoever worked on the fix does not sign as its verifier',
    { kind: 'name', requirement: 'verifier', person: 'technician' },
    async (world) => {
      const id = await before(world, 'fix');
      await world.login('technician');
      await walk(world, id, ['fix']);
      await world.login('lead');
      await walk(world, id, ['verify']);
      return id;
    },
    'Not Jana Nováková, Jonas Weber, who wrote in this revision.',
  ),
  rule(
    '2.5-11',
    'A critical defect cannot close without the signature of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    (world) => before(world, 'send', answers({ assessment: { severity: 'critical' } })),
    'Still to be named: Quality Assurance.',
  ),
  rule(
    '2.5-12',
    'A risk is not accepted without the signature of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    async (world) => {
      const id = await decided(world, accepted, []);
      await world.ask('records.takeStage', { recordId: id, step: 'accept-risk', reason: 'Rare, and seen at once.' });
      return id;
    },
    'Still to be named: Quality Assurance.',
  ),
  {
    ...rule(
      '2.5-13',
      'An accepted risk expires on a day',
      { kind: 'step', step: 'accept-risk' },
      (world) => decided(world, accepted, [], answers({ decision: { acceptedUntil: null } })),
      'An accepted risk needs the day on which it expires.',
    ),
    mend: (world, recordId) => edited(world, recordId, answers(accepted)),
  },
  {
    ...rule(
      '2.5-14',
      'A risk is accepted for a year at most',
      { kind: 'step', step: 'accept-risk' },
      (world) =>
        decided(
          world,
          accepted,
          [],
          answers((day) => ({ decision: { acceptedUntil: day(400) } })),
        ),
      'A risk is accepted for 12 months at most',
    ),
    mend: (world, recordId) => edited(world, recordId, answers(accepted)),
  },
  {
    ...rule(
      '2.5-15',
      'A duplicate names the other defect',
      { kind: 'step', step: 'duplicate' },
      (world) => decided(world, { decision: { decision: 'duplicate', duplicateOf: null } }, []),
      'Name the defect that this one is a duplicate of.',
    ),
    mend: (world, recordId) => edited(world, recordId, answers({ decision: { duplicateOf: 'DF-2026-0001' } })),
  },
  holdsBack(
    '2.5-16',
    'Nothing is decided in the future',
    'send',
    (day) => ({ decision: { decidedOn: day(9) } }),
    'Decided on lies in the future',
  ),
  holdsBack(
    '2.5-17',
    'The decision fits the way in which the defect ended',
    'send',
    { decision: { decision: 'defer' } },
    'The decision no longer fits the stage that the defect is in.',
  ),
  rule(
    '2.5-18',
    'A defect is not signed before it is verified',
    { kind: 'send-too-early' },
    (world) => before(world, 'verify'),
    'The work on this record is not far enough to sign it.',
  ),
  rule(
    '2.5-19',
    'The steps of a defect are taken in their order',
    { kind: 'step-out-of-order', step: 'verify' },
    (world) => before(world, 'decide'),
    'Confirmed',
  ),
];
