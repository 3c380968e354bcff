import type { Content, FieldValue } from './form.ts';

/** One difference between two contents, as the audit trail keeps it: old and new value as text (11.10(e)). */
export interface ContentChange {
  /** `section.field`, or `section` where a section was set aside or taken up again. */
  readonly path: string;
  readonly old: string;
  readonly new: string;
}

/** What changed between two contents, field by field; a table counts as one field, with all its rows. */
export const contentChanges = (before: Content, after: Content): readonly ContentChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((section) => {
    const old = before[section];
    const now = after[section];
    const changes: ContentChange[] = [];
    if (old?.notApplicable !== now?.notApplicable)
      changes.push({
        path: section,
        old: old?.notApplicable === undefined ? 'applies' : `not applicable: ${old.notApplicable}`,
        new: now?.notApplicable === undefined ? 'applies' : `not applicable: ${now.notApplicable}`,
      });
    for (const field of new Set([...Object.keys(old?.values ?? {}), ...Object.keys(now?.values ?? {})])) {
      const [from, to] = [asText(old?.values[field]), asText(now?.values[field])];
      if (from !== to) changes.push({ path: `${section}.${field}`, old: from, new: to });
    }
    return changes;
  });

const asText = (value: FieldValue | undefined): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
