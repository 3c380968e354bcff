import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = globSync('{src-main,src-renderer}/**/*.{ts,tsx}').map((file) => file.replaceAll('\\', '/'));
const naming = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(file, 'utf8'))).toSorted();

describe('Electron in the sources', () => {
  it('is looked for in the sources that there are', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('answers the page in one file only', () => {
    expect(naming(/\bipcMain\b/)).toEqual(['src-main/shell/ipc.ts']);
  });

  it('is spoken to by the page through the preload only', () => {
    expect(naming(/\bipcRenderer\b|\bcontextBridge\b/)).toEqual(['src-main/preload/index.ts']);
  });

  it('is imported as a program by its entry and the files that only it runs', () => {
    expect(naming(/^import (?!type\b).*from 'electron'/m)).toEqual([
      'src-main/preload/index.ts',
      'src-main/shell/ipc.ts',
      'src-main/shell/main.ts',
      'src-main/shell/protocol.ts',
    ]);
  });

  it('opens windows only with the options that are tested', () => {
    expect(naming(/new BrowserWindow\(/)).toEqual(['src-main/shell/main.ts']);
    const made = readFileSync('src-main/shell/main.ts', 'utf8').match(/new BrowserWindow\([^;]*/g);
    expect(made).toEqual(['new BrowserWindow(windowOptions(preloadFile, iconFile))']);
  });

  it('has no way out: no shell.openExternal, no remote content, no eval', () => {
    expect(naming(/\bopenExternal\b|\bloadFile\(|new Function\(|\beval\(|\bexecuteJavaScript\(/)).toEqual([]);
  });
});
