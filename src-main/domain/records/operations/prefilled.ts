import type { Content, FieldValue } from '../../form.ts';

/** Answers of a form: section -> field -> value. */
export type Values = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;

/** Content with some answers put in: section -> field -> value. */
export const withValues = (content: Content, values: Values): Content => ({
  ...content,
  ...Object.fromEntries(
    Object.entries(values).map(([section, fields]) => [
      section,
      { ...content[section], values: { ...content[section]?.values, ...fields } },
    ]),
  ),
});
