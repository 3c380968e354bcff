import { VaultFault } from '../failures.ts';
import type { Connection } from '../driver.ts';
import { readable } from '../handle.ts';
import type { Row, Value } from './cells.ts';
import type { Pages } from './pages.ts';
import type { LostRow, SalvagedTable, SalvageReport } from './report.ts';
import { fits, indexShapes, tableShapes, type Shape } from './shapes.ts';
import { markFree, readSchema, rowsBelow, strays, type SchemaRow, type Track } from './walk.ts';

/** How many lost rows are told one by one. */
const told = 1000;

/** What {@link rescue} found. */
export type Rescued = Pick<SalvageReport, 'tables' | 'lostRows' | 'lostRowCount' | 'unplacedPages'>;

interface Work {
  readonly shape: Shape;
  readonly track: Track;
  /** Whether the schema said where the table begins. */
  readonly rooted: boolean;
  rows: number;
  strayRows: number;
}

/**
 * Takes every row that can be read from `pages` into an empty database of the same schema, whose triggers are away and
 * whose foreign keys are off: first along the trees, then from pages that no tree leads to any more, where their rows can
 * be of one incomplete table only.
 */
export const rescue = (pages: Pages, into: Connection): Rescued => {
  const seen = new Set<number>();
  const schema = readSchema(pages, { seen, lost: [] });
  markFree(pages, seen);
  const shapes = tableShapes(readable(into));
  const lostRows: LostRow[] = [];
  let lostRowCount = 0;
  const lose = (row: LostRow): void => {
    lostRowCount += 1;
    if (lostRows.length < told) lostRows.push(row);
  };
  const take = (work: Work, row: Row): boolean => {
    const { name } = work.shape;
    if (row.missing !== null) {
      lose({
        table: name,
        begins: row.values.filter(isShort).slice(0, 4),
        page: row.page,
        because: { missingPage: row.missing },
      });
      return false;
    }
    return insert(into, work.shape, row);
  };

  const works = shapes.filter(({ name }) => !isOfSearch(name)).map((shape) => workOn(shape, schema, seen));
  for (const work of works) {
    const root = rootOf(schema, work.shape.name);
    if (root === null) continue;
    for (const row of rowsBelow(pages, root, work.track)) {
      if (take(work, row)) work.rows += 1;
      else if (row.missing === null)
        lose({
          table: work.shape.name,
          begins: row.values.filter(isShort).slice(0, 4),
          page: row.page,
          because: 'refused',
        });
    }
  }

  // Indexes and the words of search hold nothing that the tables do not: they are walked so that no page of theirs is
  // taken for one of a table.
  const others = [
    ...shapes.filter(({ name }) => isOfSearch(name)),
    ...shapes.flatMap((one) => indexShapes(readable(into), one)),
  ];
  const incompleteOthers = others.filter((shape) => {
    const { track, rooted } = workOn(shape, schema, seen);
    const root = rootOf(schema, shape.name);
    if (root !== null) for (const _ of rowsBelow(pages, root, track)) continue;
    return !rooted || track.lost.length > 0;
  });

  const incomplete = works.filter(({ track, rooted }) => !rooted || track.lost.length > 0);
  const unplacedPages: { page: number; tables: readonly string[] }[] = [];
  for (const stray of incomplete.length === 0 ? [] : strays(pages, seen)) {
    const fitting = (shape: Shape): boolean =>
      shape.withRowids === stray.withRowids && stray.rows.every((row) => row.missing !== null || fits(shape, row));
    const homes = incomplete.filter(({ shape }) => fitting(shape));
    const rivals = incompleteOthers.filter(fitting);
    const [home] = homes;
    if (home === undefined) continue;
    if (homes.length > 1 || rivals.length > 0) {
      unplacedPages.push({
        page: stray.number,
        tables: [...homes.map(({ shape }) => shape.name), ...rivals.map(({ name }) => name)],
      });
      continue;
    }
    for (const row of stray.rows)
      if (take(home, row)) {
        home.rows += 1;
        home.strayRows += 1;
      }
  }
  return { tables: works.map(outcome), lostRows, lostRowCount, unplacedPages };
};

const workOn = (shape: Shape, schema: readonly SchemaRow[], seen: Set<number>): Work => ({
  shape,
  track: { seen, lost: [] },
  rooted: rootOf(schema, shape.name) !== null,
  rows: 0,
  strayRows: 0,
});

const outcome = ({ shape, track, rows, strayRows }: Work): SalvagedTable => ({
  name: shape.name,
  rows,
  strayRows,
  lostPages: track.lost,
});

const rootOf = (schema: readonly SchemaRow[], name: string): number | null =>
  schema.find((one) => one.name === name)?.root ?? null;

/** The tables of search are made anew from the others. */
const isOfSearch = (name: string): boolean => name.startsWith('search_');

const isShort = (value: Value): value is string | number | null =>
  value === null || typeof value === 'number' || (typeof value === 'string' && value.length <= 100);

/** Puts a row where it stood, unless one of its key is there. Answers whether it went in. */
const insert = (into: Connection, { name, columns, withRowids }: Shape, { values, rowid }: Row): boolean => {
  if (values.length > columns.length) return false;
  const names = columns.slice(0, values.length).map((column) => `"${column.name}"`);
  const given = columns
    .slice(0, values.length)
    .map(({ isRowid }, index) => (isRowid ? rowid : (values[index] ?? null)));
  const bare = withRowids && !columns.some(({ isRowid }) => isRowid);
  const [all, bound] = bare
    ? [
        ['rowid', ...names],
        [rowid, ...given],
      ]
    : [names, given];
  try {
    const sql = `INSERT OR IGNORE INTO "${name}" (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`;
    return into.run(sql, bound) === 1;
  } catch (error) {
    // A value of another type than the table takes: no row of it.
    if (error instanceof VaultFault) throw error;
    return false;
  }
};
