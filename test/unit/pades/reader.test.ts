import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectPdf, validatePdf } from '../../../src-main/pades/index.ts';
import { PdfDocument } from '../../../src-main/pades/pdf/document.ts';
import { decode } from '../../../src-main/pades/pdf/filters.ts';
import { Lexer } from '../../../src-main/pades/pdf/lexer.ts';
import { defaultLimits, PdfError } from '../../../src-main/pades/pdf/limits.ts';
import {
  decodeText,
  dict,
  encodeText,
  name,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfString,
} from '../../../src-main/pades/pdf/objects.ts';
import { serialize } from '../../../src-main/pades/pdf/serialize.ts';
import { parseDate } from '../../../src-main/pades/dates.ts';
import { makePdf } from '../../support/pades-files.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const parse = (text: string): PdfObject => new Lexer(bytesOf(text), 0, defaultLimits).object();

/** A PDF of the given objects, numbered from 1, with a right cross-reference table. */
const pdfOf = (objects: readonly string[], trailer = '/Root 1 0 R'): Uint8Array => {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  return bytesOf(`${text}trailer\n<</Size ${objects.length + 1} ${trailer}>>\nstartxref\n${start}\n%%EOF\n`);
};

describe('syntax (ISO 32000-2, 7.2 and 7.3)', () => {
  test.each([
    ['12', 12],
    ['-3.5', -3.5],
    ['+.25', 0.25],
    ['4.', 4],
    ['true', true],
    ['null', null],
  ])('%s', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  test('names, strings, arrays, dictionaries and references', () => {
    expect(parse('/A#20B')).toEqual(name('A B'));
    expect((parse('(a\\(b\\)\\n\\101(nested)\\\r\nc)') as PdfString).bytes).toEqual(bytesOf('a(b)\nA(nested)c'));
    expect((parse('<48 65 6C6>') as PdfString).bytes).toEqual(bytesOf('Hel`'));
    expect(parse('[1 2 0 R 3]')).toEqual([1, new PdfRef(2, 0), 3]);
    expect((parse('<</A 1%comment\n/B<</C null>>>>') as PdfDict).get('A')).toBe(1);
  });

  test('C10: a key that stands twice with different values is noted, and the last counts', () => {
    const twice = parse('<</A 1/A 2/B /X/B /X>>') as PdfDict;
    expect(twice.get('A')).toBe(2);
    expect(twice.duplicates).toEqual(['A']);
  });

  test('what is written reads back the same', () => {
    const value = dict({
      'A B': [1, -2.5, true, new PdfRef(3, 1)],
      S: new PdfString(Uint8Array.from({ length: 256 }, (_, i) => i)),
      H: new PdfString(bytesOf('hex'), true),
    });
    const back = parse(serialize(value)) as PdfDict;
    expect(back.get('A B')).toEqual([1, -2.5, true, new PdfRef(3, 1)]);
    expect((back.get('S') as PdfString).bytes).toEqual((value.get('S') as PdfString).bytes);
    expect((back.get('H') as PdfString).hex).toBe(true);
  });

  test('text strings carry any script', () => {
    for (const text of ['plain', 'Zürich', 'Ωμέγα', 'Привет', '𝒳'])
      expect(decodeText(encodeText(text).bytes)).toBe(text);
  });

  test.each([
    ["D:20260301111500+01'00'", '2026-03-01T10:15:00.000Z'],
    ['D:20260301101500Z', '2026-03-01T10:15:00.000Z'],
    ["D:20260301034500-06'30", '2026-03-01T10:15:00.000Z'],
    ['D:2026', '2026-01-01T00:00:00.000Z'],
  ])('the date %s', (text, iso) => {
    expect(parseDate(text)?.toISOString()).toBe(iso);
  });
});

describe('filters (7.4)', () => {
  const through = (filter: string, data: Uint8Array, parms = dict({})) => decode(data, [name(filter)], [parms], 1e6);

  test('ASCIIHex, ASCII85, RunLength, LZW and Flate with a PNG predictor', () => {
    expect(through('ASCIIHexDecode', bytesOf('48 65 6c6C 6f>'))).toEqual(bytesOf('Hello'));
    expect(through('ASCII85Decode', bytesOf('87cURDZ~>'))).toEqual(bytesOf('Hello'));
    expect(through('RunLengthDecode', Uint8Array.of(1, 65, 66, 254, 67, 128))).toEqual(bytesOf('ABCCC'));
    expect(
      new Uint8Array(through('LZWDecode', Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01))),
    ).toEqual(Uint8Array.of(45, 45, 45, 45, 45, 65, 45, 45, 45, 66));
    const rows = deflateSync(Uint8Array.of(2, 1, 2, 3, 2, 1, 1, 1));
    expect(through('FlateDecode', rows, dict({ Predictor: 12, Columns: 3 }))).toEqual(Uint8Array.of(1, 2, 3, 2, 3, 4));
  });

  test('C40: a decompression bomb ends at the bound', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000));
    expect(() => decode(bomb, [name('FlateDecode')], [], 1_000_000)).toThrow(PdfError);
    const twice = deflateSync(bomb);
    expect(() => decode(twice, [name('FlateDecode'), name('FlateDecode')], [], 1_000_000)).toThrow(PdfError);
  });
});

