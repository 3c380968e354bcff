/** One act of deciding: a single line, or many at once with one reason. */
export interface DecisionAct {
  readonly at: string;
  readonly lines: number;
  readonly decision: string;
  readonly bulk: boolean;
}

/** Signs of approving without looking. Null where there is nothing to compute from. */
export interface Pace {
  /** Percent of the decided lines that were kept in bulk. */
  readonly bulkKeepShare: number | null;
  /** Decisions made one by one, for each minute of work at them. */
  readonly perMinute: number | null;
}

/** A pause longer than this is no work. */
const pauseMs = 5 * 60_000;
/** From here on a figure is worth a question. */
export const paceLimits = { bulkKeepShare: 80, perMinute: 20 } as const;

/**
 * The rubber-stamp metrics. Work lasts from decision to decision, pauses of more than five minutes left out, and a
 * second for the first one.
 *
 * @param acts in the order of time
 * @param standing how many lines stand decided, and how many of those were kept in bulk
 */
export const paceOf = (
  acts: readonly DecisionAct[],
  standing: { readonly decided: number; readonly bulkKept: number },
): Pace => {
  const single = acts.filter((act) => !act.bulk);
  let workedMs = 1000;
  single.forEach((act, index) => {
    const before = single[index - 1];
    if (before === undefined) return;
    const gap = Date.parse(act.at) - Date.parse(before.at);
    workedMs += gap > pauseMs ? 1000 : Math.max(gap, 0);
  });
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    bulkKeepShare: standing.decided === 0 ? null : round((standing.bulkKept / standing.decided) * 100),
    perMinute: single.length < 2 ? null : round(single.length / (workedMs / 60_000)),
  };
};
