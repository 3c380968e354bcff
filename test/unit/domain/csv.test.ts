import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { csvLine } from '../../../src-main/domain/csv.ts';

describe('a row of a CSV', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+49 30 1234', `"'+49 30 1234"`],
    ['-5', `"'-5"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1+1', `"'  =1+1"`],
    ['\t=1', `"'\t=1"`],
    ['\uFEFF=1', `"'\uFEFF=1"`],
    ['\u200B=1', `"'\u200B=1"`],
    ['＝1', `"'＝1"`],
    ['\r=1', `"'\r=1"`],
    ['=cmd|\' /C calc\'!A0,"x"', `"'=cmd|' /C calc'!A0,""x"""`],
    ['a;=1+1', '"a;=1+1"'],
    ['a,b', '"a,b"'],
    ['a "quoted" b', '"a ""quoted"" b"'],
    ['', ''],
    ['2026-11-23', '2026-11-23'],
  ])('%j is written as %s', (cell, text) => {
    expect(csvLine([cell])).toBe(text);
  });

  test('numbers and yes/no are values, not text', () => {
    expect(csvLine([-5, 1.5, true, false, null])).toBe('-5,1.5,true,false,');
  });

  test('is read back by another library as it was, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 2, maxLength: 6 }), (cells) => {
        const line = csvLine(cells);
        const [row] = Papa.parse<string[]>(line, { delimiter: ',', newline: '\r\n' as const }).data;
        expect(row?.map((cell, index) => (cell === `'${cells[index] ?? ''}` ? cells[index] : cell))).toEqual(cells);
        for (const cell of row ?? []) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});
