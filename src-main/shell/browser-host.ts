import { readFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { boot } from './boot.ts';
import { launch, type LaunchFailure } from './browser/launch.ts';
import { hostPage, type HostedPage } from './browser/page.ts';
import { dataFolder } from '../services/session/data-folder.ts';
import { freePlace } from './export-place.ts';
import { openedBy } from './open-files.ts';
import { assetsFolder, pageFolder, projectFolder, reportsFolder } from './places.ts';
import { createSite } from './site.ts';

/**
 * The browser host: `node out/main/browser.js [--no-sandbox] [--headless] [FILE.pdf | NAME.vault]`. Shows the same page
 * over the same services in a Chromium window, for machines where Electron's program is not to be had. Nothing listens on
 * a port: files and calls go through the debugger's pipe, and the address (RFC 2606: `.invalid`) can lead nowhere else.
 * Ends when the window is closed; exit code 69 (EX_UNAVAILABLE) where it cannot start.
 */
const base = 'https://countersign.invalid/';

const words: Readonly<Record<LaunchFailure | 'browser/not-built', string>> = {
  'browser/none-found':
    'No Chromium, Chrome or Edge was found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.',
  'browser/no-display': 'There is no display to show a window on (DISPLAY is not set). With Xvfb: xvfb-run npm start.',
  'browser/root-needs-no-sandbox':
    "Chromium's sandbox does not start for root. Run as an ordinary user; in a container that is itself the fence: npm start -- --no-sandbox.",
  'browser/not-built': 'The page is not built. Run: npm run build.',
};

const run = async (args: readonly string[]): Promise<number> => {
  const refuse = (code: keyof typeof words): number => {
    console.error(words[code]);
    return 69;
  };
  if (!existsSync(join(pageFolder, 'index.html'))) return refuse('browser/not-built');
  const launched = launch({
    platform: process.platform,
    env: process.env,
    root: process.getuid?.() === 0,
    base,
    noSandbox: args.includes('--no-sandbox'),
    headless: args.includes('--headless'),
  });
  if (!launched.ok) return refuse(launched.error.code);
  const { cdp, ended } = launched.value;

  let page: HostedPage | null = null;
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const application = await boot({
    kind: 'browser',
    version,
    assets: assetsFolder,
    reports: reportsFolder,
    dataFolder: dataFolder(process.platform, process.env, homedir()),
    // A page cannot name folders; a file in it leads to it: the one that every vault has, any one of a repository.
    chooseFolder: async (what) => {
      const file = (await page?.chooseFile(what === 'vault' ? '.db' : '')) ?? null;
      return file === null ? null : dirname(file);
    },
    choosePlace: (name) => Promise.resolve(freePlace(homedir(), name)),
  });
  try {
    const opened = openedBy(args, process.cwd());
    if (opened.vault !== null) application.addVault(opened.vault);
    page = await hostPage(cdp, createSite({ root: pageFolder, base }), application.router, base);
    const shown = page;
    application.onLocked((because) => void shown.tell({ kind: 'locked', because }));
    if (opened.pdf !== null) {
      await shown.tell({
        kind: 'opened',
        name: basename(opened.pdf),
        bytes: new Uint8Array(await readFile(opened.pdf)),
      });
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => void cdp.send('Browser.close'));
    await Promise.race([shown.closed, ended]);
    return 0;
  } finally {
    application.dispose();
    // On macOS Chromium outlives its windows.
    await Promise.race([cdp.send('Browser.close').catch(() => undefined), ended]);
    await ended;
  }
};

process.exitCode = await run(process.argv.slice(2));
