import {
  auditEvent,
  recordTypes,
  roleLabel,
  roles,
  stateLabel,
  systemForm,
  type Form,
  type RecordState,
  type Role,
} from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';

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
  const words = path
    .replace(/^\//, '')
    .replaceAll(/(?<=[a-z])[A-Z](?![A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll(/[-./_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A role or a state of a record as people call it; any other word as it is. */
const called = (word: string): string => (isRole(word) ? roleLabel[word] : isState(word) ? stateLabel[word] : word);

const isState = (word: string): word is RecordState => Object.hasOwn(stateLabel, word);

/** A changed value for reading: roles and states by their names, the rows of a table by their number, long text shortened. */
export const valueWords = (value: string): { readonly text: string; readonly shortened: boolean } => {
  if (value === '' || value === 'null') return { text: 'empty', shortened: false };
  if (value.startsWith('[')) {
    try {
      const rows: unknown = JSON.parse(value);
      if (Array.isArray(rows)) {
        if (rows.length > 0 && rows.every((row) => typeof row === 'string'))
          return cut(rows.map((row) => called(row)).join(', '));
        return { text: count(rows.length, 'row'), shortened: rows.length > 0 };
      }
    } catch {
      // Not JSON: text that begins with a bracket.
    }
  }
  return cut(called(value));
};

const cut = (text: string): { readonly text: string; readonly shortened: boolean } =>
  text.length > longest ? { text: `${text.slice(0, longest)} …`, shortened: true } : { text, shortened: false };

/** Characters of a value that are shown at once. */
const longest = 140;
