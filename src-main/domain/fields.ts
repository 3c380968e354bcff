import type { Column, Field, Option, Section, TableField } from './form.ts';

/** Short makers for forms, so that a record type reads like its outline. Fields are required unless said otherwise. */
interface Extra {
  readonly help?: string;
  readonly required?: boolean;
}

const base = (id: string, label: string, extra: Extra = {}) => ({
  id,
  label,
  required: extra.required ?? true,
  ...(extra.help === undefined ? {} : { help: extra.help }),
});

export const text = (id: string, label: string, extra?: Extra): Field => ({ ...base(id, label, extra), kind: 'text' });
export const prose = (id: string, label: string, extra?: Extra): Field => ({
  ...base(id, label, extra),
  kind: 'prose',
});
export const date = (id: string, label: string, extra?: Extra): Field => ({ ...base(id, label, extra), kind: 'date' });
export const datetime = (id: string, label: string, extra?: Extra): Field => ({
  ...base(id, label, extra),
  kind: 'datetime',
});
export const yesNo = (id: string, label: string, extra?: Extra): Field => ({
  ...base(id, label, extra),
  kind: 'yes-no',
});
export const number = (
  id: string,
  label: string,
  unit: string,
  extra: Extra & { readonly min?: number; readonly max?: number } = {},
): Field => ({
  ...base(id, label, extra),
  kind: 'number',
  unit,
  ...(extra.min === undefined ? {} : { min: extra.min }),
  ...(extra.max === undefined ? {} : { max: extra.max }),
});
export const choice = (id: string, label: string, options: readonly Option[], extra?: Extra): Field => ({
  ...base(id, label, extra),
  kind: 'choice',
  options,
});

export const table = (
  id: string,
  label: string,
  rowName: string,
  columns: readonly Column[],
  extra: Extra & Partial<Pick<TableField, 'emptyText' | 'frozenOnly' | 'pasteText' | 'tree'>> = {},
): TableField => ({
  ...base(id, label, extra),
  kind: 'table',
  rowName,
  columns,
  emptyText: extra.emptyText ?? '',
  ...(extra.frozenOnly === undefined ? {} : { frozenOnly: extra.frozenOnly }),
  ...(extra.pasteText === undefined ? {} : { pasteText: extra.pasteText }),
  ...(extra.tree === undefined ? {} : { tree: extra.tree }),
});

interface ColumnExtra {
  readonly required?: boolean;
  readonly width?: number;
}
const cell = (id: string, label: string, extra: ColumnExtra = {}) => ({
  id,
  label,
  required: extra.required ?? true,
  width: extra.width ?? 1,
});

/** Columns of a table. */
export const column = {
  text: (id: string, label: string, extra?: ColumnExtra): Column => ({ ...cell(id, label, extra), kind: 'text' }),
  date: (id: string, label: string, extra?: ColumnExtra): Column => ({ ...cell(id, label, extra), kind: 'date' }),
  datetime: (id: string, label: string, extra?: ColumnExtra): Column => ({
    ...cell(id, label, extra),
    kind: 'datetime',
  }),
  /** When the system saw the row first: filled in by the system, never typed. */
  entered: (id: string, label: string): Column => ({
    ...cell(id, label, { required: false, width: 1.2 }),
    kind: 'datetime',
    setBySystem: true,
  }),
  yesNo: (id: string, label: string, extra?: ColumnExtra): Column => ({ ...cell(id, label, extra), kind: 'yes-no' }),
  number: (id: string, label: string, unit: string, extra?: ColumnExtra): Column => ({
    ...cell(id, label, extra),
    kind: 'number',
    unit,
  }),
  choice: (id: string, label: string, options: readonly Option[], extra?: ColumnExtra): Column => ({
    ...cell(id, label, extra),
    kind: 'choice',
    options,
  }),
};

/** Options whose value and label follow from each other: `options({ low: 'Low', high: 'High' })`. */
export const options = (labels: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const section = (
  id: string,
  title: string,
  about: { readonly help: string; readonly clauses: readonly string[]; readonly mayBeNotApplicable?: boolean },
  fields: readonly Field[],
): Section => ({
  id,
  title,
  help: about.help,
  clauses: about.clauses,
  mayBeNotApplicable: about.mayBeNotApplicable ?? false,
  fields,
});
