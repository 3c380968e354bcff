import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { boot, type Application } from '../../src-main/shell/boot.ts';
import type { Launched } from '../../src-main/shell/browser/launch.ts';
import type { HostedPage } from '../../src-main/shell/browser/page.ts';
import { built, projectRoot } from '../support/built.ts';
import { chromium, hosted, type Hosted } from '../support/hosted-page.ts';
import { networkSockets } from '../support/sockets.ts';

const root = process.getuid?.() === 0;
const onLinux = process.platform === 'linux';

const pageFiles = {
  'index.html': '<!doctype html><title>page</title><script type="module" src="main.js"></script>',
  'main.js': `
    globalThis.order = ['loaded'];
    trustedTypes.createPolicy('default', { createScriptURL: (url) => url.endsWith('/worker.js') ? url : null });
    const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
    globalThis.fromWorker = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });`,
  'worker.js': `
    const own = await fetch('data.json').then((answer) => answer.json());
    const other = await fetch('https://example.com/').then(() => 'reached', () => 'refused');
    postMessage({ own, other });`,
  'data.json': '{"here":true}',
};

describe.skipIf(chromium === null)('the browser host (skipped where no Chromium is installed)', () => {
  let folder = '';
  let application: Application;
  let host: Hosted;
  let launched: Launched;
  let page: HostedPage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'host-'));
    mkdirSync(join(folder, 'page'));
    for (const [name, text] of Object.entries(pageFiles)) writeFileSync(join(folder, 'page', name), text);
    application = await boot({
      kind: 'browser',
      version: '0.0.1',
      assets: join(projectRoot, 'assets'),
      reports: join(projectRoot, 'out', 'reports'),
      dataFolder: join(folder, 'data'),
      chooseFolder: () => Promise.resolve(null),
      choosePlace: () => Promise.resolve(null),
    });
    host = await hosted(join(folder, 'page'), application.router, "globalThis.order?.[0] === 'loaded'");
    ({ launched, page } = host);
  });

  afterAll(async () => {
    await host.close();
    application.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the page on an address that no network has, as a secure context', async () => {
    expect(await page.evaluate('[location.origin, isSecureContext, document.title]')).toEqual([
      'https://countersign.invalid',
      true,
      'page',
    ]);
  });

  it('serves workers too, and refuses every other address to page and worker', async () => {
    expect(await page.evaluate('globalThis.fromWorker')).toEqual({ own: { here: true }, other: 'refused' });
    expect(await page.evaluate("fetch('https://example.com/').then(() => 'reached', () => 'refused')")).toBe('refused');
  });

  it('carries calls to the services and their answers back', async () => {
    expect(await page.evaluate("countersign.call('app.info', {})")).toMatchObject({
      ok: true,
      value: { host: 'browser', version: '0.0.1' },
    });
    expect(await page.evaluate("countersign.call('session.state', {})")).toEqual({
      ok: true,
      value: { kind: 'closed' },
    });
    expect(await page.evaluate("countersign.call('records.get', { recordId: 7 })")).toMatchObject({
      ok: false,
      error: { code: 'wire/bad-input' },
    });
    expect(await page.evaluate("countersign.call('no.such', {}).catch((error) => error.message)")).toBe(
      'no such call: no.such',
    );
  });

  it('carries files of several frames', async () => {
    const size = 9_000_000;
    expect(
      await page.evaluate(`countersign.call('verify.revision', { bytes: new Uint8Array(${size}), revision: 1 })`),
    ).toMatchObject({ ok: false });
  });

  it('gives the page nothing else to hold on to', async () => {
    expect(await page.evaluate('[typeof require, typeof process, Object.keys(countersign).join()]')).toEqual([
      'undefined',
      'undefined',
      'call,onLocked,onOpened',
    ]);
    expect(await page.evaluate('(countersign.call = 1, typeof countersign.call)')).toBe('function');
  });

  it('tells the page about a lock and an opened file, the file also when nobody listened yet', async () => {
    await page.tell({ kind: 'opened', name: 'a.pdf', bytes: new Uint8Array([1, 2, 3]) });
    expect(
      await page.evaluate(
        'new Promise((resolve) => countersign.onOpened(({ name, bytes }) => resolve([name, bytes.constructor.name, ...bytes])))',
      ),
    ).toEqual(['a.pdf', 'Uint8Array', 1, 2, 3]);
    await page.evaluate('void (globalThis.locked = new Promise((resolve) => countersign.onLocked(resolve)))');
    await page.tell({ kind: 'locked', because: 'idle' });
    expect(await page.evaluate('globalThis.locked')).toBe('idle');
  });

  it('takes a file from the dialog alone: no script in the page puts one of its own in its place', async () => {
    // The dialog of the host, answered through a connection of the test's own.
    const { cdp } = launched;
    const { targetInfos } = await cdp.send('Target.getTargets');
    const { targetId } =
      (targetInfos as { type: string; targetId: string }[]).find(({ type }) => type === 'page') ?? {};
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
    const send = (method: string, params: Record<string, unknown>) => cdp.send(method, params, String(sessionId));
    const place = (name: string): string => {
      writeFileSync(join(folder, name), name);
      return join(folder, name);
    };
    const [dropped, chosen] = [place('dropped.pdf'), place('chosen.db')];
    await send('Page.enable', {});
    await send('Page.setInterceptFileChooserDialog', { enabled: true });
    let answer = dropped;
    cdp.onEvent(({ method, params }) => {
      if (method !== 'Page.fileChooserOpened') return;
      void send('DOM.setFileInputFiles', { files: [answer], backendNodeId: params['backendNodeId'] });
    });
    // Somebody gave the page a file to verify; a hostile script keeps it and hands it over wherever a dialog would open.
    await page.evaluate(`new Promise((resolve) => {
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      input.addEventListener('change', () => { globalThis.kept = input.files[0]; resolve(null); });
      input.click();
    })`);
    expect(await page.evaluate('kept.name')).toBe('dropped.pdf');
    await page.evaluate(`void (
      HTMLInputElement.prototype.click = function () { this.dispatchEvent(new Event('change')); },
      Object.defineProperty(HTMLInputElement.prototype, 'files', { get: () => [globalThis.kept] }),
      globalThis.Promise = class { constructor() { return { then: (resolve) => resolve(globalThis.kept) }; } }
    )`);
    answer = chosen;
    expect(await page.chooseFile('')).toBe(chosen);
    await cdp.send('Target.detachFromTarget', { sessionId });
  });

  it('opens no second window', async () => {
    await page.evaluate("void window.open('https://countersign.invalid/')");
    const pages = async () => {
      const { targetInfos } = await launched.cdp.send('Target.getTargets');
      return (targetInfos as { type: string }[]).filter(({ type }) => type === 'page').length;
    };
    await expect.poll(pages).toBe(1);
  });

  it('has a bridge again after a reload', async () => {
    await page.evaluate('void (globalThis.order = null, location.reload())');
    await expect.poll(() => page.evaluate('globalThis.order?.[0] ?? null').catch(() => null)).toBe('loaded');
    expect(await page.evaluate("countersign.call('session.state', {})")).toEqual({
      ok: true,
      value: { kind: 'closed' },
    });
  });

  it.runIf(onLinux)('listens on no port and holds no network socket', () => {
    const { processes, sockets } = networkSockets(launched.process.pid ?? 0);
    expect(processes).toBeGreaterThan(2);
    expect(sockets).toEqual([]);
  });

  it('tells when the window is closed', async () => {
    await page.evaluate('void setTimeout(() => window.close(), 50)');
    await page.closed;
  });
});

