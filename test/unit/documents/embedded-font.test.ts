import { readFileSync } from 'node:fs';
import { create, type Font } from '@cantoo/fontkit';
import { PDFContext } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { EmbeddedFont } from '../../../src-main/documents/fonts/embedded-font.ts';
import { Subset } from '../../../src-main/documents/fonts/subset.ts';
import type { Fonts } from '../../../src-main/documents/index.ts';
import { shippedFonts } from '../../support/documents-text.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

describe('the faces', () => {
  test('cover Latin, Greek and Cyrillic and the signs that records use', () => {
    const needed = 'ABCxyz ÄÖÜßéčłőšžŁ ΑΒΓΔαβγδώΐ АБВЖабвжёЇҐ 0123456789 ≤≥±×→•–—…“”„«»€°µ²³½✓§©®™№';
    for (const face of [fonts.regular, fonts.semibold])
      for (const character of Array.from(needed))
        expect(face.glyphOf(character.codePointAt(0) ?? 0), character).not.toBeNull();
  });

  test('have no glyph for what a reader could not see or what turns the text around', () => {
    for (const codePoint of [0x00, 0x07, 0xad, 0x200b, 0x200d, 0x202e, 0x2066, 0xfeff, 0xe000 + 0x1fff, 0x1f600])
      expect(fonts.regular.glyphOf(codePoint), codePoint.toString(16)).toBeNull();
  });
});

describe('reading a font', () => {
  test.each(['Regular', 'SemiBold'])(
    'finds the glyphs, widths and figures of Inter %s that fontkit finds',
    async (weight) => {
      const peer = create(readFileSync(new URL(`../../../assets/fonts/Inter-${weight}.ttf`, import.meta.url))) as Font;
      const face = weight === 'Regular' ? fonts.regular : fonts.semibold;
      const { minX, minY, maxX, maxY } = peer.bbox;
      expect(face).toMatchObject({
        name: peer.postscriptName,
        unitsPerEm: peer.unitsPerEm,
        ascent: peer.ascent,
        descent: peer.descent,
        capHeight: peer.capHeight,
        xHeight: peer.xHeight,
        boundingBox: [minX, minY, maxX, maxY],
      });
      let seen = 0;
      for (const codePoint of peer.characterSet) {
        const glyph = face.glyphOf(codePoint);
        if (glyph === null) continue;
        seen++;
        const theirs = peer.glyphForCodePoint(codePoint);
        expect(glyph).toBe(theirs?.id);
        expect(face.advanceOfGlyph(glyph)).toBe(theirs?.advanceWidth);
      }
      expect(seen).toBeGreaterThan(2500);
      const plain = peer.glyphsForString('0123456789').map(({ id }) => face.tabularOf(id));
      expect(plain).toEqual(peer.layout('0123456789', ['tnum']).glyphs.map(({ id }) => id));
      expect(new Set(plain.map((glyph) => face.advanceOfGlyph(glyph)))).toEqual(new Set([face.tabularAdvance]));
    },
  );
});

describe('encoding', () => {
  test('gives characters that share a glyph different codes, so that each extracts as itself', () => {
    const font = new EmbeddedFont(fonts.regular);
    expect(font.encode(' ')).not.toBe(font.encode('\u00a0'));
    expect(font.encode('µ')).not.toBe(font.encode('μ'));
    expect(font.encode('1')).not.toBe(font.encode('1', 'tabular'));
    expect(font.encode('fi')).toBe(font.encode('f') + font.encode('i'));
  });

  test('draws the same mark differently over a narrow and a wide letter', () => {
    const font = new EmbeddedFont(fonts.regular);
    expect(font.encode('x\u0302').slice(4)).not.toBe(font.encode('W\u0302').slice(4));
    expect(font.encode('x\u0302').slice(4)).toBe(font.encode('x\u0302').slice(4));
  });
});

describe('a subset', () => {
  test('is a TrueType font of the used glyphs alone, composites with their parts, boxes for what is missing', () => {
    const { regular } = fonts;
    const subset = new Subset(regular);
    const plain = subset.glyph(regular.glyphOf(0x41) ?? 0);
    const composite = subset.glyph(regular.glyphOf(0xe4) ?? 0);
    const box = subset.codeBox(0x1f600);
    const file = subset.build();
    const font = create(file) as Font;
    expect(file.length).toBeLessThan(8000);
    expect(font.numGlyphs).toBeLessThan(20);
    const source = create(readFileSync(new URL('../../../assets/fonts/Inter-Regular.ttf', import.meta.url))) as Font;
    expect(font.getGlyph(plain)?.path.toSVG()).toBe(source.glyphForCodePoint(0x41)?.path.toSVG());
    expect(font.getGlyph(composite)?.path.toSVG()).toBe(source.glyphForCodePoint(0xe4)?.path.toSVG());
    expect(font.getGlyph(box)?.path.commands.length).toBeGreaterThan(60);
  });

  test('does not change the face it was taken from', () => {
    const before = Buffer.from(fonts.regular.tables.get('glyf') ?? []).toString('base64');
    for (let round = 0; round < 2; round++) {
      const font = new EmbeddedFont(fonts.regular);
      font.encode('Ångström ä́ 日 x\u0302');
      font.embed(PDFContext.create());
    }
    expect(Buffer.from(fonts.regular.tables.get('glyf') ?? []).toString('base64')).toBe(before);
  });
});
