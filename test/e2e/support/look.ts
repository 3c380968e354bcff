import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, picture } from './app.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 480, height: 800 };
const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** What axe finds, short enough to read: rule, how many, and the first places. */
const accessibilityFaults = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id} (${nodes.length}): ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`)
        .join(' | ')}`,
  );
};

/** The part of the page that is wider than the window, where nothing should be. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/**
 * Looks at a screen as people see it: WCAG 2.2 AA by axe in the light and the dark theme, a picture of each, and a picture
 * of a narrow window, in which nothing may stick out sideways (1.4.10).
 */
export const look = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(wide);
    await picture(page, `${name}-${colorScheme}`);
    expect.soft(await accessibilityFaults(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(narrow);
  await picture(page, `${name}-narrow`);
  expect.soft(await overflow(page), `${name}: sideways overflow at ${narrow.width} px`).toBeLessThanOrEqual(0);
  await page.setViewportSize(wide);
};
