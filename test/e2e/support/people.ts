import type { Locator, Page } from '@playwright/test';
import { expect } from './app.ts';

/** A field by its visible label; the asterisk of a required one does not count. */
export const field = (within: Page | Locator, label: string): Locator =>
  within.getByLabel(new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}( \\*)?$`));

/** Presses Tab until `target` has the focus, as somebody without a mouse would. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target.toString()}`);
};

export const logIn = async (page: Page, vault: string, userName: string, passPhrase: string): Promise<void> => {
  await page.getByRole('link', { name: vault }).click();
  await field(page, 'User name').fill(userName);
  await field(page, 'Pass phrase').fill(passPhrase);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('button', { name: 'Log in' })).toBeHidden();
};

/** Locks the vault and leaves it for somebody else to log in. */
export const leave = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.getByRole('button', { name: 'Log in as somebody else' }).click();
  await expect(page.getByRole('heading', { name: 'Open a vault' })).toBeVisible();
};

/** Goes to a section of the window by its sidebar. */
export const goTo = (page: Page, section: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click();
