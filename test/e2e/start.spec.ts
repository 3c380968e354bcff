import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';

test('the first start offers to create a vault, to open one, and to verify a PDF', async ({ app: { page } }) => {
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create a vault' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open another vault' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Verify a signed PDF' })).toBeVisible();
  await look(page, '01-welcome');
});

test('the page has no Node, no Electron, and one way to the services', async ({ app: { page } }) => {
  expect(
    await page.evaluate(() => [
      typeof (globalThis as Record<string, unknown>)['require'],
      typeof (globalThis as Record<string, unknown>)['process'],
      Object.keys((globalThis as unknown as { countersign: object }).countersign),
      isSecureContext,
    ]),
  ).toEqual(['undefined', 'undefined', ['call', 'onLocked', 'onOpened'], true]);
});

test('creates a vault whose folder is in the data folder', async ({ app }) => {
  const { page } = app;
  await page.getByRole('link', { name: 'Create a vault' }).click();
  await look(page, '02-create-vault');
  await page.getByLabel('Organisation').fill('Rheintal Diagnostics GmbH');
  await page.getByLabel('Vault name').fill('Laboratory');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Full name').fill('Adele Ammann');
  await page.getByLabel('User name').fill('admin');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Pass phrase', { exact: true }).fill('a long walk by the river');
  await page.getByLabel('Pass phrase, again').fill('a long walk by the river');
  await look(page, '03-create-vault-pass-phrase');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create the vault' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect((await app.ask('session.state', {})).kind).toBe('open');
  const { vaults } = await app.ask('vaults.list', {});
  expect(vaults).toHaveLength(1);
  expect(existsSync(join(app.dataFolder, 'vaults.json'))).toBe(true);
});
