/**
 * A form is data: sections of fields that the editor draws, the completeness check walks and the PDF prints, in one
 * order and with the same words. Records and inventory entries are both filled-in forms.
 */
export interface Form {
  readonly sections: readonly Section[];
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** One or two sentences for the person who fills the section in. */
  readonly help: string;
  /** The clauses that ask for it, e.g. `Annex 11 s.11`. */
  readonly clauses: readonly string[];
  /** Whether the section may be set aside with a reason. */
  readonly mayBeNotApplicable: boolean;
  readonly fields: readonly Field[];
}

interface FieldBase {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly required: boolean;
}

/**
 * One answer. `prose` is paragraphs parted by empty lines; lines that begin with `- ` are list items. `datetime` is a
 * wall-clock time with its zone (`zoned-time.ts`).
 */
export type Field =
  | (FieldBase & { readonly kind: 'text' | 'prose' | 'date' | 'datetime' | 'yes-no' })
  | (FieldBase & { readonly kind: 'number'; readonly unit: string; readonly min?: number; readonly max?: number })
  | (FieldBase & { readonly kind: 'choice'; readonly options: readonly Option[] })
  | TableField;

export interface TableField extends FieldBase {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** What an empty table says, e.g. `No incidents in the period.`; a required table may be empty only if this is set. */
  readonly emptyText: string;
  /** Rows are drawn from the vault when the revision is frozen, too many to page through: they stand in the frozen record. */
  readonly frozenOnly?: boolean;
  /** What one row is called, for buttons and messages: `incident`. */
  readonly rowName: string;
  /** Rows may be made from pasted text: the columns that take the time and the words of an entry (`timeline-text.ts`). */
  readonly pasteText?: { readonly time: string; readonly text: string };
  /** Rows are a tree in outline order: the column that holds a row's depth, from 1 (`outline.ts`). */
  readonly tree?: { readonly level: string };
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ColumnBase {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  /** Share of the table's width, relative to the other columns. */
  readonly width: number;
  /** The system fills the cell in when a draft is saved; nobody types it (`entry-times.ts`). */
  readonly setBySystem?: true;
}

export type Column =
  | (ColumnBase & { readonly kind: 'text' | 'date' | 'datetime' | 'yes-no' })
  | (ColumnBase & { readonly kind: 'number'; readonly unit: string })
  | (ColumnBase & { readonly kind: 'choice'; readonly options: readonly Option[] });

/** A cell or a plain field's value: text and ISO dates as strings, `null` where nothing was entered. */
export type Scalar = string | number | boolean | null;

export type Row = { readonly [column: string]: Scalar };

export type FieldValue = Scalar | readonly Row[];

export interface SectionContent {
  /** The reason why the section does not apply; absent where it does. */
  readonly notApplicable?: string;
  readonly values: { readonly [field: string]: FieldValue };
}

/** A filled-in form: section id -> its content. */
export type Content = { readonly [section: string]: SectionContent };

/** Content with every field present and empty. */
export const emptyContent = (form: Form): Content =>
  Object.fromEntries(
    form.sections.map((section) => [
      section.id,
      { values: Object.fromEntries(section.fields.map((field) => [field.id, field.kind === 'table' ? [] : null])) },
    ]),
  );

export const isBlank = (value: FieldValue | undefined): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** The rows of a table field; none where the section is set aside or the field is not a table. */
export const rowsOf = (content: Content, section: string, field: string): readonly Row[] => {
  const part = content[section];
  if (!part || part.notApplicable !== undefined) return [];
  const value = part.values[field];
  return Array.isArray(value) ? (value as readonly Row[]) : [];
};

/** A plain field's value; null where the section is set aside, the field is a table, or nothing was entered. */
export const scalarOf = (content: Content, section: string, field: string): Scalar => {
  const part = content[section];
  if (!part || part.notApplicable !== undefined) return null;
  const value = part.values[field];
  return value === undefined || typeof value === 'object' ? null : value;
};

/** Content without the rows that stand in the frozen record alone. */
export const withoutFrozenRows = (form: Form, content: Content): Content => {
  const emptied = form.sections.flatMap((section): readonly (readonly [string, SectionContent])[] => {
    const part = content[section.id];
    const fields = section.fields.filter((field) => field.kind === 'table' && field.frozenOnly === true);
    if (part === undefined || fields.length === 0) return [];
    return [
      [section.id, { ...part, values: { ...part.values, ...Object.fromEntries(fields.map(({ id }) => [id, []])) } }],
    ];
  });
  return emptied.length === 0 ? content : { ...content, ...Object.fromEntries(emptied) };
};
