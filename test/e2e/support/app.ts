import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Page, expect, test as base } from '@playwright/test';
import { type CallName, contract, type Handlers, type Output } from '../../../src-main/contract/index.ts';
import { loadFonts } from '../../../src-main/documents/index.ts';
import type { Result } from '../../../src-main/domain/result.ts';
import { createServices, type Services } from '../../../src-main/services/index.ts';
import { pageBridgeScript, receiveName, sendName, serveBridge } from '../../../src-main/shell/page-bridge.ts';
import { createRouter } from '../../../src-main/shell/router.ts';
import { createSite } from '../../../src-main/shell/site.ts';
import { built, projectRoot } from '../../support/built.ts';
import { typing, type Asked } from '../../support/own-pass-phrase.ts';
import { smallDisk, type SmallDisk } from '../../support/small-disk.ts';

export const address = 'https://countersign.invalid/';

/**
 * Playwright runs a test's own code as text, which Trusted Types refuse. So their two directives are reported here, not
 * enforced: whatever of the page would offend shows on the console and fails the test. test/integration/hostile-page.test.ts
 * has them enforced, as the program has.
 */
const watched = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const directives = (headers['content-security-policy'] ?? '').split('; ');
  const [types, others] = [true, false].map((of) =>
    directives.filter((directive) => /trusted-types/.test(directive) === of).join('; '),
  );
  return {
    ...headers,
    'content-security-policy': others ?? '',
    'content-security-policy-report-only': types ?? '',
  };
};

/** What the console says when Playwright runs code of a test. */
const ofPlaywright = /requires 'TrustedScript' assignment/;

/** The built page in Chromium over real services and a data folder of its own; only key derivation is cheap. */
export interface App {
  readonly page: Page;
  readonly dataFolder: string;
  readonly services: Services;
  /** Asks the services past the page, as a second window would: for what a test needs and does not show. */
  ask<N extends CallName>(name: N, input: Asked<N>): Promise<Output<N>>;
  /** The operating system asks to open a PDF. */
  opens(name: string, bytes: Uint8Array): Promise<void>;
  /** The folder that the next "open another vault" finds chosen. */
  chooses(folder: string | null): void;
  /** From here on so many days later than it was. */
  passes(days: number): void;
}

/** Answers must have the shape that the contract promises; in the program nothing checks them. */
const checked = (handlers: Handlers): Handlers =>
  Object.fromEntries(
    (Object.keys(handlers) as CallName[]).map((name) => {
      const handler = handlers[name] as (input: unknown) => Promise<Result<unknown>>;
      return [
        name,
        async (input: unknown) => {
          const reply = await handler(input);
          if (reply.ok) contract[name].output.parse(reply.value);
          return reply;
        },
      ];
    }),
  ) as unknown as Handlers;

const start = async (page: Page, faults: string[], below: string): Promise<App & { dispose(): void }> => {
  const dataFolder = mkdtempSync(join(below, 'countersign-e2e-'));
  let chosen: string | null = null;
  let passed = 0;
  const services = createServices({
    clock: {
      now: () => new Date(Date.now() + passed),
      zone: () => 'Europe/Berlin',
      steady: () => performance.now() + passed,
    },
    host: {
      kind: 'browser',
      dataFolder,
      chooseFolder: () => Promise.resolve(chosen),
      choosePlace: (name) => Promise.resolve(join(dataFolder, name)),
    },
    fonts: await loadFonts(join(projectRoot, 'assets', 'fonts')),
    version: '0.0.0-test',
    kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
    keyIterations: 1_000,
  });
  const router = createRouter(
    checked(services.handlers),
    ({ call, text }) => void faults.push(`${call}: ${text}`),
    () => 'TEST',
  );
  const site = createSite({ root: dirname(built('renderer/index.html')), base: address });
  const bridge = serveBridge(router, async (frame) => {
    await page.evaluate(`${receiveName}(${JSON.stringify(frame)})`);
  });
  await page.route('**/*', async (route) => {
    const { status, headers, body } = await site({ url: route.request().url(), method: route.request().method() });
    await route.fulfill({ status, headers: watched(headers), body: Buffer.from(body) });
  });
  await page.exposeBinding(sendName, ({ frame }, text: string) => {
    if (frame !== page.mainFrame()) throw new Error('not the page');
    // Not awaited: the page waits for the answer's own frame.
    bridge.receive(text).catch(() => undefined);
  });
  await page.addInitScript(pageBridgeScript());
  services.onLocked((because) => {
    if (because !== 'user') void bridge.tell({ kind: 'locked', because }).catch(() => undefined);
  });
  const typed = typing();
  return {
    page,
    dataFolder,
    services,
    ask: async (name, input) => {
      const reply = (await router({ name, input: typed(name, input) })) as Result<Output<typeof name>>;
      if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
      return reply.value;
    },
    opens: (name, bytes) => bridge.tell({ kind: 'opened', name, bytes }),
    chooses: (folder) => {
      chosen = folder;
    },
    passes: (days) => {
      passed += days * 86_400_000;
    },
    dispose: () => {
      services.dispose();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};

/** A test with the application open at its start screen. Fails on any error in the page, in its console or in a handler. */
export const test = base.extend<{ app: App; disk: SmallDisk | null; onSmallDisk: boolean }>({
  /** Whether the data folder lies on a file system of its own that a test can fill and make read-only. */
  onSmallDisk: [false, { option: true }],
  /** That file system; null where none was asked for, or none can be had. */
  disk: async ({ onSmallDisk }, provide) => {
    const disk = onSmallDisk ? smallDisk(64) : null;
    await provide(disk);
    disk?.dispose();
  },
  app: async ({ page, disk }, provide) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`page: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (ofPlaywright.test(message.text())) return;
      if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
    });
    const app = await start(page, faults, disk?.folder ?? tmpdir());
    await page.goto(address);
    await provide(app);
    app.dispose();
    expect(faults).toEqual([]);
  },
});

const screenshots = join(projectRoot, 'test-results', 'screenshots');

/** Keeps a picture of the window under test-results/screenshots. */
export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled', caret: 'initial' });
};

export { expect } from '@playwright/test';
