import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, picture } from './app.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 480, height: 800 };
const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** What axe finds, short enough to read: rule, how many, and the first places. */
const accessibilityFaults = async (page: Page): Promise<string[]> => {
  // Without a page of its own for the result: there are no frames whose results would have to be put together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // Of what is in order nobody reads a list: it is not put together.
  axe.options({ resultTypes: ['violations'] });
  const { violations } = await axe.withTags(standards).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id} (${nodes.length}): ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`)
        .join(' | ')}`,
  );
};

/** Elements that make the page wider than its window, where nothing should: the innermost ones, by tag and class. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => Math.round(element.getBoundingClientRect().right) === scrollWidth,
    );
    return [
      `${scrollWidth - clientWidth} px`,
      ...wide
        .filter((element) => !wide.some((other) => other !== element && element.contains(other)))
        .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.id}`),
    ];
  });

/** Waits until nothing moves any more: a button that is just being enabled has the colours of neither state. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

/**
 * Looks at a screen as people see it: WCAG 2.2 AA by axe in the light and the dark theme, a picture of each,
 * and a picture of a narrow window, in which nothing may stick out sideways (1.4.10).
 */
export const look = async (page: Page, name: string): Promise<void> => {
  // Typing is answered a moment later (200 ms, and the call): what axe reads must not change under it.
  await page.waitForTimeout(350);
  // Light is last: the window is left as it was found, and each change of it costs its time.
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    await picture(page, `${name}-${colorScheme}`);
    expect.soft(await accessibilityFaults(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize(narrow);
  await picture(page, `${name}-narrow`);
  expect.soft(await overflow(page), `${name}: sideways overflow at ${narrow.width} px`).toEqual([]);
  await page.setViewportSize(wide);
};
