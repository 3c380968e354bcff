import { describe, expect, test } from 'vitest';
import { recordTypes } from '../../../src-main/domain/records/index.ts';
import { supplierForm } from '../../../src-main/domain/supplier.ts';
import { systemForm } from '../../../src-main/domain/system.ts';

const forms = [
  ...Object.values(recordTypes).map(({ title, form }) => [title, form] as const),
  ['System', systemForm] as const,
  ['Supplier', supplierForm] as const,
];

describe.each(forms)('the form of: %s', (_, form) => {
  test('names each section and each field once', () => {
    const sections = form.sections.map(({ id }) => id);
    expect(new Set(sections).size).toBe(sections.length);
    for (const { id, fields } of form.sections) {
      const names = fields.map((field) => field.id);
      expect(new Set(names).size, id).toBe(names.length);
    }
  });

  test('calls the rows of two tables of a section by different names: their buttons say which is meant', () => {
    for (const { id, fields } of form.sections) {
      const rows = fields.flatMap((field) => (field.kind === 'table' ? [field.rowName] : []));
      expect(new Set(rows).size, id).toBe(rows.length);
    }
  });

  test('lets a required table be empty only where it says what that means', () => {
    for (const { fields } of form.sections)
      for (const field of fields)
        if (field.kind === 'table' && !field.required) expect(field.emptyText, field.id).not.toBe('');
  });
});
