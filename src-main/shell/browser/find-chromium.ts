import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

const macApplications = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** Where a Chromium may be on this system, best first: what `CHROMIUM` names, else the usual names and places. */
export const chromiumPlaces = (platform: NodeJS.Platform, env: Env): readonly string[] => {
  const named = env['CHROMIUM'];
  if (named !== undefined && named !== '') return [named];
  if (platform === 'darwin') {
    return ['/Applications', join(env['HOME'] ?? '', 'Applications')].flatMap((folder) =>
      macApplications.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) =>
      folder === undefined ? [] : windowsPrograms.map((parts) => join(folder, ...parts)),
    );
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The program to start, or null where none of the places has one. */
export const findChromium = (platform: NodeJS.Platform, env: Env): string | null =>
  chromiumPlaces(platform, env).find(isProgram) ?? null;
