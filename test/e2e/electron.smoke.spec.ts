import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication } from '@playwright/test';
import type { Bridge } from '../../src-main/contract/index.ts';
import { built, projectRoot } from '../support/built.ts';

/**
 * The real Electron, as far as no other test reaches: it starts, its window is locked in, preload and IPC answer. Runs
 * where Electron's program is installed. Looks at its files itself: importing the npm package would download it.
 */
const folder = join(projectRoot, 'node_modules', 'electron');
const named = join(folder, 'path.txt');
const program = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null;
const missing = program === null || !existsSync(program);

test.skip(missing, "Electron's program is not installed here (node node_modules/electron/install.js fetches it)");
test.describe.configure({ mode: 'serial' });

const organisation = 'Rheintal Diagnostics GmbH';
const passPhrase = 'a long walk by the river';

declare global {
  interface Window {
    readonly countersign: Bridge;
  }
}

let data = '';
let app: ElectronApplication;

test.beforeAll(async () => {
  built('main/index.js');
  data = mkdtempSync(join(tmpdir(), 'countersign-electron-'));
  app = await _electron.launch({
    executablePath: program ?? '',
    args: [projectRoot, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...(process.env as Record<string, string>), COUNTERSIGN_DATA: data },
  });
});

test.afterAll(async () => {
  await app.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
});

test('opens one window on its own origin', async () => {
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['app://countersign', true]);
  expect(app.windows()).toHaveLength(1);
});

test('gives the page a bridge and nothing of Node', async () => {
  const page = await app.firstWindow();
  expect(
    await page.evaluate(() => [
      typeof (globalThis as Record<string, unknown>)['require'],
      typeof (globalThis as Record<string, unknown>)['process'],
      Object.keys(window.countersign).toSorted(),
    ]),
  ).toEqual(['undefined', 'undefined', ['call', 'onLocked', 'onOpened']]);
});

test('answers over IPC, byte arrays included, and refuses what the contract does not have', async () => {
  const page = await app.firstWindow();
  expect(await page.evaluate(() => window.countersign.call('app.info', {}))).toMatchObject({
    ok: true,
    value: { host: 'desktop' },
  });
  const created = await page.evaluate(
    ([name, phrase]) =>
      window.countersign.call('vaults.create', {
        name: 'Laboratory',
        organisation: name,
        administrator: { userName: 'admin', fullName: 'Adele Ammann', passPhrase: phrase },
      }),
    [organisation, passPhrase] as const,
  );
  expect(created).toMatchObject({ ok: true, value: { kind: 'open' } });
  expect(
    await page.evaluate(() =>
      window.countersign.call('verify.pdf', { name: 'x.pdf', bytes: new TextEncoder().encode('not a PDF') }),
    ),
  ).toMatchObject({ ok: false });
  expect(
    await page.evaluate(() =>
      window.countersign.call('no.such' as 'app.info', {}).catch((error: unknown) => String(error)),
    ),
  ).toContain('no such call');
});

test('enforces its policy: no foreign script, no network, no navigation, no second window', async () => {
  const page = await app.firstWindow();
  expect(
    await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await page.evaluate(() => location.assign('https://example.com/'));
  await page.waitForTimeout(500);
  expect(page.url()).toMatch(/^app:\/\/countersign\//);
  expect(app.windows()).toHaveLength(1);
});

test('asks the process of a token: its body runs, finds pkcs11js and answers', async () => {
  const answer = await app.evaluate(
    ({ utilityProcess }, body) =>
      new Promise<unknown>((resolve) => {
        const child = utilityProcess.fork(body, [], { stdio: 'ignore', allowLoadingUnsignedLibraries: true });
        child.on('exit', (code) => resolve(`gone: ${code}`));
        child.on('message', (message: unknown) => {
          child.kill();
          resolve(message);
        });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
        child.postMessage({ kind: 'list', module: '/nonexistent/module.so', token: undefined });
      }),
    built('main/pkcs11.worker.js'),
  );
  const installed = existsSync(join(projectRoot, 'node_modules', 'pkcs11js', 'build', 'Release', 'pkcs11.node'));
  expect(answer).toMatchObject({
    ok: false,
    error: { code: installed ? 'token/no-module' : 'token/not-installed' },
  });
});

test('locks the vault when the machine sleeps', async () => {
  const page = await app.firstWindow();
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  await expect
    .poll(() => page.evaluate(() => window.countersign.call('session.state', {})))
    .toMatchObject({ ok: true, value: { kind: 'locked', because: 'system' } });
});
