import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { delimiters } from '../../../src-main/contract/index.ts';
import { decodeList } from '../../../src-main/services/access-review/decode.ts';
import { safeCsv } from '../../../src-main/services/access-review/export.ts';
import { detectDelimiter, readCsv } from '../../../src-main/services/access-review/read-csv.ts';

/** A cell as people write it: any text without blanks at its ends, never empty. */
const cell = fc
  .string({ unit: fc.constantFrom(...'aZ9 äß€"\n,;|\t\'=+-@'.split('')), minLength: 1, maxLength: 12 })
  .map((text) => `x${text}x`);
const table = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
  );

describe('reading delimited text', () => {
  test('gives back what was written, by any delimiter, line end and quoting', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(...delimiters),
        fc.constantFrom('\r\n', '\n'),
        fc.boolean(),
        async (rows, delimiter, newline, quotes) => {
          const header = (rows[0] ?? []).map((_, index) => `Column ${String(index)}`);
          const text = Papa.unparse([header, ...rows], { delimiter, newline, quotes });
          const read = await readCsv(text, delimiter);
          expect(read.ok && read.value.header).toEqual(header);
          expect(read.ok && read.value.rows).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    [
      'a line of its own in a quoted heading',
      '"Log\nin",Name\r\nada,"A\nO"\r\n',
      ['Log\nin', 'Name'],
      [['ada', 'A\nO']],
    ],
    [
      'old Macintosh line ends',
      'Login,Name\rada,Ada\rbo,Bo\r',
      ['Login', 'Name'],
      [
        ['ada', 'Ada'],
        ['bo', 'Bo'],
      ],
    ],
    ['blank lines and rows of blanks', 'Login,Name\r\n\r\n , \r\nada,Ada\r\n\r\n', ['Login', 'Name'], [['ada', 'Ada']]],
  ])('reads %s', async (_, text, header, rows) => {
    const read = await readCsv(text, ',');
    expect(read.ok && read.value).toEqual({ delimiter: ',', header, rows });
  });

  test('a long text reads the same in slices', async () => {
    const rows = Array.from({ length: 30_000 }, (_, n) => [
      `account ${n}`,
      `a "quoted"\ncell; ${n}`,
      'x'.repeat(n % 40),
    ]);
    const read = await readCsv(Papa.unparse([['Account', 'Note', 'Fill'], ...rows], { delimiter: ';' }), ';');
    expect(read.ok && read.value.rows.length).toBe(rows.length);
    expect(read.ok && read.value.rows[29_999]).toEqual(rows[29_999]);
    expect(read.ok && read.value.rows[15_000]).toEqual(rows[15_000]);
  });

  test.each(delimiters.map((delimiter) => [JSON.stringify(delimiter), delimiter] as const))(
    'detects the delimiter %s',
    (_, delimiter) => {
      const rows = ['Login', 'a;b,c|d'].map((word) => [word, `"${word}, ${word}"`, word].join(delimiter));
      expect(detectDelimiter(`${['Login', 'Name', 'Roles'].join(delimiter)}\n${rows[0] ?? ''}\n`)).toBe(delimiter);
    },
  );
});

describe('decoding', () => {
  test('every encoding gives back what was written in it', () => {
    const text = 'Konto;Name\nmüller;Jürgen Müller\n';
    for (const [encoding, bytes] of [
      ['utf-8', Buffer.from(text)],
      ['utf-16le', Buffer.from(text, 'utf16le')],
      ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
      ['windows-1252', Buffer.from(text, 'latin1')],
      ['iso-8859-1', Buffer.from(text, 'latin1')],
    ] as const) {
      const chosen = decodeList(bytes, encoding);
      expect(chosen.ok && chosen.value.text).toBe(text);
      const found = decodeList(bytes, null);
      expect(found.ok && found.value.text).toBe(text);
    }
  });

  test('a file cut within a character is cut, one in another encoding is not', () => {
    const cut = Buffer.from('Login;Name\nä;Jürgen Mü').subarray(0, -1);
    expect(decodeList(cut, null)).toMatchObject({ ok: false, error: { code: 'access/file-truncated' } });
    expect(decodeList(Buffer.from('Login;Name\na;Jürgen', 'latin1'), null)).toMatchObject({
      ok: true,
      value: { encoding: 'windows-1252' },
    });
    expect(decodeList(Buffer.from('Müller', 'latin1'), 'utf-8')).toMatchObject({
      ok: false,
      error: { code: 'access/encoding-wrong' },
    });
  });
});

describe('writing for spreadsheets (CWE-1236)', () => {
  test.each([
    ['\u200B=1+1', `"'\u200B=1+1"`],
    ['\u0001=1+1', `"'\u0001=1+1"`],
    // Where a semicolon parts cells, what follows it would begin one.
    ["a;=cmd|' /C calc'!A0", `"a;'=cmd|' /C calc'!A0"`],
  ])('%j is written as every other export writes it', (cell, written) => {
    expect(Buffer.from(safeCsv(['Account', 'Roles'], [[7, cell]])).toString()).toBe(
      `\uFEFFAccount,Roles\r\n7,${written}\r\n`,
    );
  });

  test('no cell begins as a formula, and every cell reads back but for apostrophes', () => {
    const dangerous = fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t=', '\r=', '\n+', ' =', '＝'), fc.string({ maxLength: 10 }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(dangerous, fc.string({ maxLength: 10 })), { minLength: 1, maxLength: 8 }),
        (cells) => {
          const header = cells.map((_, index) => `c${String(index)}`);
          const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(safeCsv(header, [cells]));
          expect(text.startsWith('\uFEFF')).toBe(true);
          const [, row] = Papa.parse<string[]>(text.slice(1), { delimiter: ',', newline: '\r\n' }).data;
          expect(row?.length).toBe(cells.length);
          row?.forEach((written, index) => {
            expect(written).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
            expect(written.replaceAll("'", '')).toBe((cells[index] ?? '').replaceAll("'", ''));
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
