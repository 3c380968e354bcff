import type { Pool } from './pool.ts';
import type { Judgement, Source } from './verdict.ts';

/** How many files a run left without a verdict because it was cancelled. */
export interface Remainder {
  readonly unjudged: number;
  /** Whether all were counted: a walk over a whole disk is not finished for the sake of a number. */
  readonly counted: boolean;
}

/** After this, counting what was not judged ends (milliseconds). */
const countingTime = 2_000;
/** Files on their way at once, a worker: two batches, so that none waits while the first of them takes long. */
export const ahead = 32;
/** The same of files that are held in memory already. */
const heldAhead = 8;

/**
 * Judges files and gives the verdicts in the order of the files, whatever order they are reached in. No more than a few
 * files a worker are on their way at once, so memory does not grow with their number. When `signal` aborts, the verdicts
 * that are there are still given, and the rest is counted.
 */
export async function* judgeInOrder(
  files: AsyncIterable<Source>,
  pool: Pool,
  { jobs, signal }: { readonly jobs: number; readonly signal: AbortSignal },
): AsyncGenerator<Judgement, Remainder, undefined> {
  const onTheirWay: Promise<Judgement | null>[] = [];
  const state = { unjudged: 0 };
  const first = async (): Promise<Judgement[]> => {
    const judgement = await onTheirWay.shift();
    if (!judgement) state.unjudged += 1;
    return judgement ? [judgement] : [];
  };
  let deadline = Number.POSITIVE_INFINITY;
  let counted = true;
  for await (const file of files) {
    if (signal.aborted) {
      deadline = Math.min(deadline, performance.now() + countingTime);
      state.unjudged += 1;
      if (performance.now() < deadline) continue;
      counted = false;
      break;
    }
    const judging = pool.judge(file);
    // Looked at when its turn comes; until then a failure is not unhandled.
    judging.catch(() => {});
    onTheirWay.push(judging);
    const most = jobs * (typeof file === 'string' ? ahead : heldAhead);
    while (onTheirWay.length >= most) yield* await first();
  }
  while (onTheirWay.length > 0) yield* await first();
  return { unjudged: state.unjudged, counted };
}
