import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const vaultScript = fileURLToPath(new URL('./vault-child.ts', import.meta.url));

/** A process that works on a vault, and what it says. */
export interface VaultChild {
  readonly pid: number;
  /** Lines said so far, parsed. */
  readonly said: unknown[];
  /** Waits for the next line that has not been waited for; undefined when the process ended before. */
  readonly next: () => Promise<unknown>;
  readonly send: () => void;
  readonly kill: () => void;
  /** Resolves with the exit code (null after a signal) once everything it said was read. */
  readonly ended: Promise<number | null>;
}

/** Starts `vault-child.ts`, or another script that speaks as it does. It is killed with the test at the latest. */
export const vaultChild = (args: readonly string[], env: NodeJS.ProcessEnv = {}, script = vaultScript): VaultChild => {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [...(env['NODE_ARGS']?.split(' ') ?? []), script, ...args],
    {
      stdio: ['pipe', 'pipe', env['QUIET'] === undefined ? 'inherit' : 'ignore'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_OPTIONS: '', ...env },
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: unknown[] = [];
  const state = { closed: false };
  let read = 0;
  let wake: () => void = () => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    // A line that the kill cut short was never said.
    try {
      said.push(JSON.parse(line));
    } catch {
      return;
    }
    wake();
  });
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      state.closed = true;
      wake();
      resolve(code);
    }),
  );
  return {
    pid: child.pid ?? 0,
    said,
    next: async () => {
      while (read >= said.length && !state.closed)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return said[read++];
    },
    send: () => {
      child.stdin.write('.');
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    ended,
  };
};
