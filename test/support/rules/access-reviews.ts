import { filledReview } from '../access-review.ts';
import { answers, edited, newSystem, read, walk, type Attempt, type Player, type Rule, type World } from './rule.ts';

/** Five accounts: in order, of a leaver, of nobody, a likely match, and the reviewer's own. */
const accounts = [
  'Login;Name;E-Mail;Employee ID;Department;Roles;Status;Last login;Created on;Privileged;MFA',
  'hmueller;Hans Müller;hans.mueller@m.example;0101;QC;Analyst;active;TODAY;01.02.2020;;yes',
  'gone;Petr Novák;petr.novak@m.example;0103;QC;Analyst;active;TODAY;01.02.2020;;yes',
  'nobody;Zoe Zweifel;;;QC;Analyst;active;TODAY;01.02.2020;;yes',
  'lead;Ирина Петрова;i.petrova@meridian.example;0109;QC;Analyst;active;TODAY;01.02.2020;;yes',
].join('\r\n');

const roster = [
  'Employee ID,Name,E-mail,Department,Job title,Status,Left on',
  '0101,Hans Müller,hans.mueller@m.example,QC,Analyst,active,',
  '0103,Petr Novák,petr.novak@m.example,QC,Analyst,left,2026-01-30',
  '0109,Ирина Петрова,i.petrova@meridian.example,QC,Lead,active,',
].join('\n');

const bytes = (text: string, world: World): Uint8Array => {
  const [year, month, day] = world.day(-2).split('-');
  return new TextEncoder().encode(text.replaceAll('TODAY', `${day ?? ''}.${month ?? ''}.${year ?? ''}`));
};

const load = async (world: World, recordId: string, kind: 'accounts' | 'roster'): Promise<void> => {
  const list = { kind, fileName: `${kind}.csv`, bytes: bytes(kind === 'accounts' ? accounts : roster, world) };
  const seen = await world.ask('access.preview', { recordId, ...list, encoding: null, delimiter: null, mapping: null });
  await world.ask('access.import', {
    recordId,
    ...list,
    encoding: seen.encoding,
    delimiter: seen.delimiter,
    mapping: seen.mapping,
    source: 'LabCore LIMS production',
    extractor: 'Karin Vogel',
    query: 'Report USR-07 All accounts',
    extractedAt: `${world.day(-1)}T07:30:00.000Z`,
    declaredRows: null,
    reason: null,
  });
};

const planned = async (world: World): Promise<string> => {
  const systemId = await newSystem(world);
  return (await world.ask('records.create', { type: 'access-review', systemId })).summary.id;
};

/** A review whose population is frozen, and nothing decided. */
const inReview = async (world: World): Promise<string> => {
  const recordId = await planned(world);
  await load(world, recordId, 'accounts');
  await load(world, recordId, 'roster');
  await walk(world, recordId, ['load', 'begin']);
  return recordId;
};

const decide = (
  world: World,
  recordId: string,
  lines: readonly number[],
  decision: 'keep' | 'revoke',
  justification: string,
) => world.ask('access.decide', { recordId, lines: [...lines], decision, justification, removeRoles: [] });

/** All decided, each by somebody who may; `revoking` the accounts of the leaver and of nobody. */
const decided = async (world: World, revoking: boolean): Promise<string> => {
  const recordId = await inReview(world);
  await decide(world, recordId, [1], 'keep', '');
  for (const line of [2, 3])
    await decide(world, recordId, [line], revoking ? 'revoke' : 'keep', 'Seen with the team lead');
  await world.login('engineer');
  await decide(world, recordId, [4], 'keep', 'Leads the laboratory systems');
  await world.login('lead');
  await walk(world, recordId, ['complete']);
  return recordId;
};

/** Everything kept and verified, its conclusion with one answer changed. */
const concluded = async (world: World, conclusion: Readonly<Record<string, string | null>>): Promise<string> => {
  const recordId = await decided(world, false);
  await walk(world, recordId, ['verify']);
  await edited(world, recordId, (content) => filledReview(content, 'appropriate'), answers({ conclusion }));
  return recordId;
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

export const accessReviewRules: readonly Rule[] = [
  {
    ...rule(
      '2.3-01',
      'A review does not begin without its account list and its roster',
      { kind: 'step', step: 'load' },
      'The HR roster is not imported yet.',
      async (world) => {
        const recordId = await planned(world);
        await load(world, recordId, 'accounts');
        return recordId;
      },
    ),
    mend: (world, recordId) => load(world, recordId, 'roster'),
  },
  rule(
    '2.3-02',
    'Decisions are not complete while accounts are pending',
    { kind: 'step', step: 'complete' },
    '4 accounts are not decided yet (escalated ones included).',
    inReview,
  ),
  rule(
    '2.3-03',
    'A review is not verified while a revocation is not proven',
    { kind: 'step', step: 'verify' },
    '2 changes are not proven by a later account list, nor excepted.',
    (world) => decided(world, true),
  ),
  rule(
    '2.3-04',
    'A review is not signed before its remediation is verified',
    { kind: 'send-too-early' },
    'The work on this record is not far enough to sign it.',
    (world) => decided(world, true),
  ),
  rule(
    '2.3-05',
    'Nobody decides on their own account',
    { kind: 'decide', line: 4, decision: 'keep', justification: 'It is mine' },
    'Nobody decides on their own account.',
    inReview,
  ),
  rule(
    '2.3-06',
    'An account with a finding is kept only with a justification',
    { kind: 'decide', line: 2, decision: 'keep', justification: '' },
    'Needed, since something was found.',
    inReview,
  ),
  {
    ...rule(
      '2.3-07',
      'The next review lies in the future',
      { kind: 'send' },
      'The next review of all accounts lies in the future.',
      (world) => concluded(world, { nextReview: world.day(-1) }),
    ),
    mend: (world, recordId) =>
      edited(
        world,
        recordId,
        answers((day) => ({ conclusion: { nextReview: day(90) } })),
      ),
  },
  {
    ...rule(
      '2.3-08',
      'The next review is due as the risk class asks',
      { kind: 'send' },
      'at the latest (risk class high).',
      (world) => concluded(world, { nextPrivilegedReview: world.day(200) }),
    ),
    mend: (world, recordId) =>
      edited(
        world,
        recordId,
        answers((day) => ({ conclusion: { nextPrivilegedReview: day(80) } })),
      ),
  },
  {
    ...rule(
      '2.3-09',
      'Access of which some was revoked is not called appropriate',
      { kind: 'send' },
      'Accounts were modified or revoked: access was not appropriate as it was.',
      async (world) => {
        const recordId = await decided(world, true);
        await walk(world, recordId, ['remedy']);
        for (const line of [2, 3])
          await world.ask('access.except', {
            recordId,
            line,
            reason: 'Needed until the hand-over',
            expiresOn: world.day(30),
          });
        await walk(world, recordId, ['verify']);
        await edited(world, recordId, (content) => filledReview(content, 'appropriate'));
        return recordId;
      },
    ),
    mend: async (world, recordId) => {
      const { content } = await read(world, recordId);
      await edited(world, recordId, () => filledReview(content, 'exceptions'));
    },
  },
  rule(
    '2.3-10',
    'A review is not begun by those who approve it',
    { kind: 'create', type: 'access-review' },
    'Your roles do not let you write a record.',
    inReview,
    'owner',
  ),
];
