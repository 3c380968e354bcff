/** Repeated timings of one thing, in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly runs: number;
  readonly min: number;
  readonly median: number;
  /** The 95th percentile, where enough was measured for one. */
  readonly p95?: number;
}

const timingOf = (name: string, times: readonly number[]): Timing => {
  const sorted = [...times].sort((a, b) => a - b);
  return { name, runs: sorted.length, min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
};

/** Times `work` after a warm-up of a fifth of the runs. */
export const measure = async (name: string, runs: number, work: () => unknown): Promise<Timing> => {
  for (let run = 0; run < Math.ceil(runs / 5); run += 1) await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return timingOf(name, times);
};

/** A measured thing beside its peer, both from this run. `ratio` is median by median: below 1 ours is faster. */
export interface Comparison {
  readonly bench: string;
  readonly ours: Timing;
  readonly peer: Timing | null;
  /** ours / peer; null without a peer. */
  readonly ratio: number | null;
  readonly note: string;
  /** Of what is measured: a time where nothing is said. */
  readonly unit?: 'ms' | 'MiB';
  /** A second peer. */
  readonly also?: Timing;
  /** The curve that this is a point of, and where on it. */
  readonly series?: string;
  readonly at?: number;
}

export const compare = (bench: string, ours: Timing, peer: Timing | null, note: string): Comparison => ({
  bench,
  ours,
  peer,
  ratio: peer === null || peer.median === 0 ? null : ours.median / peer.median,
  note,
});
