import { joinZonedTime } from '../../../src-main/contract/index.ts';
import type { Values } from '../../../src-main/domain/records/operations/prefilled.ts';
import { critical, flagged, incidentContent, postMortemContent, waiverContent } from '../operations.ts';
import {
  answers,
  begun,
  edited,
  moved,
  named,
  walk,
  type Attempt,
  type Day,
  type Edit,
  type Rule,
  type World,
} from './rule.ts';

const order = ['triage', 'start', 'mitigate', 'resolve', 'finish-analysis', 'ask-quality'] as const;
type Step = (typeof order)[number];

const told: Edit = (_, { today }) => moved(incidentContent(), today);

/** An incident that stands just before a step, or before its signatures where the step is `send`. */
const before = async (world: World, step: Step | 'send', ...breaks: readonly Edit[]): Promise<string> => {
  const steps = step === 'send' ? order.slice(0, -1) : order.slice(0, order.indexOf(step));
  return begun(world, { type: 'incident', who: 'engineer', fill: told, steps, breaks });
};

type Change = Values | ((day: Day) => Values);

/** A rule of the content that holds a step back, and is met again by the story as it was told. */
const holdsBack = (
  id: string,
  says: string,
  step: Step | 'send',
  change: Change,
  refused: string,
  mended: Change | 'told' = 'told',
): Rule => ({
  id,
  says,
  who: 'engineer',
  begin: (world) => before(world, step, answers(change)),
  attempt: step === 'send' ? { kind: 'send' } : { kind: 'step', step },
  refused,
  mend: (world, recordId) => edited(world, recordId, mended === 'told' ? told : answers(mended)),
});

const at = (day: string, time: string): string => joinZonedTime(`${day} ${time}`, 'Europe/Berlin');
const significant =
  'A significant incident (P1, or an impact flag) cannot close without an effective post-mortem or a signed waiver.';

const begin = async (world: World, recordId: string, type: 'post-mortem' | 'post-mortem-waiver', fill: Edit) => {
  const { summary } = await world.ask('records.createFrom', { recordId, type });
  await edited(world, summary.id, fill);
  return summary.id;
};

const waived = async (world: World, recordId: string): Promise<void> => {
  await world.login('engineer');
  const waiver = await begin(world, recordId, 'post-mortem-waiver', (_, { today }) =>
    moved(waiverContent({ waiver: { incident: recordId } }), today),
  );
  await world.ask('records.sendForSignature', {
    recordId: waiver,
    signers: named(world, { 'quality-assurance': 'quality' }),
  });
  await world.sign(waiver, 'engineer', 'quality');
  await world.login('engineer');
};

const other = (id: string, says: string, attempt: Attempt, refused: string, beginning: Rule['begin']): Rule => ({
  id,
  says,
  who: 'engineer',
  begin: beginning,
  attempt,
  refused,
});

