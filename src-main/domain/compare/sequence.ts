/** A place of one sequence beside its place in the other; null where it stands in one alone. */
export interface Aligned {
  readonly old: number | null;
  readonly new: number | null;
}

/** Beyond this many edits two sequences count as different throughout: bounds time and memory. */
const mostEdits = 1_000;

/**
 * Aligns two sequences by a shortest edit script (Myers 1986, "An O(ND) Difference Algorithm and Its Variations").
 * Every place of both comes up once, in order; where a run was replaced, what is old stands before what is new.
 */
export const align = (before: readonly string[], after: readonly string[]): readonly Aligned[] => {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let oldEnd = before.length;
  let newEnd = after.length;
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  const middle = alignMiddle(before.slice(start, oldEnd), after.slice(start, newEnd));
  return [
    ...range(start).map((at) => ({ old: at, new: at })),
    ...middle.map((one) => ({
      old: one.old === null ? null : one.old + start,
      new: one.new === null ? null : one.new + start,
    })),
    ...range(before.length - oldEnd).map((at) => ({ old: oldEnd + at, new: newEnd + at })),
  ];
};

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const alignMiddle = (before: readonly string[], after: readonly string[]): readonly Aligned[] => {
  const trace = editScript(before, after);
  if (trace === null)
    return [
      ...before.map((_, at): Aligned => ({ old: at, new: null })),
      ...after.map((_, at): Aligned => ({ old: null, new: at })),
    ];
  return backtrack(trace, before.length, after.length);
};

/** The furthest reaching paths by number of edits; null where more edits would be needed than are looked at. */
const editScript = (before: readonly string[], after: readonly string[]): readonly Int32Array[] | null => {
  const limit = Math.min(before.length + after.length, mostEdits);
  const trace: Int32Array[] = [];
  const reach = new Int32Array(2 * limit + 3);
  const centre = limit + 1;
  const at = (diagonal: number): number => reach[centre + diagonal] ?? 0;
  for (let edits = 0; edits <= limit; edits++) {
    trace.push(reach.slice(centre - edits - 1, centre + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
      let x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      reach[centre + diagonal] = x;
      if (x >= before.length && y >= after.length) return trace;
    }
  }
  return null;
};

const backtrack = (trace: readonly Int32Array[], oldLength: number, newLength: number): readonly Aligned[] => {
  const steps: Aligned[] = [];
  let x = oldLength;
  let y = newLength;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits] ?? new Int32Array(0);
    const at = (diagonal: number): number => reach[edits + 1 + diagonal] ?? 0;
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const fromX = edits === 0 ? 0 : down ? at(diagonal + 1) : at(diagonal - 1);
    const fromY = edits === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) steps.push({ old: --x, new: --y });
    if (edits > 0) steps.push(down ? { old: null, new: --y } : { old: --x, new: null });
  }
  return oldBeforeNew(steps.reverse());
};

/** Within a run of edits what is old comes first. */
const oldBeforeNew = (steps: readonly Aligned[]): readonly Aligned[] => {
  const ordered: Aligned[] = [];
  let added: Aligned[] = [];
  for (const step of steps) {
    if (step.old === null) added.push(step);
    else {
      if (step.new !== null) {
        ordered.push(...added);
        added = [];
      }
      ordered.push(step);
    }
  }
  return [...ordered, ...added];
};
