import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src-main/shell/csp.ts';
import { isPermitted, lockPages, lockSession, loosened, mayLoad } from '../../src-main/shell/lockdown.ts';
import { isTrusted } from '../../src-main/shell/sender.ts';
import { windowOptions } from '../../src-main/shell/window.ts';

/**
 * Electron's security list (Electron documentation, "Security": Checklist), a test a line, in its order and with its numbers.
 * Electron's objects are stood in for by listeners' lists: what is tested is what the program tells Electron, not Electron.
 */
const sources = new Map(
  globSync('{src-main,src-renderer}/**/*.{ts,tsx,html,css}').map((file) => [
    file.replaceAll('\\', '/'),
    readFileSync(file, 'utf8'),
  ]),
);
const naming = (pattern: RegExp): string[] =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([file]) => file);
const options = windowOptions('/preload.cjs').webPreferences ?? {};
const base = 'app://countersign/';
const packing = readFileSync('electron-builder.yml', 'utf8');

type Listener = (...args: never[]) => unknown;
type Event = { url: string; prevented: boolean; preventDefault(): void };
const event = (url: string): Event => ({
  url,
  prevented: false,
  preventDefault() {
    this.prevented = true;
  },
});

/** What the program registers on a page of Electron's. */
const pageListeners = () => {
  const app = new Map<string, Listener>();
  const page = new Map<string, Listener>();
  lockPages({ on: (name: string, listener: Listener) => app.set(name, listener) } as never, base);
  let openHandler: () => unknown = () => null;
  let peers = '';
  const contents = {
    on: (name: string, listener: Listener) => page.set(name, listener),
    setWindowOpenHandler: (handler: () => unknown) => {
      openHandler = handler;
    },
    setWebRTCIPHandlingPolicy: (policy: string) => {
      peers = policy;
    },
  };
  app.get('web-contents-created')?.(...([{}, contents] as never[]));
  const prevented = (name: string, url: string): boolean => {
    const given = event(url);
    page.get(name)?.(given as never);
    return given.prevented;
  };
  return { prevented, opens: () => openHandler(), peers };
};

/** What the program registers on Electron's session. */
const sessionHandlers = () => {
  const set = new Map<string, Listener>();
  const keep = (name: string) => (handler: Listener) => void set.set(name, handler);
  lockSession(
    {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setSpellCheckerEnabled: (enabled: boolean) => void set.set('spelling', () => enabled),
      webRequest: { onBeforeRequest: keep('before') },
      on: (name: string, handler: Listener) => void set.set(name, handler),
    } as never,
    base,
  );
  return (name: string, ...args: unknown[]): unknown => set.get(name)?.(...(args as never[]));
};