describe.skipIf(chromium === null)('the program out/main/browser.js (skipped where no Chromium is installed)', () => {
  const temporary = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'program-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 5 }));
    return made;
  };

  it.runIf(onLinux)(
    'runs from the build without a port, and leaves no profile behind when it is told to end',
    async () => {
      const [data, temp] = [temporary(), temporary()];
      const child = spawn(
        process.execPath,
        [built('main/browser.js'), '--headless', ...(root ? ['--no-sandbox'] : [])],
        {
          env: { ...process.env, COUNTERSIGN_DATA: data, TMPDIR: temp },
          stdio: ['ignore', 'inherit', 'inherit'],
        },
      );
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await expect.poll(() => networkSockets(child.pid ?? 0).processes, { timeout: 20_000 }).toBeGreaterThan(3);
      await wait(2_000);
      expect(networkSockets(child.pid ?? 0).sockets).toEqual([]);
      expect(readdirSync(temp).filter((name) => name.startsWith('countersign-'))).toHaveLength(1);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(readdirSync(temp).filter((name) => name.startsWith('countersign-'))).toEqual([]);
    },
  );

  it('says what is missing where there is no Chromium', async () => {
    const child = spawn(process.execPath, [built('main/browser.js')], {
      env: { ...process.env, COUNTERSIGN_DATA: temporary(), CHROMIUM: join(tmpdir(), 'not-there') },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(69);
    expect(said).toMatch(/No Chromium, Chrome or Edge was found/);
  });
});
