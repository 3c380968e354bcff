import type { Content, Form, Row, TableField } from './form.ts';

/**
 * Entry times: in a table with a column that the system sets, every row says when the vault saw it first (ALCOA:
 * contemporaneous; event time and entry time are both kept). What a caller sends in that column counts only where the
 * vault wrote it itself: a row keeps its time while it is edited, and no row can be given an earlier one. The content is
 * answered as it came where nothing had to be filled in.
 */
export const withEntryTimes = (form: Form, before: Content, after: Content, now: string): Content =>
  form.sections.reduce((content, section) => {
    const part = content[section.id];
    if (part === undefined) return content;
    return section.fields.reduce((filled, field) => {
      const column = field.kind === 'table' ? field.columns.find(({ setBySystem }) => setBySystem)?.id : undefined;
      const rows = filled[section.id]?.values[field.id];
      if (field.kind !== 'table' || column === undefined || !Array.isArray(rows)) return filled;
      const known = before[section.id]?.values[field.id];
      const stamped = stamp(field, column, Array.isArray(known) ? known : [], rows as readonly Row[], now);
      if (stamped === rows) return filled;
      const whole = filled[section.id] ?? part;
      return { ...filled, [section.id]: { ...whole, values: { ...whole.values, [field.id]: stamped } } };
    }, content);
  }, after);

const stamp = (
  field: TableField,
  column: string,
  known: readonly Row[],
  rows: readonly Row[],
  now: string,
): readonly Row[] => {
  const times = counted(known.map((row) => row[column] ?? null));
  const same = new Map<string, string[]>();
  for (const row of known) {
    const time = row[column];
    if (typeof time === 'string')
      same.set(wordsOf(field, column, row), [...(same.get(wordsOf(field, column, row)) ?? []), time]);
  }
  const own = rows.map((row) => take(times, row[column] ?? null));
  if (own.every(Boolean)) return rows;
  return rows.map((row, index) => {
    if (own[index] === true) return row;
    const found = same.get(wordsOf(field, column, row))?.find((time) => take(times, time));
    return { ...row, [column]: found ?? now };
  });
};

const wordsOf = (field: TableField, column: string, row: Row): string =>
  JSON.stringify(field.columns.filter(({ id }) => id !== column).map(({ id }) => row[id] ?? null));

const counted = (values: readonly unknown[]): Map<unknown, number> => {
  const counts = new Map<unknown, number>();
  for (const value of values) if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** Takes one of a value out of the counts; false where none is left. */
const take = (counts: Map<unknown, number>, value: unknown): boolean => {
  const left = counts.get(value) ?? 0;
  if (left === 0) return false;
  counts.set(value, left - 1);
  return true;
};