describe('hostile structure (C5, C40)', () => {
  const verdict = (pdf: Uint8Array) => {
    const result = validatePdf(pdf, { anchors: [], at: new Date('2026-04-01T00:00:00Z') });
    return result.ok ? result.value.indication : result.error.code;
  };

  test.each([
    [
      'a field tree that contains itself',
      [
        '<</Type/Catalog/AcroForm 2 0 R>>',
        '<</Fields[3 0 R]>>',
        '<</T(a)/Kids[3 0 R 4 0 R]>>',
        '<</T(b)/Kids[3 0 R]>>',
      ],
    ],
    ['a page tree that contains itself', ['<</Type/Catalog/Pages 2 0 R>>', '<</Kids[2 0 R]/Count 1>>']],
    ['a reference that leads to itself', ['2 0 R', '1 0 R']],
    [
      'a stream whose length leads to itself',
      ['<</Type/Catalog/AcroForm 2 0 R>>', '<</Length 2 0 R>>stream\nx\nendstream'],
    ],
  ])('%s ends in a verdict', (_, objects) => {
    const pdf = pdfOf(objects);
    expect(verdict(pdf)).toBe('INDETERMINATE');
    expect(inspectPdf(pdf).ok).toBe(true);
  });

  test('nesting without end is refused', () => {
    expect(verdict(pdfOf([`<</Type/Catalog/AcroForm ${'['.repeat(50_000)}`]))).toBe('pades/unreadable');
    expect(verdict(pdfOf(['<<>>'], `/Root ${'<</A'.repeat(50_000)}`))).toBe('pades/unreadable');
  });

  test('cross-references that run in a circle, or claim more entries than there can be', () => {
    const pdf = Buffer.from(pdfOf(['<</Type/Catalog>>'])).toString('latin1');
    const at = pdf.lastIndexOf('xref\n0 ');
    expect(verdict(bytesOf(pdf.replace('/Root', `/Prev ${at} /Root`)))).toBe('pades/unreadable');
    expect(verdict(bytesOf(pdf.replace('xref\n0 2', 'xref\n0 999999999')))).toBe('pades/unreadable');
  });

  test('an object that does not stand where the cross-reference says is null, and the file says so', () => {
    const pdf = Buffer.from(pdfOf(['<</Type/Catalog>>']))
      .toString('latin1')
      .replace('0000000009', '0000000010');
    const document = new PdfDocument(bytesOf(pdf), defaultLimits);
    expect(document.latest.catalog).toBeNull();
    expect(document.anomalies).toHaveLength(1);
  });
});

describe('inspection', () => {
  test('tells pages, revisions and signatures', async () => {
    const pdf = await makePdf();
    const inspected = inspectPdf(pdf);
    expect(inspected).toMatchObject({
      ok: true,
      value: { pages: 2, encrypted: false, signatures: [], revisions: [{ number: 1, start: 0 }] },
    });
  });
});
