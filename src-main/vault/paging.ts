/** One page of a list. `next` is opaque: hand it back as `after` for the page that follows; null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A page out of rows that were asked for with one more than `limit`, so that the end is known without counting. */
export const keysetPage = <Item>(rows: readonly Item[], limit: number, keyOf: (last: Item) => string): Page<Item> => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new RangeError(`a page holds 1 to 1000 rows, not ${limit}`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
};
