import { blankText, displayValue, systemForm } from '../../../src-main/contract/index.ts';

/** A choice of the inventory's form in words. */
export const optionLabel = (section: string, field: string, value: string): string => {
  const found = systemForm.sections.find(({ id }) => id === section)?.fields.find(({ id }) => id === field);
  return found === undefined || found.kind === 'table' ? value || blankText : displayValue(found, value);
};
