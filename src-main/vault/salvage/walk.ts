import { isTree, PageKind, readTree, type Row, type Tree, type Value } from './cells.ts';
import type { Pages } from './pages.ts';

/** Something that the schema names and that has pages of its own. */
export interface SchemaRow {
  readonly type: 'table' | 'index';
  readonly name: string;
  readonly root: number;
}

/** Pages that a walk came by, and those that it could not read. */
export interface Track {
  readonly seen: Set<number>;
  /** Pages of one tree that are missing or damaged, in the order in which they were missed. */
  readonly lost: number[];
}

/** The rows of a tree, in order, past pages that cannot be read: what stood below those is left to {@link strays}. */
export function* rowsBelow(pages: Pages, root: number, { seen, lost }: Track): Generator<Row, void, undefined> {
  const ahead = [root];
  for (let number = ahead.pop(); number !== undefined; number = ahead.pop()) {
    if (seen.has(number)) continue;
    const tree = treeAt(pages, number);
    if (tree === null) {
      lost.push(number);
      continue;
    }
    seen.add(number);
    tree.overflow.forEach((page) => seen.add(page));
    ahead.push(...tree.children.toReversed());
    yield* tree.rows;
  }
}

/**
 * The row of a number in a table's tree; undefined where its pages lead to none, null where one of them cannot be read.
 */
export const rowAt = (pages: Pages, root: number, rowid: number): Row | undefined | null => {
  const seen = new Set<number>();
  for (let number = root; !seen.has(number); ) {
    const tree = treeAt(pages, number);
    if (tree === null) return number > 0 && pages.read(number) === null ? null : undefined;
    if (tree.kind === PageKind.LeafTable) return tree.rows.find((row) => row.rowid === rowid);
    seen.add(number);
    const below = tree.keys.findIndex((key) => key >= rowid);
    number = tree.children.at(below) ?? 0;
  }
  return undefined;
};

/** A page of a tree that no tree leads to any more. */
export interface Stray {
  readonly number: number;
  readonly withRowids: boolean;
  readonly rows: readonly Row[];
}

/** Readable pages of trees that nothing has come by. `seen` holds the free pages too. */
export function* strays(pages: Pages, seen: ReadonlySet<number>): Generator<Stray, void, undefined> {
  for (let number = 2; number <= pages.count; number += 1) {
    const tree = seen.has(number) ? null : treeAt(pages, number);
    if (tree !== null && tree.rows.length > 0)
      yield { number, withRowids: tree.kind === PageKind.LeafTable, rows: tree.rows };
  }
}

const treeAt = (pages: Pages, number: number): Tree | null => {
  const page = number > 0 && number <= pages.count ? pages.read(number) : null;
  if (page === null || !isTree(page, number)) return null;
  try {
    return readTree(pages, page, number);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** What the database says it holds; read from its own table, and from pages of that table that lost their place. */
export const readSchema = (pages: Pages, track: Track): readonly SchemaRow[] => {
  const found = [...rowsBelow(pages, 1, track)];
  if (track.lost.length > 0)
    for (const stray of strays(pages, track.seen))
      if (stray.withRowids && stray.rows.every(({ values }) => isSchemaRow(values))) {
        track.seen.add(stray.number);
        found.push(...stray.rows);
      }
  return found.flatMap(({ values: [type, name, , root] }): readonly SchemaRow[] =>
    (type === 'table' || type === 'index') && typeof name === 'string' && typeof root === 'number' && root > 0
      ? [{ type, name, root }]
      : [],
  );
};

const isSchemaRow = ([type, name, table, root]: readonly Value[]): boolean =>
  ['table', 'index', 'trigger', 'view'].includes(String(type)) &&
  typeof name === 'string' &&
  typeof table === 'string' &&
  typeof root === 'number';

/** Marks the pages that are free: what stood on them is gone by somebody's will. */
export const markFree = (pages: Pages, seen: Set<number>): void => {
  for (let trunk = pages.read(1)?.readUInt32BE(32) ?? 0; trunk > 0 && !seen.has(trunk); ) {
    seen.add(trunk);
    const page = pages.read(trunk);
    if (page === null) return;
    const leaves = Math.min(page.readUInt32BE(4), (page.length - 8) / 4);
    for (let n = 0; n < leaves; n += 1) seen.add(page.readUInt32BE(8 + 4 * n));
    trunk = page.readUInt32BE(0);
  }
};
