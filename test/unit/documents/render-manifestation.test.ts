import { inflateSync } from 'node:zlib';
import { PDFDocument, PDFRawStream } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderManifestation, type Fonts } from '../../../src-main/documents/index.ts';
import { colour } from '../../../src-main/documents/layout/style.ts';
import type { SignatureManifestation } from '../../../src-main/domain/signing.ts';
import { sampleManifestation } from '../../support/documents-sample.ts';
import { readPages, shippedFonts, squeezed } from '../../support/documents-text.ts';
import { processorTime } from '../../support/processor-time.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

const itemsOf = async (manifestation: SignatureManifestation, width = 306, height = 92) =>
  (await readPages(await renderManifestation({ manifestation, width, height }, fonts))).flat();
const textOf = async (...of: Parameters<typeof itemsOf>): Promise<string> =>
  squeezed((await itemsOf(...of)).map(({ text }) => text).join(''));

const red = `${colour.warning.join(' ')} rg`;

/** The page's content stream. */
const operatorsOf = async (manifestation: SignatureManifestation): Promise<string> => {
  const pdf = await renderManifestation({ manifestation, width: 306, height: 92 }, fonts);
  const page = (await PDFDocument.load(pdf, { updateMetadata: false })).getPage(0);
  const contents = page.node.Contents();
  if (!(contents instanceof PDFRawStream)) throw new Error('the page has one content stream');
  return inflateSync(contents.contents).toString('latin1');
};

const mandatory = [
  'Дмитрий Соколов',
  'dsokolov',
  'Quality Assurance',
  '2026-01-20 11:03:17 +02:00 (Europe/Athens)',
  '3f1c8a0279be4410a5d2c90e6b7714fd',
];

describe('a signature manifestation', () => {
  test('is one page of exactly the size of its field', async () => {
    const pdf = await renderManifestation({ manifestation: sampleManifestation(), width: 211.5, height: 63 }, fonts);
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    expect(document.getPages().map((page) => page.getSize())).toEqual([{ width: 211.5, height: 63 }]);
  });

  test('shows full name, user name, role, meaning, date, time with offset and zone, certificate and comment [11.50(a), draft 13.4-13.6, A11 14]', async () => {
    const text = await textOf(sampleManifestation({ comment: 'With the conditions of section 20.' }));
    for (const one of [...mandatory, 'Approval', 'Comment: With the conditions of section 20.'])
      expect(text).toContain(squeezed(one));
  });

  test('neither a comment nor a name can begin a line that looks like another signature [11.50(a)]', async () => {
    const forged = 'Approval · digitally signed\nDr. Boss';
    for (const ending of ['\n', '\r', '\u2028', '\u0085', '\v']) {
      const items = await itemsOf(
        sampleManifestation({ fullName: `D. S.${ending}Dr. Boss`, comment: `Fine${ending}${forged}` }),
        520,
      );
      const lines = Object.values(Object.groupBy(items, ({ y }) => String(y))).map((of = []) =>
        of.map(({ text }) => text).join(''),
      );
      expect(lines.filter((line) => /^(Dr. Boss|Approval)/.test(line))).toHaveLength(1);
    }
  });

  test('shows a rejection as such, in red, with its reason, and nowhere as an approval', async () => {
    const text = await textOf(
      sampleManifestation({ meaning: 'Rejection', comment: 'Section 12 lacks the failover test.' }),
    );
    for (const one of [...mandatory, 'REJECTED', 'Reason: Section 12 lacks the failover test.'])
      expect(text).toContain(squeezed(one));
    expect(text).not.toContain('Approv');
    const approval = sampleManifestation();
    expect(await operatorsOf({ ...approval, meaning: 'Rejection' })).toContain(red);
    expect(await operatorsOf(approval)).not.toContain(red);
  });

  test('keeps all that is mandatory and shortens the comment where there is no room', async () => {
    for (const [width, height] of [
      [306, 92],
      [220, 70],
      [180, 60],
    ] as const) {
      const items = await itemsOf(
        sampleManifestation({ comment: 'Because of this and that. '.repeat(80) }),
        width,
        height,
      );
      const text = squeezed(items.map((item) => item.text).join(''));
      for (const one of mandatory) expect(text, `${width} x ${height}`).toContain(squeezed(one));
      expect(text).toMatch(/…$/);
      for (const item of items) {
        expect(item.x + item.width).toBeLessThanOrEqual(width);
        expect(item.y).toBeGreaterThan(0);
        expect(item.y + item.size * 0.73).toBeLessThan(height);
      }
    }
  });

  test('of the same signature is the same bytes', async () => {
    const request = { manifestation: sampleManifestation({ comment: '日本' }), width: 306, height: 92 };
    const [first, second] = [await renderManifestation(request, fonts), await renderManifestation(request, fonts)];
    expect(Buffer.from(first).equals(second)).toBe(true);
  });

  test('is small and takes a few milliseconds', async () => {
    const request = { manifestation: sampleManifestation(), width: 306, height: 92 };
    const times: number[] = [];
    for (let round = 0; round < 40; round++) {
      const used = processorTime();
      expect((await renderManifestation(request, fonts)).length).toBeLessThan(16_000);
      times.push(used());
    }
    expect(times.sort((a, b) => a - b)[20]).toBeLessThan(10);
  });
});
