import { expect, test } from './support/app.ts';
import { look } from './support/look.ts';

test('the first start offers to create a vault, to open one, and to verify a PDF', async ({ app: { page } }) => {
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create a vault' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open (a|another) vault$/ })).toBeVisible();
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
