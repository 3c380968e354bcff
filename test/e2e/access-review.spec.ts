import type { Page } from '@playwright/test';
import { sampleLists } from '../../src-main/cli/bench/access-lists.ts';
import { people, vaultName } from '../../src-main/cli/demo/case.ts';
import type { Input } from '../../src-main/contract/index.ts';
import { filledReview } from '../support/access-review.ts';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field, goTo, logIn, tabTo } from './support/people.ts';
import { logInAs, prepareRecord } from './support/prepare.ts';

const count = 5_000;
const day = (before: number): string => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);

/** `2026-11-23 14:05:07` on the wall clock of the window. */
const wallClock = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);

/** The services answer at once; only the window takes its time. */
const quick = { intervals: [20, 40, 80, 160] };

const press = (page: Page, keys: string): Promise<void> => page.keyboard.press(keys);

/** Presses a button with the keyboard. */
const push = async (page: Page, name: string | RegExp): Promise<void> => {
  const button = page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }).first();
  await button.focus();
  await press(page, 'Enter');
};

/** Begins the import of a list through the wizard: file, columns as proposed, source. */
const beginImport = async (
  page: Page,
  button: string,
  file: { readonly name: string; readonly text: string; readonly extractedAt: Date },
  picture?: string,
): Promise<void> => {
  await push(page, button);
  const dialog = page.getByRole('dialog');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByLabel('File').focus();
  await press(page, 'Enter');
  await (await chooser).setFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text, 'utf8') });
  await expect(dialog.getByText(/rows, .* SHA-256/)).toBeVisible();
  if (picture !== undefined) await look(page, picture);
  await push(page, 'Continue');
  if (picture !== undefined) await look(page, `${picture}-source`);
  await field(dialog, 'Taken from').fill('LabCore LIMS, production');
  await field(dialog, 'Report or query').fill('USR-07 All accounts');
  await field(dialog, 'Extracted by').fill('Karin Vogel');
  await field(dialog, 'Extracted at').fill(wallClock(file.extractedAt));
  await press(page, 'Enter');
};

const importList = async (...given: Parameters<typeof beginImport>): Promise<void> => {
  await beginImport(...given);
  await expect(given[0].getByRole('dialog')).toBeHidden();
};

const takeStep = async (page: Page, label: string): Promise<void> => {
  await push(page, label);
  const dialog = page.getByRole('dialog', { name: label });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: label }).focus();
  await press(page, 'Enter');
  await expect(dialog).toBeHidden();
};

const settled = async (app: App, recordId: string) => {
  const overview = await app.ask('access.overview', { recordId });
  return overview.lines - overview.open;
};

/** Decides all accounts with a finding, or all that are left, with one reason. */
const decideAll = async (
  page: Page,
  key: 'k' | 'r',
  reason: string,
  chip: RegExp | null,
  picture?: string,
): Promise<void> => {
  const grid = page.getByRole('grid', { name: 'Accounts' });
  if (chip !== null) await push(page, chip);
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await grid.focus();
  await press(page, 'Control+a');
  await expect(page.getByText(/ of .* selected/)).toBeVisible();
  await press(page, key);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  if (picture !== undefined) await look(page, picture);
  await page.keyboard.type(reason);
  await press(page, 'Enter');
  await expect(dialog).toBeHidden();
  if (chip !== null) await push(page, chip);
};