export const incidentRules: readonly Rule[] = [
  holdsBack(
    '2.4-01',
    'An incident is triaged only with an owner',
    'triage',
    { handling: { owner: null } },
    'Owner is missing.',
  ),
  holdsBack(
    '2.4-02',
    'An incident is triaged only once each impact flag is answered',
    'triage',
    { regulatory: { dataIntegrity: null } },
    'Data integrity is missing.',
  ),
  holdsBack(
    '2.4-03',
    'Work on an incident starts only once it was acknowledged',
    'start',
    { handling: { acknowledgedAt: null } },
    'Acknowledged is missing.',
  ),
  holdsBack(
    '2.4-04',
    'An incident counts as mitigated only with its containment',
    'mitigate',
    { handling: { containment: null } },
    'Containment is missing.',
  ),
  holdsBack(
    '2.4-05',
    'An incident counts as resolved only with the time of its resolution',
    'resolve',
    { handling: { resolvedAt: null } },
    'Resolved is missing.',
  ),
  holdsBack(
    '2.4-06',
    'A change that may touch the intended use is registered before the incident counts as resolved',
    'resolve',
    { change: { intendedUse: true, number: null } },
    'The change may affect the intended use: register it in change control and give its number.',
  ),
  holdsBack(
    '2.4-07',
    'Nothing is resolved before it was mitigated',
    'resolve',
    (day) => ({ handling: { resolvedAt: at(day(-3), '06:40') } }),
    'Resolved lies before "Mitigated".',
  ),
  holdsBack(
    '2.4-08',
    'Nothing is resolved in the future',
    'resolve',
    (day) => ({ handling: { resolvedAt: at(day(5), '06:00') } }),
    'Resolved lies in the future.',
  ),
  holdsBack(
    '2.4-09',
    'Nothing is detected before it began',
    'send',
    (day) => ({ identity: { startedAt: at(day(-3), '06:12') } }),
    'Detected lies before "Began".',
  ),
  holdsBack(
    '2.4-10',
    'Nothing is reported before it was detected',
    'send',
    (day) => ({ identity: { reportedAt: at(day(-3), '06:00') } }),
    'Reported lies before "Detected".',
  ),
  holdsBack(
    '2.4-11',
    'An analysis is done only with the class of the cause',
    'finish-analysis',
    { cause: { category: null } },
    'Class of the cause is missing.',
  ),
  holdsBack(
    '2.4-12',
    'A critical incident cannot close without its root cause',
    'finish-analysis',
    { ...critical, cause: { rootCause: null } },
    'A critical incident cannot close without its root cause.',
  ),
  holdsBack(
    '2.4-13',
    'A critical incident cannot close without an action',
    'send',
    { ...critical, capa: { needed: false, actions: [] } },
    'A critical incident cannot close without an action.',
  ),
  holdsBack(
    '2.4-14',
    'A significant incident cannot close without a post-mortem or a signed waiver',
    'send',
    critical,
    significant,
  ),
  other(
    '2.4-15',
    'A post-mortem that is a draft is none: the significant incident cannot close over it',
    { kind: 'send' },
    significant,
    async (world) => {
      const id = await before(world, 'send', answers(critical));
      await begin(world, id, 'post-mortem', (_, { today }) =>
        moved(postMortemContent({ identity: { incident: id } }), today),
      );
      return id;
    },
  ),
  {
    ...other(
      '2.4-16',
      'An incident with an impact flag cannot close without QA review',
      { kind: 'send' },
      'An impact flag is set: the incident goes to QA review before it is closed.',
      (world) => before(world, 'send', answers(flagged)),
    ),
    mend: async (world, recordId) => {
      await waived(world, recordId);
      await walk(world, recordId, ['ask-quality']);
    },
  },
  other(
    '2.4-17',
    'An incident with an impact flag cannot close without the signature of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    'Still to be named: Quality Assurance.',
    async (world) => {
      const id = await before(world, 'send', answers(flagged));
      await waived(world, id);
      await walk(world, id, ['ask-quality']);
      return id;
    },
  ),
  holdsBack(
    '2.4-18',
    'Another priority than the computed one needs its reason',
    'triage',
    { classification: { override: 'P2' } },
    'The computed priority is P3: say why it is P2.',
  ),
  holdsBack(
    '2.4-19',
    'No priority is chosen below the floor of the impact flags',
    'triage',
    { ...flagged, classification: { override: 'P4', overrideReason: 'It is small.' } },
    'The impact flags demand at least P2: P4 cannot be chosen instead.',
  ),
  holdsBack(
    '2.4-20',
    'Lost data is named',
    'send',
    { regulatory: { dataLoss: 'possible' } },
    'Data was or may be lost: say which.',
  ),
  holdsBack(
    '2.4-21',
    'Where corrective or preventive action is needed, at least one is agreed',
    'send',
    { capa: { needed: true, actions: [] } },
    'Corrective or preventive action is needed: name at least one.',
  ),
  holdsBack(
    '2.4-22',
    'Where somebody outside has to be told, it stands there who is told what',
    'send',
    { capa: { notify: true, notification: null } },
    'Somebody has to be told: say who is told what, until when.',
  ),
  holdsBack(
    '2.4-23',
    'An entry of the timeline that was made late says why',
    'send',
    (day) => ({
      timeline: {
        entries: [{ at: at(day(-3), '06:10'), event: 'Reception reports it', entered: null, lateReason: null }],
      },
    }),
    'hours after its event: say why it is late.',
  ),
  holdsBack(
    '2.4-24',
    'No entry of the timeline lies in the future',
    'send',
    (day) => ({
      timeline: { entries: [{ at: at(day(4), '06:10'), event: 'Will happen', entered: null, lateReason: null }] },
    }),
    'Entry 1 lies in the future.',
  ),
  other(
    '2.4-25',
    'The steps of an incident are taken in their order',
    { kind: 'step-out-of-order', step: 'resolve' },
    'New',
    (world) => before(world, 'triage'),
  ),
  other(
    '2.4-26',
    'An incident is not signed before its analysis is done',
    { kind: 'send-too-early' },
    'The work on this record is not far enough to sign it.',
    (world) => before(world, 'mitigate'),
  ),
  other(
    '2.4-27',
    'The reporter of an incident does not sign as its owner too',
    { kind: 'name', requirement: 'owner', person: 'engineer' },
    'Not Jonas Weber, who wrote in this revision.',
    (world) => before(world, 'send'),
  ),
  {
    ...other(
      '2.4-28',
      'An incident is not written by those who approve it',
      { kind: 'create', type: 'incident' },
      'Your roles do not let you write a record.',
      (world) => before(world, 'triage'),
    ),
    who: 'owner',
  },
  other(
    '2.4-29',
    'An incident has one post-mortem',
    { kind: 'begin-second', type: 'post-mortem' },
    'There is one already',
    async (world) => {
      const id = await before(world, 'send', answers(critical));
      await begin(world, id, 'post-mortem', (content) => content);
      return id;
    },
  ),
];
