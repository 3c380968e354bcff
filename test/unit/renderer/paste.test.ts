import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src-main/contract/index.ts';
import { cellFromText, isRows, numberFromText, parseRows, pasteInto } from '../../../src-renderer/ui/form/paste.ts';

const base = { required: true, width: 1 };
const columns: readonly Column[] = [
  { ...base, id: 'id', label: 'Id', kind: 'text' },
  { ...base, id: 'day', label: 'Detected', kind: 'date' },
  { ...base, id: 'impact', label: 'GxP impact', kind: 'yes-no' },
  { ...base, id: 'hours', label: 'Hours', kind: 'number', unit: 'h' },
  { ...base, id: 'state', label: 'Status', kind: 'choice', options: [{ value: 'closed', label: 'Closed' }] },
];

describe('text from a spreadsheet', () => {
  test('is parsed into rows and cells, also with quotes, tabs and line ends inside', () => {
    expect(parseRows('a\tb\r\n"c ""x""\nd"\t"e\tf"\n')).toEqual([
      ['a', 'b'],
      ['c "x"\nd', 'e\tf'],
    ]);
  });

  test('keeps empty cells', () => {
    expect(parseRows('a\t\t\nb\t\tc')).toEqual([
      ['a', '', ''],
      ['b', '', 'c'],
    ]);
  });

  test('words for one cell are not rows', () => {
    expect(isRows('just words')).toBe(false);
    expect(isRows('just words\n')).toBe(false);
    expect(isRows('one\ttwo')).toBe(true);
    expect(isRows('one\ntwo')).toBe(true);
  });
});

describe('pasting', () => {
  test('fills to the right and down and adds rows at the end', () => {
    const before = [{ id: 'A', day: null, impact: null, hours: null, state: null }];
    const cells = parseRows('2026-03-04\tyes\t1.5\tClosed\n2026-05-17\tNo\t2\tclosed');
    expect(pasteInto(columns, before, { row: 0, column: 1 }, cells)).toEqual([
      { id: 'A', day: '2026-03-04', impact: true, hours: 1.5, state: 'closed' },
      { id: null, day: '2026-05-17', impact: false, hours: 2, state: 'closed' },
    ]);
  });

  test('leaves out a head row', () => {
    const cells = parseRows('Id\tDetected\nA\t2026-03-04');
    expect(pasteInto(columns, [], { row: 0, column: 0 }, cells)).toHaveLength(1);
  });

  test('drops cells beyond the last column', () => {
    const [row] = pasteInto(columns, [], { row: 0, column: 4 }, [['closed', 'too much']]);
    expect(Object.keys(row ?? {})).toEqual(['id', 'day', 'impact', 'hours', 'state']);
  });

  test('keeps what does not fit as text: nothing is lost or guessed', () => {
    expect(columns.map((column) => cellFromText(column, 'perhaps'))).toEqual(
      Array.from({ length: 5 }, () => 'perhaps'),
    );
  });
});

test('a number has a point for its decimals; a comma is not guessed at', () => {
  expect(numberFromText(' 99.5 ')).toBe(99.5);
  expect(numberFromText('-3')).toBe(-3);
  expect(numberFromText('1,000')).toBe('1,000');
  expect(numberFromText('1e5')).toBe('1e5');
  expect(numberFromText('')).toBeNull();
});