test('five thousand accounts, decided by keyboard alone, to the sealed record [draft 11.11]', async ({ app }) => {
  test.setTimeout(600_000);
  const { page } = app;
  await prepareRecord(app, day(0));
  const lists = sampleLists(count, day(1));
  await page.reload();
  await logIn(page, vaultName, people.evaluator.userName, people.evaluator.passPhrase);
  const { systems } = await app.ask('systems.list', {});
  const created = await app.ask('records.create', { type: 'access-review', systemId: systems[0]?.id ?? '' });
  const recordId = created.summary.id;
  await goTo(page, 'Records');
  await page.getByRole('link', { name: recordId }).focus();
  await press(page, 'Enter');

  await test.step('import both lists', async () => {
    await page.getByRole('tab', { name: 'Accounts' }).click();
    await look(page, 'access-01-empty');
    await page.getByRole('link', { name: 'Import the lists' }).focus();
    await press(page, 'Enter');
    const yesterday = new Date(Date.now() - 86_400_000);
    // Where Countersign itself is under review, its vault writes the list and knows where it comes from.
    await push(page, 'Import the account list');
    await push(page, 'Take the accounts of this vault');
    const own = page.getByRole('dialog');
    await expect(own.getByText(/\d+ rows, .* SHA-256/)).toBeVisible();
    await look(page, 'access-01-own-accounts');
    await push(page, 'Continue');
    await expect(field(own, 'Taken from')).toHaveValue(/^Countersign, vault /);
    await expect(field(own, 'Extracted at')).toHaveValue(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    await press(page, 'Escape');
    await expect(own).toBeHidden();
    await importList(
      page,
      'Import the account list',
      { name: 'usr07.csv', text: lists.accounts, extractedAt: yesterday },
      'access-02-import',
    );
    // A list long enough that somebody who took the wrong one has the time to say so.
    const wrong = sampleLists(60_000, day(1)).roster;
    await beginImport(page, 'Import the HR roster', { name: 'hr-all.csv', text: wrong, extractedAt: yesterday });
    await push(page, 'Cancel');
    await expect(page.getByRole('alert')).toContainText('The import was cancelled');
    await look(page, 'access-02-cancelled');
    expect((await app.ask('access.overview', { recordId })).files.map(({ name }) => name)).toEqual(['usr07.csv']);
    await press(page, 'Escape');
    await importList(page, 'Import the HR roster', { name: 'hr.csv', text: lists.roster, extractedAt: yesterday });
    await expect(page.getByRole('row', { name: /HR roster/ })).toBeVisible();
    await look(page, 'access-03-lists');
    await push(page, 'Show the people');
    const roster = page.getByRole('dialog', { name: /^HR roster/ });
    await expect(roster.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(101);
    await roster.getByRole('textbox', { name: 'Find people' }).fill('10001');
    await expect(roster.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(2);
    await look(page, 'access-03-roster');
    await roster.getByRole('textbox', { name: 'Find people' }).fill('');
    await push(page, 'Show more');
    await expect(roster.getByText('200 shown, there are more')).toBeVisible();
    await press(page, 'Escape');
    await expect(roster).toBeHidden();
    await push(page, 'Rules of this system');
    await expect(page.getByRole('dialog').getByLabel('Privileged roles')).toBeVisible();
    await look(page, 'access-04-rules');
    await press(page, 'Escape');
    await takeStep(page, 'Data is loaded');
    await takeStep(page, 'Freeze the accounts and begin');
  });

  await test.step('decide', async () => {
    await page.getByRole('tab', { name: 'Accounts' }).focus();
    await press(page, 'Enter');
    const grid = page.getByRole('grid', { name: 'Accounts' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
    await expect(grid.getByRole('row').nth(3)).toContainText('employee id');
    await look(page, 'access-05-accounts');

    // One by one: the first accounts without a finding are kept with one key each.
    await push(page, /^No finding/);
    await tabTo(page, grid);
    for (let n = 0; n < 3; n += 1) {
      await press(page, 'k');
      await expect.poll(() => settled(app, recordId)).toBe(n + 1);
      // A key that is pressed while a decision is on its way decides nothing: the next account is not in sight yet.
      await expect(grid.getByRole('row').nth(n + 1)).toContainText('Keep');
    }
    await press(page, 'Control+z');
    await expect.poll(() => settled(app, recordId)).toBe(2);
    await push(page, /^No finding/);

    // Guessed people are confirmed with one key; where several may be meant, in the panel.
    await push(page, /^Match to confirm/);
    await grid.focus();
    await press(page, 'Enter');
    await expect(page.getByRole('complementary', { name: 'Account' })).toBeFocused();
    await look(page, 'access-06-match');
    for (;;) {
      const { unconfirmed } = await app.ask('access.overview', { recordId });
      if (unconfirmed === 0) break;
      await grid.focus();
      await press(page, 'c');
      const rest = async () => (await app.ask('access.overview', { recordId })).unconfirmed;
      const panel = page.getByRole('complementary', { name: 'Account' });
      await expect
        .poll(
          async () => (await rest()) < unconfirmed || (await panel.evaluate((it) => it === document.activeElement)),
          quick,
        )
        .toBe(true);
      if ((await rest()) < unconfirmed) continue;
      await tabTo(page, panel.getByRole('button', { name: 'Nobody on the roster' }));
      await press(page, 'Enter');
      await expect.poll(rest, quick).toBe(unconfirmed - 1);
    }

    await push(page, /^Match to confirm/);
    await expect(page.getByRole('button', { name: /^Match to confirm/ })).toBeHidden();

    // What was found of an account becomes an incident, and an action that somebody owes.
    await push(page, /^Leaver still active/);
    await grid.focus();
    await press(page, 'Enter');
    const account = page.getByRole('complementary', { name: 'Account' });
    await push(page, 'Raise an incident');
    await page.getByRole('dialog', { name: 'Raise an incident' }).getByRole('button', { name: 'Raise' }).focus();
    await press(page, 'Enter');
    await expect(account.getByRole('link', { name: /^IN-/ })).toBeVisible();
    await push(page, 'Raise an action');
    const action = page.getByRole('dialog', { name: 'Raise an action' });
    await field(action, 'Action').fill('Close accounts on the day of leaving');
    await field(action, 'Verifiable outcome').fill('The leaving form names the system');
    await field(action, 'Due on').fill(day(-60));
    await look(page, 'access-06-raise');
    await push(page, 'Raise');
    await expect(account.getByRole('link', { name: /^AI-/ })).toBeVisible();
    await look(page, 'access-06-raised');
    await push(page, 'Export CSV');
    const findings = page.getByRole('menuitem', { name: 'Findings of the accounts shown' });
    await expect(findings).toBeVisible();
    await findings.focus();
    const download = page.waitForEvent('download');
    await press(page, 'Enter');
    expect((await download).suggestedFilename()).toBe(`${recordId}-findings.csv`);
    await push(page, /^Leaver still active/);

    await page.keyboard.press('/');
    await expect(page.getByRole('textbox', { name: 'Search accounts' })).toBeFocused();
    await page.keyboard.type('analyst');
    await press(page, 'Escape');
    await decideAll(page, 'r', 'Left the company', /^Leaver still active/, 'access-07-revoke');
    await decideAll(page, 'r', 'Nobody answers for it', /^Orphan/);
    await page.getByLabel('Decision', { exact: true }).selectOption('open');
    await decideAll(page, 'k', 'Needed, confirmed by the team leads', null);
    await expect.poll(() => settled(app, recordId)).toBe(count);
    await page.getByLabel('Decision', { exact: true }).selectOption('revoke');
    await expect(grid.getByRole('row').nth(2)).toContainText('Revoke');
    await look(page, 'access-08-decided');
    await takeStep(page, 'Decisions are complete');
    await takeStep(page, 'Begin the remediation');
  });

  await test.step('prove the revocations', async () => {
    await page.getByRole('tab', { name: 'Remediation' }).focus();
    await press(page, 'Enter');
    await expect(page.getByText(/0 changes are proven/)).toBeVisible();
    await look(page, 'access-09-remediation');
    const revoked = new Set(
      (await app.ask('access.remedies', { recordId })).lines.map(({ account }) => account.toLowerCase()),
    );
    expect(revoked.size).toBeGreaterThan(100);
    const later = lists.accounts
      .split('\r\n')
      .filter((row) => !revoked.has((row.split(';')[0] ?? '').toLowerCase()))
      .join('\r\n');
    await page.waitForTimeout(1100);
    await importList(page, 'Import a later account list', {
      name: 'usr07-later.csv',
      text: later,
      extractedAt: new Date(),
    });
    await expect(page.getByText(`${String(revoked.size)} changes are proven by a later list`)).toBeVisible();
    await look(page, 'access-10-proven');
    await takeStep(page, 'Remediation is verified');
  });

  await test.step('sign', async () => {
    const view = await app.ask('records.get', { recordId, revision: null });
    const content = filledReview(view.content, 'remedied') as Input<'records.saveDraft'>['content'];
    await app.ask('records.saveDraft', { recordId, base: view.savedAt, content });
    await page.getByRole('tab', { name: 'Content' }).focus();
    await press(page, 'Enter');
    await page.reload();
    await push(page, 'Send for signature');
    await page.getByRole('dialog').getByRole('button', { name: 'Freeze and send' }).focus();
    await press(page, 'Enter');
    await expect(page.getByRole('dialog')).toBeHidden({ timeout: 30_000 });
    for (const person of [people.evaluator, people.systemOwner, people.qualityAssurance]) {
      await logInAs(app, person);
      const { actions } = await app.ask('records.get', { recordId, revision: null });
      const requirementId = actions.sign.requirementId ?? '';
      const { sha256, trail } = await app.ask('signing.prepare', { recordId, requirementId });
      await app.ask('signing.sign', {
        recordId,
        requirementId,
        userName: person.userName,
        signingPassPhrase: person.signingPassPhrase ?? '',
        shown: sha256,
        comment: null,
        trailReviewed: trail?.upTo ?? null,
      });
    }
    const sealed = await app.ask('records.get', { recordId, revision: null });
    expect(sealed.summary).toMatchObject({ state: 'effective', stage: 'Closed' });
    expect(sealed.metrics.find(({ id }) => id === 'proven')?.value).toBe(100);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: /^Access review of/ })).toBeVisible();
    await look(page, 'access-11-sealed');
    const { bytes, fileName } = await app.ask('records.pdf', { recordId, revision: 1 });
    expect((await app.ask('verify.pdf', { name: fileName, bytes })).indication).toBe('TOTAL-PASSED');
  });
});
