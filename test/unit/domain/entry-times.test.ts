import { describe, expect, test } from 'vitest';
import { withEntryTimes } from '../../../src-main/domain/entry-times.ts';
import { column, section, table } from '../../../src-main/domain/fields.ts';
import type { Content, Row } from '../../../src-main/domain/form.ts';

const form = {
  sections: [
    section('timeline', 'Timeline', { help: '', clauses: [] }, [
      table('entries', 'Entries', 'entry', [column.text('event', 'Event'), column.entered('entered', 'Entered')]),
    ]),
  ],
};
const content = (rows: readonly Row[]): Content => ({ timeline: { values: { entries: rows } } });
const entered = (before: readonly Row[], after: readonly Row[]): unknown[] => {
  const rows = withEntryTimes(form, content(before), content(after), 'NOW')['timeline']?.values['entries'];
  return Array.isArray(rows) ? (rows as Row[]).map((row) => row['entered']) : [];
};

describe('the entry time of a row', () => {
  test('is that of the save that saw it first, and stays while the row is edited or moved', () => {
    expect(entered([], [{ event: 'Alert', entered: null }])).toEqual(['NOW']);
    const known = [
      { event: 'Alert', entered: 'T1' },
      { event: 'Call', entered: 'T2' },
    ];
    expect(
      entered(known, [
        { event: 'Call', entered: 'T2' },
        { event: 'Alert, again', entered: 'T1' },
      ]),
    ).toEqual(['T2', 'T1']);
  });

  test('is found again for a row that comes back without it', () => {
    expect(entered([{ event: 'Alert', entered: 'T1' }], [{ event: 'Alert', entered: null }])).toEqual(['T1']);
  });

  test('cannot be claimed: a time that the vault did not write is replaced [ALCOA contemporaneous]', () => {
    expect(entered([], [{ event: 'Alert', entered: '2020-01-01T00:00+00:00' }])).toEqual(['NOW']);
    const known = [{ event: 'Alert', entered: 'T1' }];
    expect(
      entered(known, [
        { event: 'Alert', entered: 'T1' },
        { event: 'Forged', entered: 'T1' },
      ]),
    ).toEqual(['T1', 'NOW']);
  });
});
