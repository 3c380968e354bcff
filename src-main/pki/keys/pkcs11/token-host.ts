import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a process ended: its exit code, the signal that ended it, or null where neither is known. */
export type TokenExit = number | string | null;

/** A process that holds a PKCS#11 module, as far as it is needed here. Messages are values that structured clone can carry. */
export interface TokenChild {
  /** Hands a message over. Where nobody is left to take it, `onExit` tells. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told when the process has ended, or could not be started. */
  onExit(listener: (how: TokenExit) => void): void;
  /** Ends the process even in the middle of native code, which hears of nothing. */
  kill(): void;
}

/**
 * Starts a process that runs the module `body`, which speaks by `process.send` or by `process.parentPort`. An input, since
 * a packed Electron has no Node to fork (its fuse `runAsNode` is off): there it is a utility process.
 */
export type StartTokenProcess = (body: URL) => TokenChild;

/** Node's own. `advanced` is structured clone: octets stay octets, and `undefined` stays. */
export const forkTokenProcess: StartTokenProcess = (body) => {
  const child = fork(fileURLToPath(body), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  return {
    send: (message) => {
      // A process that is gone, or about to be, is told by its exit.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.on('exit', (code, signal) => listener(signal ?? code));
      child.on('error', () => {
        if (child.pid === undefined) listener(null);
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
