import { isBlank, type Column, type Content, type Field, type FieldValue, type Form, type Row } from './form.ts';
import { isDate } from './iso-date.ts';
import { readZonedTime, zonedTimeProblem } from './zoned-time.ts';

/** Something that stands between a draft and its signatures, or that its author should look at. */
export interface Finding {
  /** `blocking` must be mended before the revision is sent for signature; `advice` is shown and signed over. */
  readonly severity: 'blocking' | 'advice';
  readonly section: string;
  readonly field?: string;
  /** Row of a table, from 0. */
  readonly row?: number;
  readonly message: string;
}

/**
 * What a form still lacks: required answers, reasons for sections set aside, values that are not of their kind.
 * In the order of the form, so that the list reads like a walk through the record.
 */
export const completenessOf = (form: Form, content: Content): readonly Finding[] =>
  form.sections.flatMap((section): readonly Finding[] => {
    const part = content[section.id];
    if (part?.notApplicable !== undefined) {
      if (!section.mayBeNotApplicable)
        return [blocking(section.id, `"${section.title}" applies to every record and cannot be set aside.`)];
      return part.notApplicable.trim() === ''
        ? [blocking(section.id, `"${section.title}" is marked as not applicable: say why.`)]
        : [];
    }
    return section.fields.flatMap((field) => checkField(section.id, field, part?.values[field.id]));
  });

const blocking = (section: string, message: string, field?: string, row?: number): Finding => ({
  severity: 'blocking',
  section,
  message,
  ...(field === undefined ? {} : { field }),
  ...(row === undefined ? {} : { row }),
});

const checkField = (section: string, field: Field, value: FieldValue | undefined): readonly Finding[] => {
  if (field.kind === 'table') {
    const rows = Array.isArray(value) ? (value as readonly Row[]) : [];
    if (rows.length === 0)
      return field.required && field.emptyText === ''
        ? [blocking(section, `${field.label}: at least one ${field.rowName} is needed.`, field.id)]
        : [];
    return rows.flatMap((row, index) =>
      field.columns.flatMap((column) => {
        const problem = problemOf(column, row[column.id]);
        return problem === null
          ? []
          : [
              blocking(
                section,
                `${field.label}, ${field.rowName} ${index + 1}: ${column.label} ${problem}.`,
                field.id,
                index,
              ),
            ];
      }),
    );
  }
  const problem = problemOf(field, value);
  return problem === null ? [] : [blocking(section, `${field.label} ${problem}.`, field.id)];
};

const problemOf = (field: Exclude<Field, { kind: 'table' }> | Column, value: FieldValue | undefined): string | null => {
  if (isBlank(value)) return field.required ? 'is missing' : null;
  switch (field.kind) {
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'is not a date (YYYY-MM-DD)';
    case 'datetime': {
      const read = typeof value === 'string' ? readZonedTime(value) : null;
      if (read === null) return 'is not a date and time';
      return read.ok ? null : zonedTimeProblem(read.error);
    }
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
      const { min, max } = field as { readonly min?: number; readonly max?: number };
      if (min !== undefined && value < min) return `is below ${min}`;
      if (max !== undefined && value > max) return `is above ${max}`;
      return null;
    }
    case 'choice':
      return field.options.some((option) => option.value === value) ? null : 'is not one of the choices';
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'is neither yes nor no';
    default:
      return typeof value === 'string' ? null : 'is not text';
  }
};
