import { beforeAll, describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { Fonts } from '../../../src-main/documents/index.ts';
import { oneLine, shorten, widthOf, wrap } from '../../../src-main/documents/layout/lines.ts';
import { text } from '../../../src-main/documents/layout/style.ts';
import { shippedFonts, squeezed } from '../../support/documents-text.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

describe('wrapping', () => {
  test('breaks between words and keeps the text’s own lines', () => {
    expect(wrap(fonts, text.body, 60, 'one two three four')).toEqual(['one two', 'three four']);
    expect(wrap(fonts, text.body, 400, 'one\ntwo\r\n\r\nthree')).toEqual(['one', 'two', '', 'three']);
  });

  test('leaves an id in one piece as long as a line can hold it', () => {
    const lines = wrap(fonts, text.body, 90, 'see the INC-2025-0014 report');
    expect(lines.some((line) => line.includes('INC-2025-0014'))).toBe(true);
  });

  test('does not break at a no-break space', () => {
    for (const line of wrap(fonts, text.body, 45, 'about 20\u00a0mg of it')) expect(line).not.toMatch(/20$/);
  });

  test('breaks an address after a separator and a word without one anywhere', () => {
    const lines = wrap(fonts, text.body, 120, 'https://example.org/some/long/path/that/does/not/fit/at/all');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/[/.:]$/);
    expect(wrap(fonts, text.body, 50, 'W'.repeat(30)).length).toBeGreaterThan(4);
  });

  test('never parts a combining mark from its letter', () => {
    const lines = wrap(fonts, text.body, 40, 'x\u0302'.repeat(40));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/^x\u0302/);
  });

  test('composes what Unicode composes (NFC), as the canonical JSON does', () => {
    expect(wrap(fonts, text.body, 100, 'Ma\u0308rta')).toEqual(['Märta']);
  });

  test('every line fits and no character is lost, whatever the text and the width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 30, max: 500 }),
        (content, width) => {
          const lines = wrap(fonts, text.cell, width, content);
          expect(squeezed(lines.join(''))).toBe(squeezed(content));
          const widest = (line: string) => Math.max(...Array.from(line, (one) => widthOf(fonts, text.cell, one)));
          for (const line of lines)
            if (line !== '')
              expect(widthOf(fonts, text.cell, line)).toBeLessThanOrEqual(Math.max(width, widest(line)) + 0.01);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('shortening', () => {
  test('shows by an ellipsis that something was left out, within the width', () => {
    const lines = wrap(fonts, text.body, 100, 'one two three four five six seven eight nine ten');
    const short = shorten(fonts, text.body, 100, lines, 2);
    expect(short).toHaveLength(2);
    expect(short[1]).toMatch(/…$/);
    for (const line of short) expect(widthOf(fonts, text.body, line)).toBeLessThanOrEqual(100);
  });

  test('leaves alone what fits', () => {
    expect(oneLine(fonts, text.body, 300, 'a short title')).toBe('a short title');
  });
});
