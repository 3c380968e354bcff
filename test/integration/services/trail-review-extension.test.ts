import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf, scalarOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import { drawSample } from '../../../src-main/domain/sample.ts';
import { fillTrailReview } from '../../../src-main/cli/demo/case-plan.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { fillExtension } from '../../support/operations-content.ts';
import { draftOf, expectHeldBack, saveContent, type Drafted } from '../../support/drafts.ts';
import { evaluator, owner, quality, signersOf, staffed, testServices, type Staffed } from '../../support/services.ts';

const today = '2026-11-23';
let team: Staffed;
let review: Drafted;
let extension: Drafted;

beforeAll(async () => {
  team = await staffed(await testServices());
  const { systemId } = team;
  for (const [value, title] of [
    ['CHG-1', 'Move to 8.5'],
    ['CHG-2', 'New host'],
  ] as const)
    await team.services.ask('references.add', {
      systemId,
      reference: {
        kind: 'change',
        value,
        title,
        date: '2026-11-20',
        changeKind: 'normal',
        gxpImpact: true,
        major: true,
      },
    });
  review = await draftOf(team.services, { type: 'audit-trail-review', systemId }, (one) => fillTrailReview(one, today));
  extension = await draftOf(team.services, { type: 'due-extension', systemId }, (one) => fillExtension(one, today));
});

afterAll(() => {
  team.services.dispose();
});

const completed = async ({ recordId, content }: Drafted): Promise<void> => {
  await team.login(evaluator);
  await saveContent(team.services, recordId, content);
  await team.services.ask('records.sendForSignature', { recordId, signers: signersOf(team.accounts) });
  for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
};

const trails = (change: (row: Row) => Row): Content =>
  withValues(review.content, { trails: { trails: rowsOf(review.content, 'trails', 'trails').map(change) } });

const outOfDate = 'The entries drawn are not those of the seed: take them over from the tab "Sample".';

describe('an audit-trail review', () => {
  test('begins with a seed of its own, and its sample can be drawn again from that [PI 041 9.6, draft 12.4-12.8]', () => {
    const seed = String(scalarOf(review.content, 'trails', 'seed'));
    expect(seed).toMatch(/^[0-9a-f]{16}$/);
    const drawn = drawSample(`${seed}/Results`, 1840, 25);
    expect(scalarOf(review.content, 'trails', 'drawn')).toBe(`Results: ${drawn.join(', ')}`);
  });

  test.each([
    [
      'does not end before it starts',
      () => withValues(review.content, { identity: { periodEnd: '2026-01-01' } }),
      'The period ends (2026-01-01) before it starts (2026-08-23).',
    ],
    [
      'does not reach into the future',
      () => withValues(review.content, { identity: { periodEnd: '2026-12-31' } }),
      'The period ends in the future (2026-12-31).',
    ],
    [
      'is written by somebody who did none of the work',
      () => withValues(review.content, { reviewer: { independent: false } }),
      'Somebody who did none of the work has to review the trail.',
    ],
    [
      'does not name its reviewer among those reviewed',
      () => withValues(review.content, { reviewer: { doers: [{ name: evaluator.fullName, role: 'Analyst' }] } }),
      'Ирина Петрова wrote this review and cannot be among those reviewed.',
    ],
    [
      'holds the sample of its seed',
      () => withValues(review.content, { trails: { seed: 'chosen by hand' } }),
      outOfDate,
    ],
    ['draws anew where a trail has more entries', () => trails((row) => ({ ...row, entries: 9999 })), outOfDate],
    [
      'looks at no more entries than there are',
      () => trails((row) => ({ ...row, unusual: 5000 })),
      'Results: there are only 1840 entries in the period.',
    ],
    [
      'looks at some entries of every trail',
      () => trails((row) => ({ ...row, unusual: 0, sample: 0 })),
      'Results: none of its entries was looked at.',
    ],
    [
      'uses an extract that holds the whole period',
      () => trails((row) => ({ ...row, extractedOn: '2026-10-01' })),
      'Results: it was extracted on 2026-10-01, before the period ended.',
    ],
    [
      'lists a finding where the trail was off',
      () => withValues(review.content, { trails: { trailOn: false }, findings: { findings: [] } }),
      'A trail that was off or altered is a finding.',
    ],
    [
      'follows up a deviation',
      () =>
        withValues(review.content, {
          findings: {
            findings: rowsOf(review.content, 'findings', 'findings').map((row) => ({ ...row, followUp: null })),
          },
        }),
      '1204: a deviation or a doubt about data needs its follow-up.',
    ],
    [
      'does not say "No findings" over a list of them',
      () => withValues(review.content, { conclusion: { conclusion: 'none' } }),
      'The conclusion says "No findings" while findings are listed.',
    ],
    [
      'needs an action where there is an impact',
      () => withValues(review.content, { conclusion: { conclusion: 'impact' }, actions: { actions: [] } }),
      'Findings with impact need at least one action.',
    ],
    [
      'is followed by the next when the schedule will ask for it',
      () => withValues(review.content, { next: { nextReview: '2027-02-23' } }),
      'The next review is due by 2027-02-22 at the latest (3 months, risk class high).',
    ],
  ] as const)('%s', async (_, change, message) => {
    await team.login(evaluator);
    await expectHeldBack(team.services, review, change(), message, signersOf(team.accounts));
  });

  test('is effective with the signatures of reviewer, owner and quality; the next one goes on where it ended [A11 9, draft 12.4-12.8]', async () => {
    await completed(review);
    await team.login(evaluator);
    const next = await team.services.ask('records.create', { type: 'audit-trail-review', systemId: team.systemId });
    expect(next.content['identity']?.values).toMatchObject({
      periodStart: '2026-11-23',
      previousReview: review.recordId,
    });
    expect(next.content['trails']?.values['seed']).not.toBe(scalarOf(review.content, 'trails', 'seed'));
    const gap = withValues(fillTrailReview(next.content, today), {
      identity: { periodStart: '2026-11-24', periodEnd: '2026-11-23' },
    });
    const { findings } = await saveContent(team.services, next.summary.id, gap);
    expect(findings.map(({ message }) => message)).toContain(
      'The last review ended on 2026-11-22: this one starts on 2026-11-23, without gap or overlap.',
    );
  });
});

