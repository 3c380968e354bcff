import { isAbsolute, resolve } from 'node:path';

/** What the operating system or a second start asks to open. Absolute paths. */
export interface Opened {
  readonly pdf: string | null;
  readonly vault: string | null;
}

/** The last PDF and the last vault folder among a program's arguments; switches and everything else are passed over. */
export const openedBy = (args: readonly string[], cwd: string): Opened => {
  const named = (extension: RegExp): string | null => {
    const path = args.findLast((arg) => !arg.startsWith('-') && extension.test(arg));
    if (path === undefined) return null;
    return isAbsolute(path) ? path : resolve(cwd, path);
  };
  return { pdf: named(/\.pdf$/i), vault: named(/\.vault[/\\]?$/i) };
};
