import { VaultFault } from './failures.ts';

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

/**
 * The values of the key that a page's `next` was made of, a string or a number each as `types` says; none where there is no
 * page before. @throws VaultFault `vault/no-such-page` where `next` is none of ours.
 */
export const pageKey = (
  next: string | null | undefined,
  ...types: readonly ('string' | 'number')[]
): readonly (string | number)[] => {
  if (next == null) return [];
  const refuse = (): never => {
    throw new VaultFault('vault/no-such-page', { after: next.slice(0, 100) });
  };
  let key: unknown;
  try {
    key = JSON.parse(next);
  } catch {
    return refuse();
  }
  if (!Array.isArray(key) || key.length !== types.length) return refuse();
  return key.every((value, index): value is string | number => typeof value === types[index]) ? key : refuse();
};
