import type { FieldValue, Finding, Row, SectionContent } from '../../../src-main/contract/index.ts';

/** Changes a section by what it was: also late changes, such as an undo, then build on the newest content. */
export type EditSection = (section: string, update: (before: SectionContent) => SectionContent) => void;

/** Changes the rows of a table by what they were. */
export type EditRows = (update: (rows: readonly Row[]) => readonly Row[]) => void;

/** Where a finding leads. `turn` rises so that the same place can be asked for twice. */
export interface Target {
  readonly section: string;
  readonly field: string | null;
  readonly row: number | null;
  readonly turn: number;
}

/** The id of a field's control on the page. */
export const fieldDomId = (section: string, field: string): string => `field-${section}-${field}`;

/** The id of a table cell's control. */
export const cellDomId = (section: string, field: string, row: number, column: number): string =>
  `${fieldDomId(section, field)}-${String(row)}-${String(column)}`;

export const setValue =
  (field: string, value: FieldValue) =>
  (before: SectionContent): SectionContent => ({ ...before, values: { ...before.values, [field]: value } });

export const rowsIn = (section: SectionContent | undefined, field: string): readonly Row[] => {
  const value = section?.values[field];
  return Array.isArray(value) ? (value as readonly Row[]) : [];
};

/** Sets a section aside with a reason, or takes it back in; what was typed stays either way. */
export const setNotApplicable =
  (reason: string | null) =>
  ({ values }: SectionContent): SectionContent =>
    reason === null ? { values } : { values, notApplicable: reason };

/** How far a section is. */
export type Mark = 'complete' | 'set-aside' | 'missing' | 'untouched';

/** A section's mark from its content and what the check found in it. */
export const markOf = (content: SectionContent | undefined, findings: readonly Finding[]): Mark => {
  if (findings.some(({ severity }) => severity === 'blocking')) {
    const started =
      content?.notApplicable !== undefined ||
      Object.values(content?.values ?? {}).some((value) =>
        Array.isArray(value) ? value.length > 0 : value !== null && value !== '',
      );
    return started ? 'missing' : 'untouched';
  }
  return content?.notApplicable === undefined ? 'complete' : 'set-aside';
};
