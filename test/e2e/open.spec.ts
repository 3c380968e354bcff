import { mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, type App } from './support/app.ts';
import { look } from './support/look.ts';
import { field } from './support/people.ts';

const administrator = { userName: 'admin', fullName: 'Adele Ammann', passPhrase: 'a long walk by the river' };

/** Makes a vault, closes it, and tells its folder. */
const makeVault = async (app: App): Promise<string> => {
  await app.ask('vaults.create', { name: 'Laboratory', organisation: 'Rheintal Diagnostics GmbH', administrator });
  await app.ask('session.logout', {});
  const found = readdirSync(app.dataFolder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('.vault'),
  );
  return join(app.dataFolder, found ?? '');
};

test('a vault that was moved is found again by its folder', async ({ app }) => {
  const { page } = app;
  const folder = await makeVault(app);
  const moved = join(app.dataFolder, 'elsewhere', 'Moved.vault');
  mkdirSync(dirname(moved));
  renameSync(folder, moved);
  await page.reload();
  await expect(page.getByText('not there at the moment')).toBeVisible();
  await look(page, '40-start-missing-vault');
  app.chooses(moved);
  await page.getByRole('button', { name: /^Open (a|another) vault$/ }).click();
  await field(page, 'User name').fill(administrator.userName);
  await field(page, 'Pass phrase').fill(administrator.passPhrase);
  await look(page, '41-login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible();
});

test('a dialog that was cancelled changes nothing', async ({ app }) => {
  const { page } = app;
  app.chooses(null);
  await page.getByRole('button', { name: /^Open (a|another) vault$/ }).click();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
});

test('a wrong pass phrase is refused in words, and the vault stays shut', async ({ app }) => {
  const { page } = app;
  await makeVault(app);
  await page.reload();
  await page.getByRole('link', { name: 'Laboratory' }).click();
  await field(page, 'User name').fill(administrator.userName);
  await field(page, 'Pass phrase').fill('a short walk by the sea');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert', { name: /^User name or pass phrase is/ })).toBeVisible();
  await look(page, '42-login-wrong-pass-phrase');
  expect((await app.ask('session.state', {})).kind).toBe('closed');
});

test('a PDF that the system opens is verified without any vault, also when it is none', async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await app.opens('notes.pdf', readFileSync('package.json'));
  const verdict = page.getByRole('region', { name: 'Verdict over notes.pdf' });
  await expect(verdict.getByRole('alert')).toBeVisible();
  await look(page, '43-verify-unreadable');
});
