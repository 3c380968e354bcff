import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../src-main/shell/csp.ts';
import { isPermitted, mayLoad } from '../../../src-main/shell/lockdown.ts';
import { menuTemplate } from '../../../src-main/shell/menu.ts';
import { isTrusted } from '../../../src-main/shell/sender.ts';
import { windowOptions } from '../../../src-main/shell/window.ts';

const base = 'app://countersign/';

describe('the window', () => {
  it('gives the page nothing but the preload', () => {
    expect(windowOptions('/preload.cjs').webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      plugins: false,
      spellcheck: false,
    });
  });

  it.each(['darwin', 'win32', 'linux'] as const)('has copy and paste in its menu on %s', (platform) => {
    const edit = menuTemplate(platform).find(({ label }) => label === '&Edit');
    const roles = ((edit?.submenu ?? []) as { role?: string }[]).map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']));
    expect(JSON.stringify(menuTemplate(platform))).not.toMatch(/toggleDevTools|forceReload/i);
  });
});

describe('the content security policy', () => {
  const sources = Object.fromEntries(
    contentSecurityPolicy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values];
    }),
  );

  it('allows nothing that it does not name', () => {
    expect(sources['default-src']).toEqual(["'none'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(sources[name]).toEqual(["'none'"]);
  });

  it('runs scripts and workers from the page itself only, and no text as code', () => {
    expect(sources['script-src']).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(sources['worker-src']).toEqual(["'self'"]);
    expect(contentSecurityPolicy).not.toMatch(/'unsafe-eval'|https?:|\*|'strict-dynamic'/);
  });

  it('takes styles from files only', () => {
    expect(sources['style-src']).toEqual(["'self'"]);
  });

  it('connects to the page itself only', () => {
    expect(sources['connect-src']).toEqual(["'self'"]);
  });
});

describe('the session', () => {
  it('permits writing text to the clipboard and nothing else', () => {
    expect(isPermitted('clipboard-sanitized-write')).toBe(true);
    const others = [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'usb',
      'hid',
    ];
    expect(others.filter(isPermitted)).toEqual([]);
  });

  it('loads the page itself and what it made, nothing from a network or a disk', () => {
    expect(
      ['app://countersign/a.js', 'blob:app://countersign/1', 'data:image/png,'].every((url) => mayLoad(url, base)),
    ).toBe(true);
    const others = [
      'https://example.com/',
      'http://localhost/',
      'file:///etc/passwd',
      'app://other/',
      'ws://a/',
      'ftp://a/',
    ];
    expect(others.filter((url) => mayLoad(url, base))).toEqual([]);
  });
});

describe('a sender', () => {
  const own = { sender: { id: 4 }, senderFrame: { url: 'app://countersign/index.html#/x', parent: null } };

  it('is trusted as the main frame of our window on our page', () => {
    expect(isTrusted(own, 4, base)).toBe(true);
  });

  it.each([
    ['a window that is not ours', { ...own, sender: { id: 5 } }],
    ['a frame within the page', { ...own, senderFrame: { ...own.senderFrame, parent: {} } }],
    ['another page', { ...own, senderFrame: { url: 'https://example.com/', parent: null } }],
    ['a page without an address', { ...own, senderFrame: { url: 'about:blank', parent: null } }],
    ['a frame that is gone', { ...own, senderFrame: null }],
  ])('is refused as %s', (_who, event) => {
    expect(isTrusted(event, 4, base)).toBe(false);
  });

  it('is refused when there is no window', () => {
    expect(isTrusted(own, null, base)).toBe(false);
  });
});