describe('an extension of a due date', () => {
  test.each([
    [
      'moves it to a later day',
      () => withValues(extension.content, { obligation: { newDue: '2026-10-01' } }),
      'The new date (2026-10-01) does not lie after the old one (2026-10-31).',
    ],
    [
      'moves it by six months at most',
      () => withValues(extension.content, { obligation: { newDue: '2027-06-01' } }),
      'A due date is moved by 6 months at most.',
    ],
    [
      'of the past is none',
      () => withValues(extension.content, { obligation: { newDue: '2026-11-01' } }),
      'The new date (2026-11-01) has passed already.',
    ],
    [
      'moves the day that the schedule asks for',
      () => withValues(extension.content, { obligation: { oldDue: '2026-12-01' } }),
      'The schedule says 2026-10-31, not 2026-12-01.',
    ],
    [
      'names the change after which an evaluation is due, of those there are',
      () => withValues(extension.content, { obligation: { obligation: 'ad-hoc-evaluation', reference: null } }),
      'Give the number of what asks for it: CHG-1 Move to 8.5; CHG-2 New host.',
    ],
    [
      'moves nothing that nobody asks for',
      () => withValues(extension.content, { obligation: { obligation: 'action', reference: 'AI-2026-0999' } }),
      'The schedule of this system asks for nothing of this kind after AI-2026-0999.',
    ],
    [
      'says what is done about the risk meanwhile',
      () => withValues(extension.content, { risk: { controls: null } }),
      'Controls until the new date is missing.',
    ],
  ] as const)('%s', async (_, change, message) => {
    await team.login(evaluator);
    await expectHeldBack(team.services, extension, change(), message, signersOf(team.accounts));
  });

  test('is approved by quality as an extension, and moves a date once', async () => {
    await completed(extension);
    const { requirements } = await team.services.ask('records.get', { recordId: extension.recordId, revision: null });
    expect(requirements.at(-1)).toMatchObject({ meaning: 'Extension approval', status: 'signed' });

    await team.login(evaluator);
    const again = await team.services.ask('records.create', { type: 'due-extension', systemId: team.systemId });
    const moved = (oldDue: string | null, obligation: string) =>
      saveContent(
        team.services,
        again.summary.id,
        withValues(fillExtension(again.content, today), {
          obligation: { obligation, oldDue, newDue: '2027-02-15' },
        }),
      );
    const once = `${extension.recordId} has moved this date already; a date is moved once.`;
    const messages = async (saved: ReturnType<typeof moved>) => (await saved).findings.map(({ message }) => message);
    expect(await messages(moved(null, 'evaluation'))).toContain(once);
    expect(await messages(moved('2026-10-31', 'evaluation'))).toEqual(
      expect.arrayContaining([once, 'The schedule says 2027-01-09, not 2026-10-31.']),
    );
    expect(await messages(moved(null, 'plan-review'))).not.toContain(once);
  });

  test('is begun from the schedule with what it is of, once, by those who may write it', async () => {
    const { systemId } = team;
    const listed = async () =>
      (await team.services.ask('schedule.list', { systemId, until: '2028-12-31' })).items.filter(
        ({ kind }) => kind === 'plan-review' || kind === 'evaluation',
      );
    const item = async (number: string | undefined, kind = 'plan-review') =>
      (await listed()).find((one) => one.subject.number === number && one.kind === kind);
    await team.login(owner);
    expect(await item('CHG-2')).toMatchObject({ mayExtend: false, extensionInWork: null });
    await team.login(evaluator);
    expect(await item(undefined, 'evaluation')).toMatchObject({ mayExtend: false, extendedBy: extension.recordId });
    const change = await item('CHG-2');
    expect(change).toMatchObject({ mayExtend: true, extensionInWork: null, dueOn: '2026-12-20' });
    const asked = { systemId, kind: 'plan-review', subject: change?.subject.id ?? '' } as const;
    const { recordId } = await team.services.ask('schedule.extend', asked);
    const begun = await team.services.ask('records.get', { recordId, revision: null });
    expect(begun.content['obligation']?.values).toMatchObject({
      obligation: 'plan-review',
      reference: 'CHG-2',
      oldDue: '2026-12-20',
      newDue: null,
    });
    expect(begun.summary.title).toContain('(CHG-2)');
    // Chosen by hand: what only one thing asks for is found, with its day.
    const saved = await saveContent(
      team.services,
      recordId,
      withValues(begun.content, { obligation: { obligation: 'action', reference: null, oldDue: null } }),
    );
    expect(saved.filled?.['obligation']?.values).toMatchObject({ reference: 'AI-2026-0001' });
    await saveContent(team.services, recordId, begun.content);
    expect(await item('CHG-2')).toMatchObject({ extensionInWork: recordId });
    expect((await item('CHG-1'))?.extensionInWork).toBeNull();
    expect((await item(undefined))?.extensionInWork).not.toBe(recordId);
    expect(await team.services.refusal('schedule.extend', asked)).toBe('schedule/extension-in-work');
    const refused = (more: object) => team.services.refusal('schedule.extend', { ...asked, ...more });
    expect(await refused({ kind: 'evaluation', subject: systemId })).toBe('schedule/extended-already');
    expect(await refused({ kind: 'certificate' })).toBe('schedule/not-extendable');

    const filled = withValues(fillExtension(begun.content, today), {
      obligation: { obligation: 'plan-review', reference: 'CHG-2', oldDue: '2026-12-20', newDue: '2027-01-20' },
    });
    await completed({ recordId, content: filled });
    expect(await item('CHG-2')).toMatchObject({ dueOn: '2027-01-20', extendedBy: recordId });
    expect(await item('CHG-1')).toMatchObject({ dueOn: '2026-12-20', extendedBy: null });
  });

  test('of a single action works as that of an obligation of the system', async () => {
    await team.login(evaluator);
    const { systemId } = team;
    const action = await team.services.ask('actions.add', {
      systemId,
      action: 'Renew the firmware of the readers',
      outcome: 'No reading is lost at a restart',
      type: 'prevent',
      recordId: null,
      owner: { accountId: null, name: 'Tobias Okafor' },
      dueOn: '2026-11-30',
      effectivenessDueOn: null,
    });
    const moved = await draftOf(team.services, { type: 'due-extension', systemId }, (one) =>
      withValues(fillExtension(one, today), {
        obligation: { obligation: 'action', reference: action.id, newDue: '2027-01-31' },
      }),
    );
    const view = await team.services.ask('records.get', { recordId: moved.recordId, revision: null });
    expect(scalarOf(view.content, 'obligation', 'oldDue')).toBe('2026-11-30');
    await completed({ recordId: moved.recordId, content: view.content });
    const { items } = await team.services.ask('schedule.list', { systemId, until: '2027-12-31' });
    expect(items.find(({ subject }) => subject.id === action.id)).toMatchObject({
      dueOn: '2027-01-31',
      originalDueOn: '2026-11-30',
      extendedBy: moved.recordId,
    });
  });
});
