import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project's root: vitest and Playwright run there. */
export const projectRoot = resolve('.');

/** A file of the build. Throws where it is not built, so that a test of it cannot pass by not running. */
export const built = (path: string): string => {
  const file = join(projectRoot, 'out', path);
  if (!existsSync(file)) throw new Error(`out/${path} is not built: npm run build`);
  return file;
};
