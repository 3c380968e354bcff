import type { Content, Form, Row } from '../../form.ts';
import type { Finding } from '../../completeness.ts';
import { advice, type Place } from './findings.ts';

/** A part of a name that is looked for by itself: long enough not to be an initial or a particle. */
const shortestPart = 3;

const words = /[\p{L}\p{M}'’.-]+/gu;

const plain = (word: string): string => word.normalize('NFC').replaceAll(/^[.'’-]+|[.'’-]+$/g, '');

/**
 * People's names in a text. A part of a name counts where it is written as the name is (`Mark`, not `mark`), so that
 * common words are left alone; the possessive does not hide it.
 */
export const namesIn = (text: string, people: readonly string[]): readonly string[] => {
  const parts = new Set(
    people
      .flatMap((name) => (name.match(words) ?? []).map(plain))
      .filter((part) => part.length >= shortestPart && isName(part)),
  );
  const found = (text.match(words) ?? [])
    .map(plain)
    .filter((word) => parts.has(word) || parts.has(withoutPossessive(word)));
  return [...new Set(found.map((word) => (parts.has(word) ? word : withoutPossessive(word))))];
};

/** Begins with a capital, or is written in a script that has none. */
const isName = (part: string): boolean => {
  const first = String.fromCodePoint(part.codePointAt(0) ?? 0);
  return first.toUpperCase() === first;
};

const withoutPossessive = (word: string): string => word.replace(/['’]s?$/, '');

/** One advice for every field, or row, of the narrative that names a person. */
export const checkNames = (
  form: Form,
  content: Content,
  narrative: readonly Place[],
  people: readonly string[],
): readonly Finding[] =>
  narrative.flatMap(([section, field]): readonly Finding[] => {
    const value = content[section]?.values[field];
    const label = form.sections.find(({ id }) => id === section)?.fields.find(({ id }) => id === field)?.label ?? field;
    if (typeof value === 'string') return named(section, field, label, namesIn(value, people));
    if (!Array.isArray(value)) return [];
    return (value as readonly Row[]).flatMap((row, index) => {
      const text = Object.values(row)
        .filter((cell) => typeof cell === 'string')
        .join(' \n');
      return named(section, field, `${label}, row ${index + 1}`, namesIn(text, people), index);
    });
  });

const named = (section: string, field: string, where: string, names: readonly string[], row?: number): Finding[] =>
  names.length === 0
    ? []
    : [
        advice(
          section,
          field,
          `${where} names a person (${names.join(', ')}): write the role instead. Who did what stays in the audit trail.`,
          row,
        ),
      ];
