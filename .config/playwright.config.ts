import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findChromium } from '../src-main/shell/browser/find-chromium.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Playwright drives a Chromium that is installed here and downloads none; without one the launch fails and says so. */
const executablePath = findChromium(process.platform, process.env) ?? undefined;
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: at('test/e2e'),
  outputDir: at('test-results/e2e'),
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    [at('test/e2e/support/skip-reporter.ts')],
    ['json', { outputFile: at('test-results/playwright.json') }],
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    // The zone of the services' clock in test/e2e/support/app.ts.
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    // A trace would double the time; a picture and the page's tree are kept of every failure.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        ...(root ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'chromium', testIgnore: /electron\..*spec\.ts$/ },
    { name: 'electron', testMatch: /electron\..*spec\.ts$/ },
  ],
});
