import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { Cdp } from './cdp.ts';
import { findChromium } from './find-chromium.ts';

/** Where and how Chromium is started. */
export interface LaunchOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether this process is root, for whom Chromium's sandbox does not start. */
  readonly root: boolean;
  /** Address of the page. */
  readonly base: string;
  /** `--no-sandbox`: for containers, where everything runs as root and the container is the fence. */
  readonly noSandbox: boolean;
  /** No window: for tests. */
  readonly headless: boolean;
}

/** A running browser with a throw-away profile, spoken to through a pipe. */
export interface Launched {
  readonly cdp: Cdp;
  readonly process: ChildProcess;
  /** Resolves when the browser has ended and its profile is removed. */
  readonly ended: Promise<void>;
}

export type LaunchFailure = 'browser/none-found' | 'browser/no-display' | 'browser/root-needs-no-sandbox';

/** Everything that would speak to a network, ask about itself or remember anything is off; no name resolves. */
const quiet = [
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,WebRtcHideLocalIpsWithMdns',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
];

/**
 * Settings that have no argument, in the profile's file of them. A peer connection (WebRTC) is subject neither to the content
 * security policy nor to the answered requests; without a proxy it has no way out by this rule.
 */
const preferences = { webrtc: { ip_handling_policy: 'disable_non_proxied_udp', multiple_routes_enabled: false } };

/** Chromium's arguments for one window that shows `base`, with `profile` as its folder. */
export const chromiumArguments = (options: LaunchOptions, profile: string): readonly string[] => [
  ...quiet,
  `--user-data-dir=${profile}`,
  '--class=Countersign',
  '--window-size=1280,800',
  // --test-type: without it a yellow bar says that --no-sandbox is unsupported.
  ...(options.noSandbox ? ['--no-sandbox', '--test-type'] : []),
  ...(options.headless ? ['--headless=new'] : []),
  `--app=${options.base}`,
];

/** Starts Chromium, or says why it cannot be started. */
export const launch = (options: LaunchOptions): Result<Launched, Failure<LaunchFailure>> => {
  const { platform, env } = options;
  const program = findChromium(platform, env);
  if (program === null) return fail('browser/none-found');
  if (options.root && !options.noSandbox) return fail('browser/root-needs-no-sandbox');
  const display = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '';
  if (platform === 'linux' && !options.headless && display === '') return fail('browser/no-display');

  const profile = mkdtempSync(join(tmpdir(), 'countersign-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const child = spawn(program, chromiumArguments(options, profile), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const removeProfile = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const kill = (): void => {
    child.kill('SIGKILL');
    removeProfile();
  };
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => {
    const finish = (): void => {
      process.off('exit', kill);
      removeProfile();
      resolve();
    };
    child.once('error', finish);
    child.once('exit', finish);
  });
  const [, , , toBrowser, fromBrowser] = child.stdio;
  return ok({ cdp: new Cdp(toBrowser as Writable, fromBrowser as Readable), process: child, ended });
};
