/** What a column asks for: its share of the table, and the width below which it reads badly (points). */
export interface ColumnWish {
  readonly share: number;
  readonly least: number;
}

/**
 * Widths that fill the table (points): by share, but no column below its least as long as others can give way. Where
 * even the leasts do not fit they shrink in proportion.
 */
export const columnWidths = (wishes: readonly ColumnWish[], total: number): number[] => {
  const leasts = wishes.reduce((sum, { least }) => sum + least, 0);
  if (leasts >= total) return wishes.map(({ least }) => (least / leasts) * total);
  const fixed = new Set<number>();
  for (;;) {
    const rest = wishes.reduce((sum, { least }, index) => sum - (fixed.has(index) ? least : 0), total);
    const shares = wishes.reduce((sum, { share }, index) => sum + (fixed.has(index) ? 0 : share), 0);
    const widths = wishes.map(({ share, least }, index) => (fixed.has(index) ? least : (share / shares) * rest));
    const short = wishes.findIndex(({ least }, index) => !fixed.has(index) && (widths[index] ?? 0) < least);
    if (short === -1) return widths;
    fixed.add(short);
  }
};
