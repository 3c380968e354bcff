import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { processorTime } from '../../support/processor-time.ts';
import { csvLine } from '../../../src-main/domain/csv.ts';

describe('a row of a CSV', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+49 30 1234', `"'+49 30 1234"`],
    ['-5', `"'-5"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1+1', `"'  =1+1"`],
    ['\t=1', `"'\t'=1"`],
    ['\uFEFF=1', `"'\uFEFF=1"`],
    ['\u200B=1', `"'\u200B=1"`],
    ['＝1', `"'＝1"`],
    ['\r=1', `"'\r'=1"`],
    ['=cmd|\' /C calc\'!A0,"x"', `"'=cmd|' /C calc'!A0,""x"""`],
    ['a;=1+1', `"a;'=1+1"`],
    ['a;"=1+1;b', `"a;'""=1+1;b"`],
    ['a\n- b', `"a\n'- b"`],
    ['a; b', '"a; b"'],
    ['a,b', '"a,b"'],
    ['a "quoted" b', '"a ""quoted"" b"'],
    ['', ''],
    ['2026-11-23', '2026-11-23'],
  ])('%j is written as %s', (cell, text) => {
    expect(csvLine([cell])).toBe(text);
  });

  test('takes a long text of line ends in the time of its length', () => {
    const long = '\n'.repeat(500_000);
    const taken = processorTime();
    expect(csvLine([`${long}a`])).toHaveLength(long.length + 4);
    expect(taken()).toBeLessThan(5_000);
  });

  test('numbers and yes/no are values, not text', () => {
    expect(csvLine([-5, 1.5, true, false, null])).toBe('-5,1.5,true,false,');
  });

  test('is read back by another library as it was, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 2, maxLength: 6 }), (cells) => {
        const line = csvLine(cells);
        const [row] = Papa.parse<string[]>(line, { delimiter: ',', newline: '\r\n' as const }).data;
        const plain = (list: readonly string[] = []) => list.map((cell) => cell.replaceAll("'", ''));
        expect(plain(row)).toEqual(plain(cells));
        for (const cell of row ?? []) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
      }),
    );
  });

  // A spreadsheet of a country that parts numbers by a comma parts cells by a semicolon, and knows quotes at a cell's beginning only.
  test.each([';', '\t'])('holds no formula for a spreadsheet that parts cells by %j', (delimiter) => {
    const part = fc.constantFrom(';', '\t', '\n', '\r\n', '"', '""', ',', ' ', '=1+1', '-1', '@A1', '＝1', 'a', "'");
    fc.assert(
      fc.property(
        fc.array(
          fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
          { maxLength: 4 },
        ),
        (cells) => {
          const rows = `${csvLine(['1', ...cells])}\r\n`.split(/\r\n?|\n/).flatMap((line) => line.split(delimiter));
          for (const cell of rows) expect(cell.replaceAll('"', '')).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
