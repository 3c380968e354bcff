import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TokenContent } from './softhsm-fill.ts';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** SoftHSM's PKCS#11 module; null where it is not installed. */
export const softHsmModule: string | null =
  globSync([
    '/usr/lib/softhsm/libsofthsm2.so',
    '/usr/lib/*/softhsm/libsofthsm2.so',
    '/usr/l*/lib*/softhsm/libsofthsm2.so',
  ])[0] ?? null;

/** Can tokens be tried here? Else why not. */
export const noTokens = ((): string | null => {
  if (softHsmModule === null || spawnSync('which', ['softhsm2-util']).status !== 0) return 'softhsm2 is not installed';
  try {
    createRequire(import.meta.url)('pkcs11js');
    return null;
  } catch {
    return 'pkcs11js is not installed';
  }
})();

/** Tokens in a folder of their own, which nothing else on the machine sees. */
export interface Tokens {
  readonly folder: string;
  readonly module: string;
  /** What a process needs to see them; also set in this one. */
  readonly env: Readonly<Record<string, string>>;
  create(content: Pick<TokenContent, 'label'> & Partial<TokenContent>): void;
  /** Takes a token out: its files are gone, as if the card had been pulled. */
  remove(): void;
  /** A module that has a fault of its own at a call of this one; null without a C compiler. */
  readonly faulty: string | null;
  setFault(fault: string | null): void;
  /** The calls that the faulty module has seen since the last look. */
  calls(): readonly string[];
  dispose(): void;
}

export const tokenPin = '1234';

export const startTokens = (): Tokens => {
  const module = softHsmModule;
  if (module === null) throw new Error('softhsm2 is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  const store = join(folder, 'store');
  mkdirSync(store);
  const conf = join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${store}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const calls = join(folder, 'calls');
  const env = { SOFTHSM2_CONF: conf, REAL_MODULE: module, CALLS: calls };
  Object.assign(process.env, env);
  const faulty = join(folder, 'faulty.so');
  const compiled = spawnSync('cc', ['-shared', '-fPIC', '-o', faulty, beside('faulty-token.c'), '-ldl']).status === 0;
  return {
    folder,
    module,
    env,
    faulty: compiled ? faulty : null,
    create: ({ label, pin = tokenPin, keys = [], certificates = [] }) => {
      const init = ['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', '12345678'];
      execFileSync('softhsm2-util', init, { stdio: 'pipe' });
      const content: TokenContent = { module, label, pin, keys, certificates };
      execFileSync(process.execPath, [beside('softhsm-fill.ts')], { input: JSON.stringify(content), stdio: 'pipe' });
    },
    remove: () => {
      rmSync(store, { recursive: true });
      mkdirSync(store);
    },
    setFault: (fault) => {
      if (fault === null) delete process.env['FAULT'];
      else process.env['FAULT'] = fault;
    },
    calls: () => {
      const seen = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
      rmSync(calls, { force: true });
      return seen;
    },
    dispose: () => {
      for (const name of [...Object.keys(env), 'FAULT']) delete process.env[name];
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
