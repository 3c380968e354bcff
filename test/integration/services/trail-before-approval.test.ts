import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluator, owner, quality, staffed, testServices, type Staffed } from '../../support/services.ts';

let team: Staffed;
let recordId: string;

beforeAll(async () => {
  team = await staffed(await testServices());
  recordId = await team.sent();
  for (const who of [evaluator, owner]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
  await team.login(quality);
});
afterAll(() => team.services.dispose());

const place = () => ({ recordId, requirementId: 'quality-assurance' });
const consent = (shown: string, signingPassPhrase = quality.signingPassPhrase) => ({
  ...place(),
  userName: quality.userName,
  signingPassPhrase,
  shown,
  comment: null,
});

test('a signature that releases nothing asks for no look at the history', async () => {
  const another = await team.sent();
  const prepared = await team.services.ask('signing.prepare', { recordId: another, requirementId: 'evaluator' });
  expect(prepared.trail).toBeNull();
  await team.login(quality);
});

test('whoever approves is shown the record’s own history, what is unusual with its reason', async () => {
  const { trail } = await team.services.ask('signing.prepare', place());
  const { entries } = await team.services.ask('records.history', { recordId });
  expect(trail).toMatchObject({ entries: entries.length, more: false, upTo: entries[0]?.seq, unusual: [] });
});

test('an approval without the look is refused, and so is a look at an older history [draft 12.4-12.8]', async () => {
  const { sha256, trail } = await team.services.ask('signing.prepare', place());
  expect(await team.services.refusal('signing.sign', consent(sha256))).toBe('signing/trail-not-reviewed');
  expect(
    await team.services.refusal('signing.sign', { ...consent(sha256), trailReviewed: (trail?.upTo ?? 0) - 1 }),
  ).toBe('signing/trail-changed-meanwhile');
});

test('a wrong pass phrase of one’s own asks for no new look, and is shown as unusual from then on', async () => {
  const { sha256, trail } = await team.services.ask('signing.prepare', place());
  const trailReviewed = trail?.upTo ?? null;
  expect(await team.services.refusal('signing.sign', { ...consent(sha256, 'not it'), trailReviewed })).toBe(
    'signing/wrong-pass-phrase',
  );
  const again = await team.services.ask('signing.prepare', place());
  expect(again.trail).toMatchObject({ upTo: trailReviewed, unusual: [{ action: 'signing.refuse' }] });
  expect(await team.services.reply('signing.sign', { ...consent(sha256), trailReviewed })).toMatchObject({ ok: true });
});

test('the look stands in the audit entry of the signature [draft 12.4-12.8, PI 041 9.6]', async () => {
  const { entries } = await team.services.ask('records.history', { recordId });
  const signed = entries.filter(({ action }) => action === 'record.sign');
  expect(signed).toHaveLength(3);
  const looks = signed.map(({ details }) => details.find(({ name }) => name === 'trailReviewed')?.value);
  expect(looks).toEqual([expect.stringMatching(/^\{"entries":\d+,"unusual":1,"upTo":\d+\}$/), undefined, undefined]);
});
