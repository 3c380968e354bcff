import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFonts } from '../documents/index.ts';
import { createServices, type Host, type ServiceOptions } from '../services/index.ts';
import { createLog, type Log } from './log.ts';
import { createRouter, type Router } from './router.ts';

/** What the two hosts differ in. */
export interface BootOptions extends Host, Pick<ServiceOptions, 'startTokenProcess'> {
  readonly version: string;
  /** The folder `assets`: fonts and the colour profile of the documents. */
  readonly assets: string;
  /** The folder `out/reports`: what the build and the tests wrote about the program. */
  readonly reports: string;
}

/** The application without a window. */
export interface Application {
  readonly router: Router;
  readonly log: Log;
  onLocked(listener: (because: 'idle' | 'system') => void): void;
  /** The machine sleeps or its screen is locked. */
  lock(): void;
  /** Adds a vault folder that the operating system named to those the start screen offers. */
  addVault(folder: string): void;
  dispose(): void;
}

/** Composition root of the window: services over this machine's clock and folder, behind the router. */
export const boot = async ({
  version,
  assets,
  reports,
  startTokenProcess,
  ...host
}: BootOptions): Promise<Application> => {
  mkdirSync(host.dataFolder, { recursive: true, mode: 0o700 });
  const log = createLog(host.dataFolder);
  const services = createServices({
    clock: {
      now: () => new Date(),
      zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
      steady: () => performance.now(),
    },
    fonts: await loadFonts(join(assets, 'fonts')),
    version,
    report: (name) => {
      const file = join(reports, name);
      return existsSync(file) ? readFileSync(file) : null;
    },
    host,
    ...(startTokenProcess && { startTokenProcess }),
  });
  const router = createRouter(
    services.handlers,
    ({ reference, call, text }) => log.error(`${reference} ${call} ${text}`),
    randomUUID,
  );
  return {
    router,
    log,
    onLocked: (listener) => {
      services.onLocked((because) => {
        if (because !== 'user') listener(because);
      });
    },
    lock: () => services.lock('system'),
    addVault: (folder) => void services.offerVault(folder),
    dispose: () => services.dispose(),
  };
};
