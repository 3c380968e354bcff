import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import { fillEvaluation } from '../../src-main/cli/demo/case-evaluation.ts';
import { withValues } from '../../src-main/domain/records/operations/prefilled.ts';
import type { Content, Input } from '../../src-main/contract/index.ts';
import { incidentValues, postMortemValues, type Values } from '../support/operations.ts';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn } from './support/people.ts';
import { logInAs, prepareRecord } from './support/prepare.ts';

type Draft = Input<'records.saveDraft'>['content'];
const today = new Date().toISOString().slice(0, 10);

/** A repository with one commit, made by git itself. */
const repository = (): { readonly folder: string; readonly hash: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'labcore-'));
  const git = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=Ana Kovač', '-c', 'user.email=ana@example.org', ...args],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  git('init', '-q');
  writeFileSync(join(folder, 'queue.txt'), 'skip damaged jobs');
  git('add', '.');
  git('commit', '-q', '-m', 'fix(labels): skip a damaged job');
  return { folder, hash: git('rev-parse', 'HEAD') };
};

const fill = async (app: App, recordId: string, values: Values): Promise<void> => {
  const view = await app.ask('records.get', { recordId, revision: null });
  await app.ask('records.saveDraft', {
    recordId,
    base: view.savedAt,
    content: withValues(view.content as Content, values) as Draft,
  });
};

test.skip(spawnSync('git', ['--version']).status !== 0, 'no git on this machine to make a repository with');

