/** What a column asks for, in points where it is a length. */
export interface ColumnWish {
  /** Share of the table, relative to the other columns. */
  readonly share: number;
  /** Below this it reads badly: words would be broken. */
  readonly least: number;
  /** Beyond this it gains nothing. */
  readonly most: number;
}

/**
 * Widths that fill the table: by share, but no column below its least while others can give way, and none beyond its
 * most while others can use the room. Where even the leasts do not fit they shrink in proportion.
 */
export const columnWidths = (wishes: readonly ColumnWish[], total: number): number[] => {
  const leasts = wishes.reduce((sum, { least }) => sum + least, 0);
  if (leasts >= total) return wishes.map(({ least }) => (least / leasts) * total);
  const mosts = wishes.reduce((sum, { most }) => sum + most, 0);
  if (mosts <= total) return wishes.map(({ most }) => (most / mosts) * total);
  const settled = new Map<number, number>();
  for (;;) {
    const rest = [...settled.values()].reduce((left, width) => left - width, total);
    const shares = wishes.reduce((sum, { share }, index) => sum + (settled.has(index) ? 0 : share), 0);
    const widths = wishes.map(({ share }, index) => settled.get(index) ?? (share / shares) * rest);
    const bounded = wishes.map(({ least, most }, index) => Math.min(Math.max(widths[index] ?? 0, least), most));
    const gain = bounded.reduce((sum, width, index) => sum + width - (widths[index] ?? 0), 0);
    // Too little room for the leasts: settle the short columns first; too much for the mosts: the long ones.
    const wrong = (index: number): boolean => {
      const change = (bounded[index] ?? 0) - (widths[index] ?? 0);
      return gain >= 0 ? change > 1e-9 : change < -1e-9;
    };
    const found = wishes.flatMap((_, index) => (!settled.has(index) && wrong(index) ? [index] : []));
    if (found.length === 0) return bounded;
    for (const index of found) settled.set(index, bounded[index] ?? 0);
  }
};
