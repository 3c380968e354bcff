import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fail, type Failure, type Result } from '../../../domain/result.ts';
import { TokenFailure } from './failure.ts';
import type { Answer, Request, Requests } from './protocol.ts';

/** How long a module may take to answer (milliseconds). */
export const defaultTokenTimeout = 20_000;

/** A process that holds a PKCS#11 module. What hangs or crashes in it comes back as a failure; after that it is gone. */
export class TokenProcess {
  readonly #child: ChildProcess;
  readonly #timeout: number;

  constructor(timeout: number) {
    this.#timeout = timeout;
    const body = import.meta.url.endsWith('.ts') ? './pkcs11.worker.ts' : './pkcs11.worker.js';
    this.#child = fork(fileURLToPath(new URL(body, import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    // A process that is gone is told by the question that finds it so.
    this.#child.on('error', () => {});
  }

  /** @throws what is a bug in the process */
  async ask<K extends keyof Requests>(
    kind: K,
    question: Requests[K]['question'],
  ): Promise<Result<Requests[K]['answer']>> {
    const outcome = await this.#exchange({ kind, ...question } as Request);
    if ('defect' in outcome) throw new Error(`in the process of the token: ${outcome.defect}`);
    return outcome as Result<Requests[K]['answer']>;
  }

  /** Logs out and ends the process, in the middle of a call if it must be. */
  async end(): Promise<void> {
    if (this.#child.connected) await this.#exchange({ kind: 'close' });
    if (this.#child.connected) this.#child.disconnect();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      const patience = setTimeout(() => this.#child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(patience);
    }
  }

  #exchange(request: Request): Promise<Answer> {
    const child = this.#child;
    const timeout = this.#timeout;
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(answer);
      };
      const onMessage = (answer: unknown): void => end(answer as Answer);
      const onExit = (): void => end(crashed(child));
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        end(fail(TokenFailure.Timeout, { seconds: timeout / 1000 }));
      }, timeout);
      if (!child.connected) {
        end(crashed(child));
        return;
      }
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send(request, (error) => {
        if (error) end(crashed(child));
      });
    });
  }
}

const crashed = ({ signalCode, exitCode }: ChildProcess): { readonly ok: false; readonly error: Failure } =>
  fail(TokenFailure.Crashed, { how: signalCode ?? exitCode });