test('from a commit to the incident, its post-mortem, an action and the evaluation', async ({ app }) => {
  const { page } = app;
  await prepareRecord(app, today);
  const { folder, hash } = repository();
  await logInAs(app, people.evaluator);
  const { systems } = await app.ask('systems.list', {});
  const systemId = systems[0]?.id ?? '';
  const evaluation = await app.ask('records.create', { type: 'periodic-evaluation', systemId });
  const evaluationId = evaluation.summary.id;
  const start = evaluation.content['identity']?.values['periodStart'] as string;
  const at = (time: string): string => `${start}T${time}+00:00[Europe/London]`;
  const incidentId = (await app.ask('records.create', { type: 'incident', systemId })).summary.id;
  await fill(app, incidentId, {
    ...incidentValues,
    identity: {
      ...incidentValues['identity'],
      startedAt: at('05:00'),
      detectedAt: at('06:10'),
      reportedAt: at('06:25'),
    },
  });
  const postMortemId = (await app.ask('records.createFrom', { recordId: incidentId, type: 'post-mortem' })).summary.id;
  await fill(app, postMortemId, postMortemValues);
  await app.ask('session.logout', {});
  await page.reload();
  await logIn(page, vaultName, people.evaluator.userName, people.evaluator.passPhrase);

  await test.step('the incident is resolved by a commit, looked up in a repository of this machine', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/records/${incidentId}/related`);
    await expect(page.getByRole('link', { name: postMortemId })).toBeVisible();
    app.chooses(folder);
    await page.getByRole('button', { name: 'Add change, commit or address' }).click();
    const dialog = page.getByRole('dialog');
    await field(dialog, 'Kind of reference').selectOption('commit');
    await dialog.getByRole('button', { name: 'Choose' }).click();
    await expect(field(dialog, 'Repository on this machine')).toContainText(folder);
    await field(dialog, 'Hash, 7 digits at least').fill('0000000');
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    await expect(dialog.getByText('The repository has no commit 0000000.')).toBeVisible();
    await look(page, '70-commit-missing');
    await field(dialog, 'Hash, 7 digits at least').fill(hash.slice(0, 10));
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('fix(labels): skip a damaged job').first()).toBeVisible();
  });

  await test.step('a link is added by its words, and ended with a reason', async () => {
    await page.getByRole('button', { name: 'Add link' }).click();
    const dialog = page.getByRole('dialog', { name: `Link ${incidentId}` });
    await field(dialog, `${incidentId} …`).selectOption({ label: 'mentions' });
    await field(dialog, 'Find by number or title').fill('PE-');
    await dialog.getByRole('radio', { name: /PE-\d+-0001/ }).check();
    await expect(dialog.getByRole('button', { name: 'Add link' })).toBeEnabled();
    await look(page, '71-add-link');
    await dialog.getByRole('button', { name: 'Add link' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: /^End: mentions PE-/ }).click();
    const ending = page.getByRole('dialog');
    await field(ending, 'Reason').fill('The older evaluation does not speak of it.');
    await ending.getByRole('button', { name: 'End link' }).click();
    await expect(page.getByText(/The older evaluation does not speak of it/)).toBeVisible();
    await look(page, '72-related');
  });

  let actionId = '';
  await test.step('the post-mortem leads to an action', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/records/${postMortemId}/actions`);
    await page.getByRole('button', { name: 'New action' }).click();
    const dialog = page.getByRole('dialog', { name: 'New action' });
    await field(dialog, 'Action').fill('Alert on the age of the oldest label job');
    await field(dialog, 'Verifiable outcome').fill('An alert fires when a job is older than five minutes.');
    await field(dialog, 'Due on').fill(start);
    await look(page, '73-new-action');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(dialog).toBeHidden();
    const link = page.getByRole('link', { name: /^AI-/ });
    actionId = (await link.textContent()) ?? '';
    await link.click();
    await expect(page.getByRole('heading', { name: 'Alert on the age of the oldest label job' })).toBeVisible();
    await look(page, '74-action');
    await goTo(page, 'Actions');
    await expect(page.getByRole('link', { name: actionId })).toBeVisible();
    await look(page, '75-actions');
  });

  await test.step('the evaluation takes the incident over, and is frozen with its sources', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/records/${evaluationId}`);
    await page.getByRole('button', { name: 'Refresh from records' }).click();
    await expect(page.getByText('Refreshed from the records of the period.').first()).toBeAttached();
    await expect
      .poll(async () =>
        JSON.stringify((await app.ask('records.get', { recordId: evaluationId, revision: null })).content),
      )
      .toContain(incidentId);
    await look(page, '76-evaluation-refreshed');
    const view = await app.ask('records.get', { recordId: evaluationId, revision: null });
    await page.goto(`${new URL(page.url()).origin}/#/calendar`);
    await app.ask('records.saveDraft', {
      recordId: evaluationId,
      base: view.savedAt,
      content: fillEvaluation(view.content, today) as Draft,
    });
    const signers = Object.fromEntries(
      view.requirements
        .filter(({ optional }) => !optional)
        .map(({ id, candidates }) => [id, candidates[0]?.accountId ?? '']),
    );
    await app.ask('records.sendForSignature', { recordId: evaluationId, signers });
  });

  await test.step('and everything hangs together, from either end', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/records/${incidentId}/related`);
    await page.getByText('What hangs together').first().click();
    const tree = page.getByRole('list', { name: 'What hangs together' });
    for (const id of [incidentId, postMortemId, actionId, evaluationId, 'REF-0001'])
      await expect(tree.getByText(id, { exact: true }).first()).toBeVisible();
    await look(page, '77-trace');
    await page.getByText('Table', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'What hangs together' }).getByText('is resolved by')).toBeVisible();
    await look(page, '78-trace-table');
    // From the commit, which is where a developer or an inspector begins.
    await page.getByRole('link', { name: 'REF-0001' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: /^Commit / })).toBeVisible();
    for (const id of [incidentId, postMortemId, actionId, evaluationId])
      await expect(tree.getByText(id, { exact: true }).first()).toBeVisible();
    await look(page, '78-trace-from-commit');
  });

  await test.step('calendar and coverage show what is due and what is missing', async () => {
    await goTo(page, 'Calendar');
    await expect(page.getByRole('table', { name: 'Overdue' }).getByText('Action', { exact: true })).toBeVisible();
    await look(page, '79-calendar');
    await page.getByText('List', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'Due', exact: true })).toBeVisible();
    await look(page, '80-calendar-list');
    // From a line to the signed justification of a later day, by keyboard; the calendar then leads to it.
    const extend = page.getByRole('button', { name: /^Extend: User access review, / }).first();
    await extend.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Extend a due date' })).toBeVisible();
    await look(page, '80-calendar-extend');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Begin the extension' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: /^Extension of / })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Due until now' })).not.toHaveValue('');
    await look(page, '80-extension-begun');
    await goTo(page, 'Calendar');
    const [due] = (await app.ask('schedule.list', { systemId: null, until: '2999-12-31' })).items.filter(
      ({ extensionInWork }) => extensionInWork !== null,
    );
    while (
      !(await page
        .getByRole('button', { name: /^User access review: / })
        .first()
        .isVisible())
    )
      await page.getByRole('button', { name: 'Later' }).click();
    await page
      .getByRole('button', { name: /^User access review: / })
      .first()
      .press('Enter');
    await expect(page.getByRole('link', { name: due?.extensionInWork ?? '' })).toBeVisible();
    await look(page, '80-calendar-day');
    await page.keyboard.press('Escape');
    await goTo(page, 'Coverage');
    await expect(page.getByRole('link', { name: incidentId })).toBeVisible();
    await look(page, '81-coverage');
    await goTo(page, 'Work');
    await look(page, '82-work');
  });

  await test.step('a long list of actions is fetched as it is scrolled, and kept at its place', async () => {
    const [system] = (await app.ask('systems.list', {})).systems;
    const before = (
      await app.ask('actions.list', {
        systemId: null,
        recordId: null,
        status: 'open',
        mine: false,
        overdue: false,
        after: null,
      })
    ).total.count;
    const count = 130;
    for (let n = 1; n <= count; n += 1)
      await app.ask('actions.add', {
        systemId: system?.id ?? '',
        recordId: null,
        action: `Walk round number ${String(n)}`,
        outcome: 'Nothing out of place',
        type: 'prevent',
        owner: { accountId: null, name: 'Night shift' },
        // The later a round was entered, the earlier it is due.
        dueOn: new Date(Date.UTC(2099, 0, 1 + count - n)).toISOString().slice(0, 10),
        effectivenessDueOn: null,
      });
    await goTo(page, 'Actions');
    const grid = page.getByRole('grid', { name: 'Actions' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(before + count + 1));
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await look(page, '83-actions-many');
    await grid.focus();
    const last = grid.getByRole('row', { name: /Walk round number 1 / });
    await expect(async () => {
      await page.keyboard.press('End');
      await expect(last).toHaveAttribute('aria-selected', 'true', { timeout: 1000 });
    }).toPass();
    await expect(last).toHaveAttribute('aria-rowindex', String(before + count + 1));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Walk round number 1', exact: true })).toBeVisible();
    await page.goBack();
    await expect(last).toHaveAttribute('aria-selected', 'true');
    await expect(last).toBeInViewport();
  });
  rmSync(folder, { recursive: true });
});
