import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WorkerStart } from './serve.ts';
import { type Judgement, type Message, nameOf, received, type Source, unjudged } from './verdict.ts';

export interface PoolOptions {
  /** The worker's file, which calls `serve`. */
  readonly worker: URL;
  /** Given to every worker. */
  readonly data: unknown;
  /** At most so many work at once. They are started as files come. */
  readonly jobs: number;
  /** So many files are left to the first worker alone: starting a second one would take longer. */
  readonly handful: number;
  /** How long one file may take, in milliseconds. */
  readonly timeLimit: number;
}

/** Files that a worker is given at once: fewer pauses between them, and no more to judge again if one of them ends it. */
const batch = 16;

/** Far more than any real document needs; a file that asks for more ends its worker, not the run (megabytes). */
const heap = 1_024;

interface Task {
  readonly source: Source;
  readonly answer: (judgement: Judgement | null) => void;
}

/**
 * Worker threads that judge files. A worker that crashes, or takes too long over a file, is ended and replaced, and the
 * file gets a verdict that says so.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #tasks: Task[] = [];
  readonly #running = new Map<Seat, readonly Task[]>();
  readonly #free: Seat[] = [];
  #seen = 0;
  #stopped = false;
  #failed: unknown = null;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Judges a file as soon as a worker is free. Null: the pool was stopped first.
   * @throws where a worker cannot even be started: that is a bug, not the file's doing
   */
  async judge(source: Source): Promise<Judgement | null> {
    const judged = await new Promise<Judgement | null>((answer) => {
      this.#seen += 1;
      this.#tasks.push({ source, answer });
      this.#next();
    });
    if (this.#failed !== null) throw this.#failed;
    return judged;
  }

  /** Ends all work at once. What was not answered yet is answered with null. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const seats = [...this.#running.keys(), ...this.#free];
    for (const { answer } of [...this.#running.values(), this.#tasks.splice(0)].flat()) answer(null);
    this.#running.clear();
    await Promise.all(seats.map((seat) => seat.leave()));
  }

  #next(): void {
    if (this.#stopped) {
      for (const { answer } of this.#tasks.splice(0)) answer(null);
      return;
    }
    if (this.#tasks.length === 0) return;
    const { jobs, handful } = this.#options;
    const most = this.#seen > handful ? jobs : 1;
    const seat = this.#free.pop() ?? (this.#running.size < most ? new Seat(this.#options) : null);
    if (seat === null) return;
    const tasks = this.#tasks.splice(0, Math.min(batch, Math.ceil(this.#tasks.length / most)));
    this.#running.set(seat, tasks);
    void this.#work(seat, tasks);
  }

  async #work(seat: Seat, tasks: readonly Task[]): Promise<void> {
    const waiting = [...tasks];
    try {
      const sources = tasks.map(({ source }) => source);
      const lost = await seat.judge(sources, (judgement) => waiting.shift()?.answer(judgement));
      if (this.#stopped) return;
      if (lost) {
        const [failing] = waiting.splice(lost.index - (tasks.length - waiting.length), 1);
        failing?.answer(lost.judgement);
        // Those before it went down with its answers, those after it were not begun.
        this.#tasks.unshift(...waiting);
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#failed = error;
      for (const { answer } of waiting) answer(null);
    }
    this.#running.delete(seat);
    this.#free.push(seat);
    this.#next();
  }
}

/** The file that a worker was lost over. */
interface Loss {
  /** Its place in the batch. */
  readonly index: number;
  readonly judgement: Judgement;
}

/** The place of one worker, filled anew when it is lost. */
class Seat {
  readonly #options: PoolOptions;
  readonly #begun = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Judges files in their order. Null: all were answered; else the one that the worker was lost over. */
  async judge(sources: readonly Source[], answer: (judgement: Judgement) => void): Promise<Loss | null> {
    const worker = this.#worker ?? (await this.#start());
    Atomics.store(this.#begun, 0, 0);
    let answered = 0;
    let trusted = true;
    const loss = await new Promise<Loss | null>((settle) => {
      const lost = (code: string, message: string) => {
        const index = Math.max(answered, Atomics.load(this.#begun, 0) - 1);
        end({ index, judgement: unjudged(nameOf(sources[index] as Source), code, message) });
      };
      const stopWatching = this.#watch((seconds) => lost('verify/timeout', `it was not judged within ${seconds} s`));
      const listeners = {
        message: (messages: readonly Message[]) => {
          for (const message of messages) {
            const judgement = received(message);
            trusted &&= !('error' in judgement.verdict && judgement.verdict.error.code === 'verify/internal');
            answered += 1;
            answer(judgement);
          }
          if (answered === sources.length) end(null);
        },
        messageerror: (error: Error) => lost('verify/internal', error.message),
        error: (error: unknown) => lost('verify/internal', error instanceof Error ? error.message : String(error)),
        exit: (code: number) => lost('verify/internal', `the worker ended with code ${code}`),
      };
      const end = (found: Loss | null) => {
        stopWatching();
        for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
        settle(found);
      };
      for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(sources);
    });
    // After a bug of ours the worker is not trusted with another file.
    if (loss || !trusted) await this.leave();
    return loss;
  }

  /** Calls back when one file has been worked on for longer than it may. Answers how to stop watching. */
  #watch(late: (seconds: number) => void): () => void {
    const { timeLimit } = this.#options;
    let file = -1;
    let since = 0;
    const look = () => {
      const begun = Atomics.load(this.#begun, 0);
      if (begun !== file) [file, since] = [begun, performance.now()];
      else if (performance.now() - since >= timeLimit) late(timeLimit / 1000);
    };
    look();
    const timer = setInterval(look, Math.min(1000, timeLimit / 5)).unref();
    return () => clearInterval(timer);
  }

  /** Ends the worker, in the middle of whatever it does. */
  async leave(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #start(): Promise<Worker> {
    const { worker: file, data } = this.#options;
    const worker = new Worker(file, {
      workerData: { begun: this.#begun, data } satisfies WorkerStart,
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64 },
    });
    this.#worker = worker;
    // Whatever it dies of is told by what waits for it; with nothing waiting there is nobody to tell.
    worker.on('error', () => {});
    const ended = new AbortController();
    const onExit = () => ended.abort();
    worker.on('exit', onExit);
    await once(worker, 'message', { signal: ended.signal });
    worker.off('exit', onExit);
    return worker;
  }
}
