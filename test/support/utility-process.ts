import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { UtilityChild, UtilityHost } from '../../src-main/shell/token-process.ts';

/**
 * Electron's `utilityProcess` as far as the program uses it, over a real Node process, for where Electron's program is not
 * to be had. As in Electron: the body has `process.parentPort` and no `process.send`; messages are cloned by the structured
 * clone algorithm, wait until the body listens, and come as the `data` of an event; nothing is thrown to a process that is
 * gone; `kill` is SIGTERM; `exit` gives a number; and the process ends with its parent.
 */
const shim = `
  import { EventEmitter } from 'node:events';
  const { send } = process;
  delete process.send;
  const waiting = [];
  const port = new EventEmitter();
  port.postMessage = (message) => void send.call(process, structuredClone(message));
  process.on('message', (data) => {
    if (!port.emit('message', { data, ports: [] })) waiting.push(data);
  });
  port.on('newListener', () => setImmediate(() => {
    for (const data of waiting.splice(0)) port.emit('message', { data, ports: [] });
  }));
  process.on('disconnect', () => process.exit(0));
  Object.defineProperty(process, 'parentPort', { value: port });
`;

class FakeUtility extends EventEmitter implements UtilityChild {
  readonly #child: ChildProcess;

  constructor(path: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    super();
    this.#child = fork(path, args, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--import', `data:text/javascript,${encodeURIComponent(shim)}`],
      env,
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code, signal) => this.emit('exit', code ?? (signal === 'SIGTERM' ? 15 : 6)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown): void {
    const clone: unknown = structuredClone(message);
    if (this.#child.connected) this.#child.send(clone as object, () => {});
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

/** A host, and what it was asked for. */
export const fakeUtilityHost = (): UtilityHost & {
  readonly forks: readonly { readonly path: string; readonly options: object; readonly child: FakeUtility }[];
} => {
  const forks: { path: string; options: object; child: FakeUtility }[] = [];
  return {
    forks,
    fork: (path, args, options) => {
      const child = new FakeUtility(path, args, process.env);
      forks.push({ path, options, child });
      return child;
    },
  };
};
