import {
  auditEvent,
  recordTypes,
  roleLabel,
  roles,
  systemForm,
  type Form,
  type Role,
} from '../../../src-main/contract/index.ts';

const isRole = (word: string): word is Role => roles.some((role) => role === word);

/** Roles as people call them; an unknown word as it is. */
export const roleWords = (held: readonly string[]): string =>
  held.map((role) => (isRole(role) ? roleLabel[role] : role)).join(', ');

/** An action (`record.send-for-signature`) in words; one that is not known keeps its own. */
export const actionWords = (action: string): string => {
  const words = action.replaceAll(/[-./_]+/g, ' ');
  return auditEvent(action)?.words ?? words.charAt(0).toUpperCase() + words.slice(1);
};

const forms: readonly Form[] = [...Object.values(recordTypes).map(({ form }) => form), systemForm];

/** Where a change was made (`identity.scope`) in the words of its form: `Scope and period: Scope`. */
export const pathWords = (path: string): string => {
  const [sectionId = '', fieldId = ''] = path.replace(/^\//, '').split(/[./]/);
  for (const form of forms) {
    const section = form.sections.find(({ id }) => id === sectionId);
    const field = section?.fields.find(({ id }) => id === fieldId);
    if (section !== undefined && field !== undefined) return `${section.title}: ${field.label}`;
  }
  const words = path.replace(/^\//, '').replaceAll(/[-./_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A changed value for reading: the rows of a table by their number, long text shortened. */
export const valueWords = (value: string): { readonly text: string; readonly shortened: boolean } => {
  if (value === '' || value === 'null') return { text: 'empty', shortened: false };
  if (value.startsWith('[')) {
    try {
      const rows: unknown = JSON.parse(value);
      if (Array.isArray(rows)) return { text: `${String(rows.length)} rows`, shortened: rows.length > 0 };
    } catch {
      // Not JSON: text that begins with a bracket.
    }
  }
  return value.length > longest
    ? { text: `${value.slice(0, longest)} …`, shortened: true }
    : { text: value, shortened: false };
};

/** Characters of a value that are shown at once. */
const longest = 140;
