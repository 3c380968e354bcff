import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPlaces, findChromium } from '../../../src-main/shell/browser/find-chromium.ts';
import { chromiumArguments, launch } from '../../../src-main/shell/browser/launch.ts';
import { dataFolder } from '../../../src-main/services/session/data-folder.ts';
import { openedBy } from '../../../src-main/shell/open-files.ts';

describe('what the operating system asks to open', () => {
  it('is the last PDF and the last vault of the arguments, as absolute paths', () => {
    expect(openedBy(['--flag=x.pdf', 'a.pdf', 'b.PDF', 'site.vault'], resolve('/home/anna'))).toEqual({
      pdf: resolve('/home/anna/b.PDF'),
      vault: resolve('/home/anna/site.vault'),
    });
  });

  it('is nothing where no such file is named', () => {
    expect(openedBy(['--no-sandbox', 'notes.txt', '.'], resolve('/'))).toEqual({ pdf: null, vault: null });
  });
});

describe('the data folder', () => {
  it('lies where each system keeps application data', () => {
    expect(dataFolder('linux', {}, '/home/anna')).toBe(join('/home/anna', '.config', 'Countersign'));
    expect(dataFolder('linux', { XDG_CONFIG_HOME: '/cfg' }, '/home/anna')).toBe(join('/cfg', 'Countersign'));
    expect(dataFolder('darwin', {}, '/Users/anna')).toBe(
      join('/Users/anna', 'Library', 'Application Support', 'Countersign'),
    );
    expect(dataFolder('win32', { APPDATA: 'C:\\R' }, 'C:\\anna')).toBe(join('C:\\R', 'Countersign'));
  });

  it('is the one that COUNTERSIGN_DATA names, where it is set', () => {
    expect(dataFolder('linux', { COUNTERSIGN_DATA: '/elsewhere' }, '/home/anna')).toBe('/elsewhere');
  });
});

describe('the search for Chromium', () => {
  it('takes what CHROMIUM names and nothing else', () => {
    expect(chromiumPlaces('linux', { CHROMIUM: '/opt/c', PATH: '/usr/bin' })).toEqual(['/opt/c']);
    expect(findChromium('linux', { CHROMIUM: join(tmpdir(), 'not-there'), PATH: '/usr/bin' })).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('finds a program of a usual name on the path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'path-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(findChromium('linux', { PATH: folder })).toBeNull();
    writeFileSync(join(folder, 'google-chrome'), '');
    expect(findChromium('linux', { PATH: folder })).toBeNull();
    chmodSync(join(folder, 'google-chrome'), 0o755);
    expect(findChromium('linux', { PATH: ['/nowhere', folder].join(delimiter) })).toBe(join(folder, 'google-chrome'));
  });

  it('looks for Chromium, Chrome and Edge on Windows and macOS', () => {
    expect(chromiumPlaces('win32', { ProgramFiles: 'P', LOCALAPPDATA: 'L' })).toHaveLength(6);
    expect(chromiumPlaces('darwin', { HOME: '/Users/anna' })).toHaveLength(6);
  });
});

describe('starting Chromium', () => {
  const options = {
    platform: 'linux',
    env: { CHROMIUM: process.execPath },
    root: false,
    base: 'https://countersign.invalid/',
    noSandbox: false,
    headless: true,
  } as const;

  it('opens a pipe and no port, resolves no name, and keeps the sandbox', () => {
    const args = chromiumArguments(options, '/profile').join('\n');
    expect(args).toContain('--remote-debugging-pipe');
    expect(args).toContain('--host-resolver-rules=MAP * ~NOTFOUND');
    expect(args).not.toContain('--remote-debugging-port');
    expect(args).not.toContain('--no-sandbox');
  });

  it('says what is missing instead of starting', () => {
    const code = (changed: object) => {
      const launched = launch({ ...options, ...changed });
      return launched.ok ? 'started' : launched.error.code;
    };
    expect(code({ env: { CHROMIUM: join(tmpdir(), 'not-there') } })).toBe('browser/none-found');
    expect(code({ root: true })).toBe('browser/root-needs-no-sandbox');
    expect(code({ headless: false })).toBe('browser/no-display');
  });
});
