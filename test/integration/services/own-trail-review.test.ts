import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillTrailReview } from '../../../src-main/cli/demo/case-plan.ts';
import { rowsOf, scalarOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { ownTrailName, sampleSize } from '../../../src-main/domain/records/own-trail.ts';
import { extractEmbeddedFile, recordFileName } from '../../../src-main/pades/index.ts';
import { drawSample } from '../../../src-main/domain/sample.ts';
import { saveContent, type Drafted } from '../../support/drafts.ts';
import { evaluator, owner, quality, signersOf, staffed, testServices, type Staffed } from '../../support/services.ts';

let team: Staffed;
let review: Drafted;

const today = '2026-11-25';

beforeAll(async () => {
  team = await staffed(await testServices());
  const { services, systemId } = team;
  // An unusual act of the reviewer's own: what the random sample adds is not to be counted on.
  await team.login(evaluator);
  await services.refusal('audit.checkpoint', {
    userName: evaluator.userName,
    signingPassPhrase: 'not the pass phrase of anybody',
  });
  services.clock.set(`${today}T09:00:00.000Z`);
  await team.login(evaluator);
  const created = await services.ask('records.create', { type: 'audit-trail-review', systemId });
  const content = withValues(fillTrailReview(created.content, today), {
    identity: { periodStart: '2026-11-23', periodEnd: '2026-11-24' },
    ownTrail: { covered: true },
    next: { nextReview: '2027-02-23' },
  });
  const recordId = created.summary.id;
  const saved = await saveContent(services, recordId, content);
  const refreshed = await services.ask('records.refresh', { recordId, base: saved.savedAt });
  review = { recordId, content: refreshed.content };
});
afterAll(() => team.services.dispose());

const rows = (): readonly Row[] => rowsOf(review.content, 'ownTrail', 'entries');
const judged = (judgement: (row: Row) => string | null): Content =>
  withValues(review.content, {
    ownTrail: { entries: rows().map((row) => ({ ...row, judgement: judgement(row) })) },
  });
const fairly = (row: Row): string => (row['who'] === evaluator.userName ? 'own' : 'ok');

describe('a review of the vault’s own trail', () => {
  test('takes over every unusual entry of the period, those of one kind and person as one row [draft 12.4-12.8]', () => {
    const all = rows().map(({ who, what, why }) => `${String(who)}: ${String(what)} (${String(why)})`);
    expect(all).toContain('admin.one: Account created (Accounts and rights)');
    expect(all).toContain('admin.one: Key approved, certificate issued (Keys and certificates)');
    expect(rows().find(({ what }) => what === 'Account created')?.['numbers']).toMatch(/^\d+(, \d+){3}$/);
    expect(rows().some(({ who, why }) => who === evaluator.userName && why !== 'Random sample')).toBe(true);
    expect(rows().every(({ when }) => String(when).startsWith('2026-11-23'))).toBe(true);
  });

  test('draws a sample that anybody draws again, and looks at no entry twice [PI 041 9.6]', () => {
    const first = Number(scalarOf(review.content, 'ownTrail', 'firstEntry'));
    const count = Number(scalarOf(review.content, 'ownTrail', 'lastEntry')) - first + 1;
    const seed = String(scalarOf(review.content, 'trails', 'seed'));
    const drawn = drawSample(`${seed}/${ownTrailName}`, count, sampleSize(count));
    expect(String(scalarOf(review.content, 'trails', 'drawn'))).toContain(`${ownTrailName}: ${drawn.join(', ')}`);
    const numbers = rows().flatMap((row) => String(row['numbers']).split(', ').map(Number));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toEqual(expect.arrayContaining(drawn.map((number) => first - 1 + number)));
  });

  test('is bound to the hash of the last entry of its range', async () => {
    await team.login(quality);
    const last = Number(scalarOf(review.content, 'ownTrail', 'lastEntry'));
    const { entries } = await team.services.ask('audit.list', { before: last + 1, subject: null });
    expect(entries[0]).toMatchObject({ seq: last, hash: scalarOf(review.content, 'ownTrail', 'head') });
  });

  test.each([
    ['is held back while a row is not judged', () => review.content, /nobody has judged it yet/],
    [
      'lets nobody call their own act in order',
      () => judged(() => 'ok'),
      /evaluator did this and cannot call it in order/,
    ],
    ['lets nobody leave the act of another to somebody else', () => judged(() => 'own'), /did this, not evaluator/],
    [
      'lists what was judged a finding',
      () => judged((row) => (row['what'] === 'Account created' ? 'finding' : fairly(row))),
      /is judged a finding: list it here/,
    ],
    [
      'is of days that are over',
      () => withValues(judged(fairly), { identity: { periodEnd: today } }),
      /it ends before today/,
    ],
  ] as const)('%s', async (_, change, message) => {
    await team.login(evaluator);
    const { findings } = await saveContent(team.services, review.recordId, change());
    expect(findings.map((finding) => finding.message)).toContainEqual(expect.stringMatching(message));
  });

  test('keeps what was judged when it is refreshed', async () => {
    await team.login(evaluator);
    const saved = await saveContent(team.services, review.recordId, judged(fairly));
    const { content } = await team.services.ask('records.refresh', { recordId: review.recordId, base: saved.savedAt });
    expect(rowsOf(content, 'ownTrail', 'entries').map((row) => row['judgement'])).toEqual(rows().map(fairly));
  });

  test('is signed by reviewer, owner and quality, and its frozen JSON names the history it is of [A11 9, draft 12.4-12.8]', async () => {
    await team.login(evaluator);
    await saveContent(team.services, review.recordId, judged(fairly));
    await team.services.ask('records.sendForSignature', {
      recordId: review.recordId,
      signers: signersOf(team.accounts),
    });
    for (const who of [evaluator, owner, quality])
      expect(await team.sign(review.recordId, who)).toMatchObject({ ok: true });
    const done = await team.services.ask('records.get', { recordId: review.recordId, revision: null });
    expect(done.summary.state).toBe('effective');
    const { bytes } = await team.services.ask('records.pdf', { recordId: review.recordId, revision: 1 });
    const file = extractEmbeddedFile(bytes, recordFileName);
    if (!file.ok) throw new Error(file.error.code);
    expect(JSON.parse(Buffer.from(file.value).toString('utf8'))).toMatchObject({
      sources: [{ kind: 'audit-trail', sha256: scalarOf(review.content, 'ownTrail', 'head') }],
    });
  });
});
