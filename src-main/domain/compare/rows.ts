import { blankText, displayValue } from '../display.ts';
import type { Column, Row } from '../form.ts';

/** One row that is not as it was. Numbers count from 1. */
export interface RowChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
  /** One per column, in the words of the form; the same text twice where a cell stayed. */
  readonly cells: readonly CellChange[];
}

export interface CellChange {
  readonly old: string | null;
  readonly new: string | null;
}

export interface RowsChange {
  readonly rows: readonly RowChange[];
  /** Rows that both have stand in another order than before. */
  readonly reordered: boolean;
}

/** Beyond this many rows without a partner, rows are no longer paired by likeness. */
const mostCompared = 300;

/**
 * What changed between two tables. Rows that are equal belong together wherever they stand; then rows with the same text
 * in their first column (an id, a name); then the rest by how many cells they share, at least half of them.
 */
export const compareRows = (columns: readonly Column[], before: readonly Row[], after: readonly Row[]): RowsChange => {
  const old = before.map((row) => columns.map((column) => displayValue(column, row[column.id])));
  const now = after.map((row) => columns.map((column) => displayValue(column, row[column.id])));
  const partners = new Map<number, number>();
  pairBy(old, now, partners, (cells) => JSON.stringify(cells));
  const equal = [...partners].sort(([a], [b]) => a - b).map(([, place]) => place);
  const reordered = equal.some((place, index) => index > 0 && place < (equal[index - 1] ?? 0));
  const same = new Set(equal);
  pairBy(old, now, partners, (cells) => cells[0] ?? '');
  pairByLikeness(old, now, partners);

  const oldOf = new Map([...partners].map(([from, to]) => [to, from]));
  const rows: RowChange[] = [];
  let reported = 0;
  const removedUntil = (end: number): void => {
    for (; reported < end; reported++)
      if (!partners.has(reported)) rows.push(changeOf('removed', reported, null, old[reported], undefined));
  };
  now.forEach((cells, place) => {
    const from = oldOf.get(place);
    if (from === undefined) rows.push(changeOf('added', null, place, undefined, cells));
    else {
      removedUntil(from);
      if (!same.has(place)) rows.push(changeOf('changed', from, place, old[from], cells));
    }
  });
  removedUntil(old.length);
  return { rows, reordered };
};

type Cells = readonly string[];

const changeOf = (
  kind: RowChange['kind'],
  from: number | null,
  to: number | null,
  old: Cells | undefined,
  now: Cells | undefined,
): RowChange => ({
  kind,
  oldNumber: from === null ? null : from + 1,
  newNumber: to === null ? null : to + 1,
  cells: (now ?? old ?? []).map((_, index) => ({ old: old?.[index] ?? null, new: now?.[index] ?? null })),
});

const unpaired = (old: readonly Cells[], now: readonly Cells[], partners: ReadonlyMap<number, number>) => {
  const taken = new Set(partners.values());
  return {
    left: old.map((_, place) => place).filter((place) => !partners.has(place)),
    right: now.map((_, place) => place).filter((place) => !taken.has(place)),
  };
};

/** Pairs rows whose key is the same text, first with first. */
const pairBy = (
  old: readonly Cells[],
  now: readonly Cells[],
  partners: Map<number, number>,
  keyOf: (cells: Cells) => string,
): void => {
  const { left, right } = unpaired(old, now, partners);
  const waiting = new Map<string, { places: number[]; next: number }>();
  for (const place of right) {
    const key = keyOf(now[place] ?? []);
    const known = waiting.get(key);
    if (known) known.places.push(place);
    else waiting.set(key, { places: [place], next: 0 });
  }
  for (const place of left) {
    const known = waiting.get(keyOf(old[place] ?? []));
    const partner = known?.places[known.next];
    if (known === undefined || partner === undefined) continue;
    known.next++;
    partners.set(place, partner);
  }
};

const pairByLikeness = (old: readonly Cells[], now: readonly Cells[], partners: Map<number, number>): void => {
  const { left, right } = unpaired(old, now, partners);
  if (left.length > mostCompared || right.length > mostCompared) return;
  const free = new Set(right);
  for (const place of left) {
    const cells = old[place] ?? [];
    let best: number | null = null;
    let most = Math.max(1, cells.length / 2);
    for (const candidate of free) {
      const shared = (now[candidate] ?? []).filter((cell, index) => cell === cells[index]).length;
      if (shared > most || (shared === most && best === null)) {
        best = candidate;
        most = shared;
      }
    }
    if (best === null) continue;
    free.delete(best);
    partners.set(place, best);
  }
};

/** A changed row's number: `3`, or `2 → 3` where it stands elsewhere now. */
export const rowNumber = ({ oldNumber, newNumber }: RowChange): string =>
  oldNumber === null || newNumber === null || oldNumber === newNumber
    ? String(newNumber ?? oldNumber ?? '')
    : `${oldNumber} → ${newNumber}`;

/** What readers are shown of a row: all of one that came or went, and of one that changed its first cell and what changed. */
export const rowSides = (
  columns: readonly string[],
  { kind, cells }: RowChange,
): { readonly old: readonly string[]; readonly new: readonly string[] } => {
  const side = (name: 'old' | 'new', shown: boolean): readonly string[] =>
    cells.flatMap((cell, index) => {
      const said = kind === 'changed' ? index === 0 || cell.old !== cell.new : cell[name] !== blankText;
      return shown && said ? [`${columns[index] ?? ''}: ${cell[name] ?? ''}`] : [];
    });
  return { old: side('old', kind !== 'added'), new: side('new', kind !== 'removed') };
};

export const rowKindLabel: Readonly<Record<RowChange['kind'], string>> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
};
