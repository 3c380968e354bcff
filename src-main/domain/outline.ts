import type { Row, TableField } from './form.ts';

/** A row of an outline: its number in the tree (`1.2.1`) and its depth from 1. */
export interface OutlineRow {
  readonly number: string;
  readonly depth: number;
  readonly row: Row;
}

/** Deepest level that an outline has; deeper rows are drawn there. */
export const deepest = 9;

/** Depth of a row as it was entered; 1 where that says nothing. */
export const levelOf = (row: Row, column: string): number => {
  const level = Number(row[column] ?? 1);
  return Number.isInteger(level) && level >= 1 ? Math.min(level, deepest) : 1;
};

/**
 * The rows of a tree table as an outline: each row is a child of the nearest one above it that stands less deep. A row
 * that skips a level is drawn one below the row before it.
 */
export const outlineOf = (field: TableField, rows: readonly Row[]): readonly OutlineRow[] => {
  const counters: number[] = [];
  return rows.map((row) => {
    const depth = Math.min(field.tree === undefined ? 1 : levelOf(row, field.tree.level), counters.length + 1);
    counters.length = Math.min(counters.length, depth);
    counters[depth - 1] = (counters[depth - 1] ?? 0) + 1;
    return { number: counters.join('.'), depth, row };
  });
};
