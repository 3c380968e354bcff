import { fillEvaluation } from '../../../src-main/cli/demo/case-evaluation.ts';
import type { Content } from '../../../src-main/domain/form.ts';
import {
  answers,
  begun,
  edited,
  named,
  newSystem,
  read,
  type Attempt,
  type Edit,
  type Player,
  type Rule,
  type World,
} from './rule.ts';

const told: Edit = (content, { today }) => fillEvaluation(content, today);

const signers = { 'system-owner': 'owner', 'quality-assurance': 'quality' } as const;

const evaluation = (world: World, systemId: string, ...breaks: readonly Edit[]): Promise<string> =>
  begun(world, { type: 'periodic-evaluation', who: 'lead', systemId, fill: told, breaks });

/** An evaluation, complete to the last field, of a system of its own. */
const before = async (world: World, ...breaks: readonly Edit[]): Promise<string> =>
  evaluation(world, await newSystem(world), ...breaks);

const setAside =
  (section: string): Edit =>
  (content): Content => ({
    ...content,
    [section]: { values: content[section]?.values ?? {}, notApplicable: 'Nothing to say.' },
  });

const holdsBack = (id: string, says: string, edit: Edit, refused: Rule['refused']): Rule => {
  let whole: Content;
  return {
    id,
    says,
    who: 'lead',
    begin: async (world) => {
      const recordId = await before(world);
      whole = (await read(world, recordId)).content;
      await edited(world, recordId, edit);
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
  refused: Rule['refused'],
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

/** A system whose first evaluation is effective, and a second one that begins where the test says. */
const second = async (world: World, ...breaks: readonly Edit[]): Promise<string> => {
  const systemId = await newSystem(world);
  const first = await evaluation(world, systemId);
  await world.ask('records.sendForSignature', { recordId: first, signers: named(world, signers) });
  await world.sign(first, 'lead', 'owner', 'quality');
  return evaluation(world, systemId, ...breaks);
};

const critical = {
  id: 'INC-77',
  detected: null,
  title: 'Results were lost',
  priority: 'P1',
  gxpImpact: true,
  rootCause: null,
  status: 'open',
};

export const evaluationRules: readonly Rule[] = [
  {
    ...rule(
      '2.2-01',
      'The period of an evaluation goes on where the last one ended',
      { kind: 'send' },
      'this one starts on',
      (world) => second(world),
    ),
    // Out of turn is another kind: it may look at a period again.
    mend: (world, recordId) => edited(world, recordId, answers({ identity: { kind: 'ad-hoc' } })),
  },
  holdsBack(
    '2.2-02',
    'A period does not end before it starts',
    answers((day) => ({ identity: { periodStart: day(-10), periodEnd: day(-20) } })),
    'before it starts',
  ),
  holdsBack(
    '2.2-03',
    'A period does not reach into the future',
    answers((day) => ({ identity: { periodEnd: day(20) } })),
    'The period ends in the future',
  ),
  holdsBack(
    '2.2-04',
    'A final evaluation is for a system on its way out',
    answers({ identity: { kind: 'final' } }),
    'A final evaluation is for a system that is retiring or retired: its entry says otherwise.',
  ),
  holdsBack(
    '2.2-05',
    'Only a final evaluation is followed by none',
    setAside('next'),
    'Only the final evaluation is followed by none.',
  ),
  holdsBack(
    '2.2-06',
    'A verdict "fit" over an open critical incident says why that is acceptable',
    answers((day) => ({
      verdict: { verdict: 'fit', openCriticalRationale: null },
      incidents: { incidents: [{ ...critical, detected: day(-60) }] },
    })),
    'INC-77 (P1)',
  ),
  holdsBack(
    '2.2-07',
    'The verdict does not contradict the assessment of fitness',
    answers({ verdict: { verdict: 'fit' }, fitness: { fit: false } }),
    'The verdict contradicts the section on fitness for intended use.',
  ),
  holdsBack(
    '2.2-08',
    'A conditional verdict names its conditions',
    answers({ verdict: { conditions: null } }),
    'A conditional verdict needs its conditions.',
  ),
  holdsBack(
    '2.2-09',
    'A system that is not fit needs at least one action',
    answers({ verdict: { verdict: 'not-fit' }, actions: { actions: [] } }),
    'A system that is not fit needs at least one action.',
  ),
  holdsBack(
    '2.2-10',
    'The next evaluation is due after the period',
    answers((day) => ({ next: { nextEvaluation: day(-300) } })),
    'The next evaluation is due after the end of this period.',
  ),
  holdsBack(
    '2.2-11',
    'The next evaluation of a regulated system is due within a year',
    answers((day) => ({ next: { nextEvaluation: day(800) } })),
    '(12 months)',
  ),
  ...(
    [
      ['functionality', 'Functionality'],
      ['incidents', 'Deviations'],
      ['security', 'Security'],
    ] as const
  ).map(([section], index) =>
    holdsBack(
      `2.2-${12 + index}`,
      `The area "${section}" of Annex 11 s.11 is not set aside`,
      setAside(section),
      'applies to every record and cannot be set aside.',
    ),
  ),
  holdsBack(
    '2.2-15',
    'Earlier actions of the period are not set aside',
    setAside('previousActions'),
    'There are actions in the period: the section applies.',
  ),
  rule(
    '2.2-16',
    'An evaluation cannot close without the approval of quality assurance',
    { kind: 'leave-out', requirement: 'quality-assurance' },
    'Still to be named: Quality Assurance.',
    (world) => before(world),
  ),
  rule(
    '2.2-17',
    'Quality assurance signs after those who answer for the system',
    { kind: 'sign-out-of-order' },
    'Somebody else has to sign first.',
    async (world) => {
      const recordId = await before(world);
      await world.ask('records.sendForSignature', { recordId, signers: named(world, signers) });
      return recordId;
    },
    'quality',
  ),
  rule(
    '2.2-18',
    'A technical owner who wrote the evaluation does not review it',
    { kind: 'name', requirement: 'technical-owner', person: 'technician' },
    'Not Jana Nováková, who wrote in this revision.',
    async (world) => {
      const systemId = await newSystem(world);
      return begun(world, { type: 'periodic-evaluation', who: 'technician', systemId, fill: told });
    },
    'technician',
  ),
];