describe("Electron's security list", () => {
  it('1: only secure content is loaded: of the application itself, nothing from a network', () => {
    const ask = sessionHandlers();
    for (const [url, cancel] of [
      [`${base}index.html`, false],
      ['http://example.com/', true],
      ['https://example.com/', true],
      ['ws://example.com/', true],
      ['file:///etc/passwd', true],
    ] as const) {
      let answer: unknown;
      ask('before', { url }, (given: unknown) => {
        answer = given;
      });
      expect(answer).toEqual({ cancel });
    }
    // Its dictionaries are fetched past the session's requests.
    expect([ask('spelling'), options.spellcheck]).toEqual([false, false]);
    // The one address with http: namespaces and identifiers aside, none stands in the page.
    expect(naming(/(?:src|href|url\(|fetch\()\s*[=(]?\s*['"]https?:/)).toEqual([]);
  });

  it('2: no Node in pages, frames and workers', () => {
    expect(options).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  it('3: the preload lives in a context of its own', () => {
    expect(options.contextIsolation).toBe(true);
  });

  it('4: every process that shows a page is sandboxed; the one beside them runs no page and is for tokens alone', () => {
    expect(options.sandbox).toBe(true);
    // A token's module needs its reader, which a sandbox would not let it reach. The process gets questions of ours only.
    expect(naming(/\butilityProcess\b/)).toEqual(['src-main/shell/main.ts', 'src-main/shell/token-process.ts']);
    const main = sources.get('src-main/shell/main.ts') ?? '';
    expect(main.match(/\butilityProcess\b(?! })/g)).toHaveLength(1);
    expect(main).toContain('startTokenProcess: utilityTokenProcess(utilityProcess),');
    expect(naming(/\.fork\(/)).toEqual(['src-main/shell/token-process.ts']);
    expect(sources.get('src-main/shell/main.ts')).toMatch(/app\.enableSandbox\(\)/);
    expect(naming(/no-sandbox/).filter((file) => !/browser|launch/.test(file))).toEqual([
      'src-main/shell/lockdown.ts',
      'src-main/shell/main.ts',
    ]);
  });

  it('4, 6, 19: a packed program does not start with a switch that takes the fence away or lets others steer the page', () => {
    const given = (...switches: string[]) => loosened((name) => switches.includes(name));
    expect(given('no-sandbox', 'remote-debugging-port', 'lang')).toEqual(['no-sandbox', 'remote-debugging-port']);
    expect(given('remote-debugging-pipe', 'disable-web-security')).toHaveLength(2);
    expect(given('enable-features', 'ozone-platform')).toEqual([]);
    const main = sources.get('src-main/shell/main.ts') ?? '';
    expect(main).toContain('loosened((name) => app.commandLine.hasSwitch(name))');
    expect(main).toMatch(
      /if \(loose\.length > 0\) \{[^]*app\.exit\(64\);\n\} else if \(app\.requestSingleInstanceLock\(\)\)/,
    );
  });

  it('5: permissions are refused, but for text to the clipboard', () => {
    const ask = sessionHandlers();
    const given: unknown[] = [];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-read',
      'fileSystem',
    ]) {
      ask('request', {}, permission, (answer: unknown) => given.push(answer));
      given.push(ask('check', {}, permission), isPermitted(permission));
    }
    given.push(ask('device', {}));
    expect(new Set(given)).toEqual(new Set([false]));
    expect(isPermitted('clipboard-sanitized-write')).toBe(true);
  });

  it('6: web security is on', () => {
    expect(options.webSecurity).toBe(true);
    // Named only where they are refused.
    expect(naming(/disable-web-security|disable-site-isolation|ignore-certificate-errors/)).toEqual([
      'src-main/shell/lockdown.ts',
    ]);
  });

  it('7: a content security policy without unsafe-inline and unsafe-eval, and Trusted Types', () => {
    expect(contentSecurityPolicy).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/,
    );
    expect(contentSecurityPolicy).toMatch(/require-trusted-types-for 'script'; trusted-types default$/);
    expect(contentSecurityPolicy).not.toMatch(/'unsafe-(inline|eval|hashes)'|https?:|\*/);
  });

  it('8: no insecure content in a secure page', () => {
    expect(options.allowRunningInsecureContent).toBe(false);
  });

  it('9: no experimental features', () => {
    expect(options.experimentalFeatures).toBe(false);
  });

  it('10: no Blink features by name', () => {
    expect(options).not.toHaveProperty('enableBlinkFeatures');
    expect(naming(/enableBlinkFeatures|enable-blink-features|commandLine\.appendSwitch/)).toEqual([]);
  });

  it('11: no webview, so none with allowpopups', () => {
    expect(options.webviewTag).toBe(false);
    expect(naming(/<webview|allowpopups/i)).toEqual([]);
  });

  it('12: a webview that somebody creates after all is not attached', () => {
    expect(pageListeners().prevented('will-attach-webview', '')).toBe(true);
  });

  it('13: no navigation to anything but the own page, by the frame or by a redirect', () => {
    const page = pageListeners();
    for (const name of ['will-navigate', 'will-frame-navigate']) {
      expect(page.prevented(name, `${base}index.html`)).toBe(false);
      for (const url of [
        'https://example.com/',
        'file:///etc/passwd',
        'javascript:1',
        'app://other/',
        'data:text/html,1',
      ])
        expect(page.prevented(name, url)).toBe(true);
    }
    expect(page.prevented('will-redirect', `${base}index.html`)).toBe(true);
  });

  it('14: no new windows, and no way to a peer', () => {
    const page = pageListeners();
    expect(page.opens()).toEqual({ action: 'deny' });
    expect(page.peers).toBe('disable_non_proxied_udp');
    expect(naming(/new BrowserWindow\(|new BaseWindow\(|new WebContentsView\(/)).toEqual(['src-main/shell/main.ts']);
  });

  it('15: nothing is handed to the operating system to open', () => {
    expect(naming(/\bopenExternal\b|\bopenPath\b/)).toEqual([]);
  });

  it('16: Electron is named in one exact version, which the lock file holds [draft 15]', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string; integrity: string }>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages['node_modules/electron']).toMatchObject({ version: devDependencies['electron'] });
    expect(lock.packages['node_modules/electron']?.integrity).toMatch(/^sha512-/);
  });

  it('17: every message is answered only to the main frame of our window on our page', () => {
    const senderFrame = { url: `${base}index.html`, parent: null };
    expect(isTrusted({ sender: { id: 1 }, senderFrame }, 1, base)).toBe(true);
    expect(isTrusted({ sender: { id: 2 }, senderFrame }, 1, base)).toBe(false);
    expect(isTrusted({ sender: { id: 1 }, senderFrame: { ...senderFrame, parent: {} } }, 1, base)).toBe(false);
    expect(isTrusted({ sender: { id: 1 }, senderFrame: { ...senderFrame, url: 'file:///x' } }, 1, base)).toBe(false);
    const ipc = sources.get('src-main/shell/ipc.ts') ?? '';
    expect(ipc.match(/ipcMain\.\w+\(/g)).toEqual(['ipcMain.handle(']);
    expect(ipc).toMatch(/isTrusted\(event, window\(\), base\) \? router\(message\) : fail/);
  });

  it('18: the page comes by a scheme of its own, never by file:', () => {
    expect(sources.get('src-main/shell/protocol.ts')).toMatch(
      /scheme: 'app', privileges: \{ standard: true, secure: true/,
    );
    expect(mayLoad('file:///etc/passwd', base)).toBe(false);
    expect(naming(/loadFile\(|'file:\/\/|"file:\/\//)).toEqual([]);
  });

  it('19: fuses: nothing of Node by switches or variables, only the checked archive, no privileges of file:', () => {
    for (const line of [
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ])
      expect(packing).toContain(`\n  ${line}\n`);
  });

  it('20: the page gets three functions, no object of Electron', () => {
    const preload = sources.get('src-main/preload/index.ts') ?? '';
    expect(preload.match(/exposeInMainWorld\([^)]*\)/g)).toEqual(["exposeInMainWorld('countersign', bridge)"]);
    // The event of Electron never reaches a listener of the page.
    expect(preload.match(/ipcRenderer\.on\('\w+', \(_event\b/g)?.length).toBe(
      preload.match(/ipcRenderer\.on\(/g)?.length,
    );
    expect(naming(/\bremote\b.*electron|@electron\/remote/)).toEqual([]);
  });
});
