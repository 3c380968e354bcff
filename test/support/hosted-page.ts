import { vi } from 'vitest';
import { findChromium } from '../../src-main/shell/browser/find-chromium.ts';
import { launch, type Launched } from '../../src-main/shell/browser/launch.ts';
import { hostPage, type HostedPage } from '../../src-main/shell/browser/page.ts';
import type { Router } from '../../src-main/shell/router.ts';
import { createSite } from '../../src-main/shell/site.ts';

export const chromium = findChromium(process.platform, process.env);
export const base = 'https://countersign.invalid/';

export interface Hosted {
  readonly launched: Launched;
  readonly page: HostedPage;
  close(): Promise<void>;
}

/**
 * The browser host as the program starts it, without a window: the files of the folder `root` as the page, over `router`.
 * Resolves when the expression `ready` is true in the page.
 */
export const hosted = async (root: string, router: Router, ready: string): Promise<Hosted> => {
  const asRoot = process.getuid?.() === 0;
  const started = launch({
    platform: process.platform,
    env: process.env,
    root: asRoot,
    base,
    noSandbox: asRoot,
    headless: true,
  });
  if (!started.ok) throw new Error(started.error.code);
  const launched = started.value;
  const page = await hostPage(launched.cdp, createSite({ root, base }), router, base);
  await vi.waitUntil(() => page.evaluate(ready).catch(() => false), { timeout: 30_000 });
  return {
    launched,
    page,
    close: async () => {
      await launched.cdp.send('Browser.close').catch(() => undefined);
      await launched.ended;
    },
  };
};
