/** Counts up to a bound: one more is looked for, so that exactly the bound is not taken for more than it. */
export const upTo = (bound: number, count: (bound: number) => number): { count: number; more: boolean } => {
  const found = count(bound + 1);
  return { count: Math.min(found, bound), more: found > bound };
};
