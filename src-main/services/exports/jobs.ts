import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { ZipFull } from '../../package/zip-writer.ts';
import { VaultFault } from '../../vault/index.ts';
import { ExportTooLarge, type Export, type Exported } from './export.ts';
import { WriteFault } from './new-file.ts';

/** Where an export goes: a file or a folder that appears whole or not at all. */
export interface Target {
  finish(): void;
  abandon(): void;
}

/** How an export stands. */
export type JobState =
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | ({ readonly kind: 'done' } & Exported)
  | { readonly kind: 'failed'; readonly code: string };

export interface Job {
  readonly id: string;
  /** What the file or folder is called; its whole path stays here. */
  readonly name: string;
  readonly state: JobState;
}

/** One export at a time, in small steps, so that the window goes on meanwhile. */
export interface Jobs {
  /**
   * Whether one is being written. Asked before a target is opened: to open the place of the one that is running would
   * take its file away.
   */
  busy(): boolean;
  /**
   * Begins one. `goesOn`: whether it may take the next step; a vault that was locked stops its export.
   *
   * @throws where one is being written
   */
  start(place: string, target: Target, begin: () => Export, goesOn: () => boolean): Job;
  look(id: string): Job | null;
  cancel(id: string): void;
}

/** How long the steps of one turn may take together (milliseconds). */
const turn = 30;

export const createJobs = (): Jobs => {
  let current: { readonly id: string; readonly name: string; state: JobState; cancelled: boolean } | null = null;
  const run = async (job: NonNullable<typeof current>, target: Target, begin: () => Export, goesOn: () => boolean) => {
    try {
      const { total, steps } = begin();
      job.state = { kind: 'running', done: 0, total };
      let until = performance.now() + turn;
      for (;;) {
        if (job.cancelled || !goesOn()) {
          job.state = { kind: 'failed', code: 'exports/cancelled' };
          return;
        }
        const step = await steps.next();
        if (step.done === true) {
          target.finish();
          job.state = { kind: 'done', ...step.value };
          return;
        }
        job.state = { kind: 'running', done: step.value, total };
        if (performance.now() < until) continue;
        await new Promise((resolve) => setImmediate(resolve));
        until = performance.now() + turn;
      }
    } catch (error) {
      job.state = { kind: 'failed', code: codeOf(error) };
    } finally {
      target.abandon();
    }
  };
  const busy = (): boolean => current?.state.kind === 'running';
  return {
    busy,
    start: (place, target, begin, goesOn) => {
      if (busy()) throw new Error('an export is being written');
      current = {
        id: randomUUID(),
        name: basename(place),
        state: { kind: 'running', done: 0, total: 1 },
        cancelled: false,
      };
      const job = current;
      void run(job, target, begin, goesOn);
      return { id: job.id, name: job.name, state: job.state };
    },
    look: (id) => (current?.id === id ? { id, name: current.name, state: current.state } : null),
    cancel: (id) => {
      if (current?.id === id) current.cancelled = true;
    },
  };
};

const codeOf = (error: unknown): string => {
  if (error instanceof WriteFault || error instanceof VaultFault) return error.code;
  if (error instanceof ZipFull || error instanceof ExportTooLarge) return 'exports/too-large';
  return 'internal';
};
