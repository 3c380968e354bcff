import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../domain/clock.ts';

/** The machine's clock and zone. */
export const systemClock: Clock = {
  now: () => new Date(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  steady: () => performance.now(),
};

// This file lies two folders below the project's root, and so does the bundle that holds it (out/main is flat).
const below = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const fontsFolder = below('assets/fonts/');

/** A report on the program that the build wrote, or the tests; it need not be there. */
export const reportFile = (name: string): string => below(`out/reports/${name}`);

export const version = (JSON.parse(readFileSync(below('package.json'), 'utf8')) as { readonly version: string })
  .version;
