import type { Connection } from './driver.ts';

/** What is written step by step: each `yield` is a place where the program may see to its other duties. */
export type WriteSteps<T> = Generator<void, T, undefined>;

/** A transaction that is written over many turns of the event loop. */
export interface LongWrite<T> {
  /** What was written; null where it was given up, and nothing was. Rejects with what `steps` or the commit threw. */
  readonly outcome: Promise<T | null>;
  /** Writes the rest without a pause: somebody else needs the connection, and may see only what is whole. */
  finish(): void;
}

/** Kilobytes of pages in memory while a long transaction is written: few, so that they go to the log as they come. */
const smallCacheKiB = 2_000;
/** A commit that leaves more pages than this in the log copies them into the database (SQLite's default). */
const logPages = 1_000;

/** Copies what long writes left in the log into the database, and lets commits do so again whenever it has grown. */
export const settleLog = (connection: Connection): void =>
  connection.exec(`PRAGMA wal_autocheckpoint=${logPages}; PRAGMA wal_checkpoint(PASSIVE)`);

/** How long the steps of one turn may take together (milliseconds). */
const turn = 20;

/**
 * Begins a transaction and takes its steps, a few a turn. The log is not copied into the database with the commit, which is
 * short therefore: {@link settleLog} does that. `goesOn` is asked before each turn: false gives it up. `committed`
 * is told what was written before anybody else can write. Nobody else may use the connection before `finish` was called,
 * but from within a step, where `finish` does nothing.
 */
export const longWrite = <T>(
  connection: Connection,
  steps: WriteSteps<T>,
  goesOn: () => boolean,
  committed: (value: T) => void,
): LongWrite<T> => {
  let settle: { readonly resolve: (value: T | null) => void; readonly reject: (error: unknown) => void } | null = null;
  const outcome = new Promise<T | null>((resolve, reject) => {
    settle = { resolve, reject };
  });
  let state: 'waiting' | 'stepping' | 'over' = 'waiting';

  const cache = Number(connection.pragma('cache_size'));
  const rollBack = (): void => {
    // SQLite rolls back by itself after some errors.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    connection.exec(`PRAGMA cache_size=${cache}; PRAGMA wal_autocheckpoint=${logPages}`);
  };

  const take = (until: number): void => {
    if (state !== 'waiting') return;
    state = 'stepping';
    try {
      if (!goesOn()) {
        rollBack();
        state = 'over';
        settle?.resolve(null);
        return;
      }
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) {
          connection.exec(`COMMIT; PRAGMA cache_size=${cache}`);
          state = 'over';
          committed(step.value);
          settle?.resolve(step.value);
          return;
        }
        if (performance.now() >= until) break;
      }
      state = 'waiting';
      setImmediate(() => take(performance.now() + turn));
    } catch (error) {
      state = 'over';
      settle?.reject(error);
      rollBack();
    }
  };

  if (connection.inTransaction) throw new Error('a write inside a write');
  connection.exec(`PRAGMA cache_size=-${smallCacheKiB}; PRAGMA wal_autocheckpoint=0; BEGIN IMMEDIATE`);
  setImmediate(() => take(performance.now() + turn));
  return { outcome, finish: () => take(Number.POSITIVE_INFINITY) };
};
