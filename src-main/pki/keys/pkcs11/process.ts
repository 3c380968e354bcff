import { fail, type Result } from '../../../domain/result.ts';
import { TokenFailure } from './failure.ts';
import type { Answer, Request, Requests } from './protocol.ts';
import { forkTokenProcess, type StartTokenProcess, type TokenChild, type TokenExit } from './token-host.ts';

/** How long a module may take to answer (milliseconds). */
export const defaultTokenTimeout = 20_000;

/** How a process that holds a module is started, and how long the module may take to answer, in milliseconds. */
export interface TokenProcessOptions {
  readonly timeout?: number | undefined;
  /** Node's fork where not given. */
  readonly start?: StartTokenProcess | undefined;
}

/** How long an ended process is waited for (milliseconds): one that the system cannot end is left behind. */
const patience = 5_000;

/** The body lies beside this module, as source and as built. */
const body = new URL(import.meta.url.endsWith('.ts') ? './pkcs11.worker.ts' : './pkcs11.worker.js', import.meta.url);

/** A process that holds a PKCS#11 module. What hangs or crashes in it comes back as a failure; after that it is gone. */
export class TokenProcess {
  readonly #child: TokenChild;
  readonly #timeout: number;
  readonly #ended: Promise<void>;
  #killed = false;
  #gone: { readonly how: TokenExit } | null = null;
  /** Who waits for the answer to the question that was asked last. */
  #waiting: ((answer: Answer) => void) | null = null;

  constructor({ timeout = defaultTokenTimeout, start = forkTokenProcess }: TokenProcessOptions) {
    this.#timeout = timeout;
    this.#child = start(body);
    this.#child.onMessage((message) => this.#waiting?.(message as Answer));
    this.#ended = new Promise((resolve) => {
      this.#child.onExit((how) => {
        this.#gone ??= { how };
        this.#waiting?.(fail(TokenFailure.Crashed, { ...this.#gone }));
        resolve();
      });
    });
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
    if (this.#gone) return;
    if (!this.#killed) await this.#exchange({ kind: 'close' });
    this.#kill();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#ended, new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))]);
    clearTimeout(timer);
  }

  #kill(): void {
    this.#killed = true;
    this.#child.kill();
  }

  #exchange(request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      if (this.#gone) {
        resolve(fail(TokenFailure.Crashed, { ...this.#gone }));
        return;
      }
      const timer = setTimeout(() => {
        this.#kill();
        this.#waiting?.(fail(TokenFailure.Timeout, { seconds: this.#timeout / 1000 }));
      }, this.#timeout);
      this.#waiting = (answer) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(answer);
      };
      this.#child.send(request);
    });
  }
}
