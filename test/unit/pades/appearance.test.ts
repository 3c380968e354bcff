import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { signatureAppearances, signPdf } from '../../../src-main/pades/index.ts';
import { readPages } from '../../support/documents-text.ts';
import { createTestPki, expectOk, makePdf, planFor, sealThreeTimes } from '../../support/pades-files.ts';

const pki = await createTestPki();
const sealed = await sealThreeTimes(await makePdf(), pki);

/** A file whose only signature field is drawn by `content`, on a page turned by `rotate` degrees. */
const drawnBy = async (
  content: string,
  entries: Readonly<Record<string, unknown>>,
  rotate = 0,
): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const page = document.addPage([300, 300]);
  page.node.set(PDFName.of('Rotate'), context.obj(rotate));
  const form = context.register(
    PDFRawStream.of(
      context.obj({ Type: 'XObject', Subtype: 'Form', ...(entries as Record<string, number>) }),
      new TextEncoder().encode(content),
    ),
  );
  const value = context.register(context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite' }));
  const field = context.register(
    context.obj({
      ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', F: 4 },
      ...{ Rect: [10, 10, 110, 60], P: page.ref, V: value, AP: { N: form } },
    }),
  );
  page.node.set(PDFName.of('Annots'), context.obj([field]));
  document.catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [field] }));
  return document.save({ useObjectStreams: false });
};

const contentOf = async (pdf: Uint8Array): Promise<string> => {
  const contents = (await PDFDocument.load(pdf)).getPage(0).node.Contents();
  if (!(contents instanceof PDFRawStream)) throw new Error('the page has one content stream');
  return new TextDecoder().decode(contents.contents);
};

describe('what signatures look like', () => {
  test('each is a page of the size of its rectangle, with its text as text', async () => {
    const found = signatureAppearances(sealed);
    expect(found.map(({ field, revision }) => [field, revision])).toEqual([
      ['Signature1', 2],
      ['Signature2', 3],
      ['Signature3', 4],
    ]);
    for (const [index, name] of ['Ada Author', 'Rob Reviewer', 'Quinn Quality'].entries()) {
      const pdf = found[index]?.pdf ?? new Uint8Array();
      expect((await readPages(pdf)).flat().map(({ text }) => text)).toEqual([name]);
      expect((await PDFDocument.load(pdf)).getPage(0).getSize()).toEqual({ width: 200, height: 60 });
    }
  });

  test('an invisible signature has none, and neither has a file without signatures or one that is no PDF', async () => {
    const { field: _, ...plan } = planFor('Hidden');
    const invisible = { ...plan, field: { kind: 'new', name: 'Hidden', page: 0, rect: [0, 0, 0, 0] } } as const;
    const signed = expectOk(await signPdf(await makePdf(), invisible, await pki.signerFor('Ada Author')));
    expect(signatureAppearances(signed)).toEqual([]);
    expect(signatureAppearances(await makePdf())).toEqual([]);
    expect(signatureAppearances(Uint8Array.of(1, 2, 3))).toEqual([]);
  });

  test('its box is brought onto its rectangle as ISO 32000-2, 12.5.5 says, matrix and all', async () => {
    const pdf = await drawnBy('0 0 20 10 re f', { BBox: [0, 0, 20, 10], Matrix: [1, 0, 0, 1, 5, 5] });
    const [one] = signatureAppearances(pdf);
    expect(await contentOf(one?.pdf ?? new Uint8Array())).toBe('q 1 0 0 1 0 0 cm 5 0 0 5 -25 -25 cm /A Do Q');
  });

  test.each([
    [90, '0 -1 1 0 0 100', { width: 50, height: 100 }],
    [180, '-1 0 0 -1 100 50', { width: 100, height: 50 }],
    [270, '0 1 -1 0 50 0', { width: 50, height: 100 }],
  ])('on a page turned by %i degrees it stands as the page is shown', async (rotate, matrix, size) => {
    const [one] = signatureAppearances(await drawnBy('0 0 100 50 re f', { BBox: [0, 0, 100, 50] }, rotate));
    expect(await contentOf(one?.pdf ?? new Uint8Array())).toContain(`q ${matrix} cm`);
    expect((await PDFDocument.load(one?.pdf ?? new Uint8Array())).getPage(0).getSize()).toEqual(size);
  });

  test('nothing that leads out of the drawing comes along', async () => {
    const pdf = await drawnBy('0 0 100 50 re f', {
      BBox: [0, 0, 100, 50],
      OC: { Type: 'OCG' },
      Metadata: { Secret: 1 },
      Resources: { Properties: { MC0: { Type: 'OCG' } }, ExtGState: { F: { CA: 1 }, OC: { ca: 1 } } },
    });
    const [one] = signatureAppearances(pdf);
    const text = new TextDecoder('latin1').decode(one?.pdf);
    expect(text).not.toMatch(/OCG|Metadata|Properties/);
    // Names of resources are anybody's choice, also such as mean something elsewhere.
    expect(text).toMatch(/\/F <</);
    expect(text).toMatch(/\/OC <</);
  });

  test('one that is too large, or empty, is none', async () => {
    const box = { BBox: [0, 0, 100, 50] };
    expect(signatureAppearances(await drawnBy(' '.repeat(3_000_000), box))).toEqual([]);
    expect(signatureAppearances(await drawnBy('', box))).toEqual([]);
    expect(signatureAppearances(await drawnBy('f', { BBox: [0, 0, 0, 0] }))).toEqual([]);
  });
});
