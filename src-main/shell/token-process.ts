import { fileURLToPath } from 'node:url';
import type { ForkOptions } from 'electron';
import type { StartTokenProcess } from '../pki/index.ts';

/** What is needed of Electron's `utilityProcess`. */
export interface UtilityHost {
  fork(path: string, args: string[], options: ForkOptions): UtilityChild;
}

/** What is needed of a utility process. */
export interface UtilityChild {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  postMessage(message: unknown): void;
  kill(): boolean;
}

/**
 * Electron's process for the PKCS#11 module of a token, since a packed Electron cannot be forked as Node. `kill` is SIGTERM,
 * which ends a process in the middle of native code too; Electron sends SIGKILL two seconds later to one that withstands.
 */
export const utilityTokenProcess =
  (utility: UtilityHost): StartTokenProcess =>
  (body) => {
    const child = utility.fork(fileURLToPath(body), [], {
      serviceName: 'Countersign token',
      stdio: 'ignore',
      // macOS: whoever makes a token signs its module, and that is somebody else than who signs this program.
      allowLoadingUnsignedLibraries: true,
    });
    // A fatal error is followed by the exit; without a listener it would be thrown here.
    child.on('error', () => {});
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill(),
    };
  };
