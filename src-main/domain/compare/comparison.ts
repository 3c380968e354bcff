import { displayValue } from '../display.ts';
import type { Column, Content, Field, FieldValue, Form, Row, Scalar, Section } from '../form.ts';
import { compareRows, type RowsChange } from './rows.ts';
import { compareProse, type LineChange } from './words.ts';

/**
 * What changed since the last revision in force, in the words of the form: a reader of the printed record sees each
 * change of an entry (Annex 11 s.8.2). It is part of the frozen revision, so that the PDF is drawn from that alone.
 */
export interface RevisionComparison {
  readonly against: {
    readonly revision: number;
    /** When that revision was frozen; UTC, ISO 8601. */
    readonly frozenAt: string;
  };
  /** The sections in which something changed, in the order of the form; those that are gone come last. */
  readonly sections: readonly SectionChange[];
}

export interface SectionChange {
  readonly id: string;
  readonly title: string;
  /** Whether the form has the section since then, or no longer. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** Reasons for setting the section aside, old and new (null: it applied); absent where that did not change. */
  readonly setAside?: { readonly old: string | null; readonly new: string | null };
  readonly fields: readonly FieldChange[];
}

export type FieldChange = { readonly id: string; readonly label: string } & (
  | { readonly kind: 'value'; readonly old: string; readonly new: string }
  | { readonly kind: 'prose'; readonly lines: readonly LineChange[] }
  | ({ readonly kind: 'table'; readonly columns: readonly string[] } & RowsChange)
);

/** A filled-in form: what is compared. Each side brings the form of its time. */
export interface FilledForm {
  readonly form: Form;
  readonly content: Content;
}

/** The differences of two filled-in forms, section by section; empty where they say the same. */
export const compareForms = (before: FilledForm, after: FilledForm): readonly SectionChange[] => {
  const oldSections = new Map(before.form.sections.map((section) => [section.id, section]));
  const kept = new Set(after.form.sections.map(({ id }) => id));
  const gone = before.form.sections.filter(({ id }) => !kept.has(id));
  return [
    ...after.form.sections.map((section) => compareSection(oldSections.get(section.id), section, before, after)),
    ...gone.map((section) => compareSection(section, undefined, before, after)),
  ].filter((change) => change !== null);
};

/** How many fields changed in all. */
export const changedFields = (sections: readonly SectionChange[]): number =>
  sections.reduce((sum, { fields, setAside }) => sum + fields.length + (setAside === undefined ? 0 : 1), 0);

const compareSection = (
  old: Section | undefined,
  now: Section | undefined,
  before: FilledForm,
  after: FilledForm,
): SectionChange | null => {
  const section = now ?? old;
  if (section === undefined) return null;
  const oldPart = old && before.content[section.id];
  const newPart = now && after.content[section.id];
  const setAside = { old: oldPart?.notApplicable ?? null, new: newPart?.notApplicable ?? null };
  const oldFields = new Map((old?.fields ?? []).map((field) => [field.id, field]));
  const newIds = new Set((now?.fields ?? []).map(({ id }) => id));
  const fields = [
    ...(now?.fields ?? []).map((field) => [field, oldFields.get(field.id)] as const),
    ...(old?.fields ?? []).filter(({ id }) => !newIds.has(id)).map((field) => [field, field] as const),
  ].map(([field, oldField]) =>
    compareField(
      field,
      oldField,
      // A section that is set aside says nothing but its reason.
      setAside.old === null ? oldPart?.values[field.id] : undefined,
      setAside.new === null && newIds.has(field.id) ? newPart?.values[field.id] : undefined,
    ),
  );
  const changed = fields.filter((field) => field !== null);
  const moved = setAside.old !== setAside.new;
  if (changed.length === 0 && !moved) return null;
  return {
    id: section.id,
    title: section.title,
    kind: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
    ...(moved ? { setAside } : {}),
    fields: changed,
  };
};

const compareField = (
  field: Field,
  oldField: Field | undefined,
  old: FieldValue | undefined,
  now: FieldValue | undefined,
): FieldChange | null => {
  const { id, label } = field;
  if (field.kind === 'table') {
    const columns = columnsOf(field.columns, oldField);
    const change = compareRows(columns, rowsIn(old), rowsIn(now));
    return change.rows.length === 0 && !change.reordered
      ? null
      : { kind: 'table', id, label, columns: columns.map((column) => column.label), ...change };
  }
  if (field.kind === 'prose') {
    const lines = compareProse(textOf(old), textOf(now));
    return lines.every(({ kind }) => kind === 'same') ? null : { kind: 'prose', id, label, lines };
  }
  const plain = oldField === undefined || oldField.kind === 'table' ? field : oldField;
  const value = { old: displayValue(plain, scalarIn(old)), new: displayValue(field, scalarIn(now)) };
  return value.old === value.new ? null : { kind: 'value', id, label, ...value };
};

/** The columns of today, then those that are gone. */
const columnsOf = (now: readonly Column[], old: Field | undefined): readonly Column[] => {
  const known = new Set(now.map(({ id }) => id));
  return old?.kind === 'table' ? [...now, ...old.columns.filter(({ id }) => !known.has(id))] : now;
};

const rowsIn = (value: FieldValue | undefined): readonly Row[] =>
  Array.isArray(value) ? (value as readonly Row[]) : [];

const scalarIn = (value: FieldValue | undefined): Scalar | undefined =>
  Array.isArray(value) ? undefined : (value as Scalar | undefined);

/** Prose to compare: blank is nothing, and trailing blanks of a line are no change. */
const textOf = (value: FieldValue | undefined): string =>
  typeof value === 'string' ? value.replaceAll(/[ \t]+$/gm, '').trim() : '';
