import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import type { JsonValue } from '../../../src-main/domain/result.ts';

describe('canonical JSON (RFC 8785)', () => {
  test('the example of RFC 8785 3.2.2 and 3.2.3', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('keys sort by UTF-16 code units (RFC 8785 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33'.normalize('NFC'), '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalize(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text) as object).filter((key) => key !== '1')).toEqual(
      [...keys].filter((key) => key !== '1').sort((a, b) => (a < b ? -1 : 1)),
    );
    expect(text.startsWith('{"\\r":0,"1":0,')).toBe(true);
  });

  test('text is normalised to NFC, so that two spellings of one name are one text', () => {
    expect(canonicalize({ name: 'Zoe\u0308' })).toBe(canonicalize({ name: 'Zo\u00eb' }));
  });

  test.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
  ])('%s is refused', (_, value) => {
    expect(() => canonicalize({ value })).toThrow(TypeError);
  });

  test('two keys that are equal after normalisation are refused', () => {
    expect(() => canonicalize({ 'o\u0308': 1, '\u00f6': 2 })).toThrow('two keys');
  });

  test('reading the text back and writing it again gives the same text, in any key order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        let text: string;
        try {
          text = canonicalize(value as JsonValue);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(canonicalize(JSON.parse(text) as JsonValue)).toBe(text);
        expect(canonicalize(reversed(value as JsonValue))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

const reversed = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reversed(member)]),
    );
  return value;
};
