import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contract } from '../../src-main/contract/index.ts';
import { built } from '../support/built.ts';

const read = (path: string): string => readFileSync(built(path), 'utf8');

/** Modules that a built file imports when it is loaded, with those of its chunks; `import()` is not followed. */
const loaded = (path: string, seen = new Set<string>()): Set<string> => {
  for (const [, name = ''] of read(path).matchAll(/^(?:import|export)\b[^;"]*?"([^"\n]+)";/gm)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (name.startsWith('./')) loaded(join(dirname(path), name).replaceAll('\\', '/'), seen);
  }
  return seen;
};

describe('the built preload', () => {
  const preload = read('preload/index.cjs');

  it('is one CommonJS file that loads Electron and nothing else', () => {
    expect(readdirSync(dirname(built('preload/index.cjs')))).toEqual(['index.cjs']);
    expect([...preload.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(preload).not.toMatch(/^\s*(import|export)\b/m);
  });

  it('is not the npm package that downloads Electron', () => {
    expect(preload).not.toContain('failed to install');
  });

  it('names every call of the contract and brings no parser', () => {
    const names = JSON.parse(/new Set\((\[[^\]]*\])\)/.exec(preload)?.[1] ?? '[]') as string[];
    expect(names).toEqual(Object.keys(contract));
    expect(preload.length).toBeLessThan(10_000);
  });
});

describe('the built main process', () => {
  it('lies flat, so that files beside the program are found from everywhere in it', () => {
    expect(
      readdirSync(dirname(built('main/index.js')), { recursive: true }).filter(
        (name) => !/^[\w.-]+\.js$/.test(String(name)),
      ),
    ).toEqual([]);
  });

  it('loads no package but Electron and better-sqlite3', () => {
    const packages = [...loaded('main/index.js')].filter((name) => !/^(\.\/|node:)/.test(name));
    const core = new Set(['fs', 'module', 'path', 'os', 'crypto', 'util']);
    expect(packages.filter((name) => !core.has(name)).toSorted()).toEqual(['better-sqlite3', 'electron']);
  });

  it('has the body of the process of a token beside it, which loads no package, neither Electron nor SQLite', () => {
    const packages = [...loaded('main/pkcs11.worker.js')].filter((name) => !name.startsWith('./'));
    expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
    // Found from the bundle that starts it: both lie in out/main.
    const starters = readdirSync(dirname(built('main/index.js'))).filter((name) =>
      read(`main/${name}`).includes('./pkcs11.worker.js'),
    );
    expect(starters.length).toBeGreaterThan(0);
    // The native package is asked for by its name, when a token is, and not bundled.
    expect(read('main/pkcs11.worker.js')).toMatch(/createRequire\(import\.meta\.url\)\(["']pkcs11js["']\)/);
  });

  it('starts that process by Electron in the window', () => {
    expect(read('main/index.js')).toMatch(/import \{[^}]*\butilityProcess\b[^}]*\} from "electron"/);
  });

  it('runs the browser host and the command line without Electron', () => {
    expect([...loaded('main/browser.js')]).not.toContain('electron');
    expect([...loaded('main/cli.js')]).not.toContain('electron');
  });
});

describe('the built command line', () => {
  it('is a program of its own', () => {
    expect(read('main/cli.js').split('\n')[0]).toBe('#!/usr/bin/env node');
    if (process.platform !== 'win32') accessSync(built('main/cli.js'), constants.X_OK);
  });

  it('loads neither Electron nor SQLite to verify', () => {
    const hook = `
      import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (/^(electron|better-sqlite3)(\\/|$)/.test(name)) throw new Error('asked for ' + name);
        return next(name, context);
      } });`;
    let status: unknown = 0;
    try {
      execFileSync(
        process.execPath,
        [
          '--import',
          `data:text/javascript,${encodeURIComponent(hook)}`,
          built('main/cli.js'),
          'verify',
          built('preload/index.cjs'),
          '--json',
        ],
        { stdio: 'pipe' },
      );
    } catch (error) {
      ({ status } = error as { status: unknown });
      expect(String((error as { stderr: Buffer }).stderr)).not.toContain('asked for');
    }
    // Not a PDF: unreadable input.
    expect(status).toBe(65);
  });
});
