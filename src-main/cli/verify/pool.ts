import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Judgement, type Message, nameOf, received, type Source, unjudged } from './verdict.ts';

export interface PoolOptions {
  /** The worker's file: it says `ready`, then answers each Source it is sent with a Message. */
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
  readonly #running = new Map<Seat, Task>();
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
    for (const { answer } of [...this.#running.values(), ...this.#tasks.splice(0)]) answer(null);
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
    const task = this.#tasks.shift() as Task;
    this.#running.set(seat, task);
    void this.#work(seat, task);
  }

  async #work(seat: Seat, { source, answer }: Task): Promise<void> {
    try {
      const judgement = await seat.judge(source);
      if (this.#stopped) return;
      answer(judgement);
    } catch (error) {
      if (this.#stopped) return;
      this.#failed = error;
      answer(null);
    }
    this.#running.delete(seat);
    this.#free.push(seat);
    this.#next();
  }
}

/** The place of one worker, filled anew when it is lost. */
class Seat {
  readonly #options: PoolOptions;
  #worker: Worker | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async judge(source: Source): Promise<Judgement> {
    const file = nameOf(source);
    const worker = this.#worker ?? (await this.#start());
    const { timeLimit } = this.#options;
    const lost = (message: string) => unjudged(file, 'verify/internal', message);
    const outcome = await new Promise<Judgement>((settle) => {
      const timer = setTimeout(
        () => end(unjudged(file, 'verify/timeout', `it was not judged within ${timeLimit / 1000} s`)),
        timeLimit,
      ).unref();
      const listeners = {
        message: (message: Message) => end(received(message)),
        messageerror: (error: Error) => end(lost(error.message)),
        error: (error: unknown) => end(lost(error instanceof Error ? error.message : String(error))),
        exit: (code: number) => end(lost(`the worker ended with code ${code}`)),
      };
      const end = (judgement: Judgement) => {
        clearTimeout(timer);
        for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
        settle(judgement);
      };
      for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(source);
    });
    if ('error' in outcome.verdict && ownEnds.has(outcome.verdict.error.code)) await this.leave();
    return outcome;
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
      workerData: data,
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

/** After these the worker is not trusted with another file. */
const ownEnds: ReadonlySet<string> = new Set(['verify/timeout', 'verify/internal']);
