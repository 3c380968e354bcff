import { PDFDocument, rgb } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Fonts,
  type ReportBasis,
  type ReportedFile,
  ValidationReportWriter,
} from '../../../src-main/documents/index.ts';
import { Indication, SubIndication } from '../../../src-main/domain/indication.ts';
import { bodyText, readPages, shippedFonts, squeezed } from '../../support/documents-text.ts';

type JudgedFile = Extract<ReportedFile, { readonly signatures: readonly unknown[] }>;
type Signature = JudgedFile['signatures'][number];

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

const basis: ReportBasis = {
  program: 'Countersign 1.2.3',
  madeAt: '2026-11-23T09:32:07.120Z',
  validatedFor: '2026-11-23T00:00:00.000Z',
  anchors: [{ subject: 'CN=Test Root,O=Test Works', fingerprint: 'ab'.repeat(32) }],
  revocationLists: 2,
};

const passed = { indication: Indication.Passed, subIndication: null, reasons: [] };
const signature: Signature = {
  kind: 'signature',
  field: 'Approval',
  signer: 'Ελένη Παπαδοπούλου',
  signedAt: '2026-11-20T08:00:00.000Z',
  timeSource: 'timestamp',
  claimedAt: '2026-11-20T07:59:58.000Z',
  judgedAt: '2026-11-20T08:00:00.000Z',
  moments: null,
  level: 'B-T',
  indication: Indication.Passed,
  subIndication: null,
  answers: { bytes: passed, signer: passed, coverage: passed, changes: passed },
  coversWholeFile: false,
  docMDP: 2,
  revision: 2,
  place: { page: 3 },
  subFilter: 'ETSI.CAdES.detached',
  digestAlgorithm: 'SHA-256',
  signatureAlgorithm: 'ECDSA with SHA-256',
  claims: { name: null, reason: 'Quality approval', location: null, contactInfo: null },
  laterChanges: [],
  chain: [
    {
      subject: 'CN=Ελένη Παπαδοπούλου,O=Test Works',
      serial: '0a1b2c',
      notBefore: '2026-01-05T08:00:00.000Z',
      notAfter: '2028-01-05T08:00:00.000Z',
      fingerprint: 'cd'.repeat(32),
    },
    {
      subject: 'CN=Test Root,O=Test Works',
      serial: '01',
      notBefore: '2026-01-05T08:00:00.000Z',
      notAfter: '2046-01-05T08:00:00.000Z',
      fingerprint: 'ab'.repeat(32),
    },
  ],
  revocation: {
    status: 'good',
    source: 'ocsp',
    knownUpTo: '2026-11-20T09:00:00.000Z',
    revokedAt: null,
    reason: null,
  },
  warnings: [],
  picture: null,
};

const fileWith = (name: string, ...signatures: readonly Partial<Signature>[]): JudgedFile => ({
  name,
  size: 123_456,
  sha256: 'ef'.repeat(32),
  indication: Indication.Passed,
  reasons: signatures.length === 0 ? ['the file holds no signature'] : [],
  warnings: [],
  revisions: 4,
  signatures: signatures.map((more) => ({ ...signature, ...more })),
});

const reportOn = async (
  files: readonly ReportedFile[],
  { given = basis, limits, incomplete = null }: ReportOptions = {},
): Promise<Uint8Array> => {
  const writer = new ValidationReportWriter(fonts, given, limits);
  for (const file of files) await writer.add(file);
  return writer.finish(incomplete);
};
interface ReportOptions {
  readonly given?: ReportBasis;
  readonly limits?: { readonly files: number; readonly signatures: number };
  readonly incomplete?: string | null;
}
const textOn = async (...of: Parameters<typeof reportOn>): Promise<string> =>
  bodyText(await readPages(await reportOn(...of)));

const drawing = async (): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  const page = document.addPage([400, 100]);
  page.drawText('As drawn', { x: 20, y: 40 });
  page.drawRectangle({ x: 0, y: 0, width: 40, height: 10, color: rgb(1, 0, 0) });
  return document.save({ useObjectStreams: false });
};

describe('a validation report', () => {
  test('tells of a signature who, when by which proof, at what level, and how old the revocation data is', async () => {
    const text = await textOn([fileWith('a.pdf', {})]);
    for (const words of [
      'Ελένη Παπαδοπούλου',
      'Field “Approval” · page 3 · revision 2 of 4',
      '2026-11-20 08:00:00 UTC, proven by a time-stamp. The signer’s clock said 2026-11-20 07:59:58 UTC',
      'Certificates judged at 2026-11-20 08:00:00 UTC',
      'B-T: with a time-stamp',
      'Not revoked according to an OCSP response. Known up to 2026-11-20 09:00:00 UTC, 3 days before the time of validation',
      'Certifies the document: filling in and signing are permitted (P=2)',
      'CN=Ελένη Παπαδοπούλου, O=Test Works',
      'Trust anchor, serial 01',
      'It covers the file up to revision 2 of 4.',
      'Nothing was added after it.',
      'ECDSA with SHA-256, digest SHA-256',
    ])
      expect(text).toContain(squeezed(words));
  });

  test('tells a revocation that is reported, and on no list yet, from one that a list holds [11.300(c)]', async () => {
    const revoked = { status: 'revoked', revokedAt: '2026-11-19T08:00:00.000Z', reason: 'key compromise' } as const;
    const of = (source: string, knownUpTo: string | null) =>
      textOn([fileWith('a.pdf', { revocation: { ...revoked, source, knownUpTo } })]);
    const said = 'Revoked on 2026-11-19 08:00:00 UTC (key compromise) according to';
    expect(await of('report', null)).toContain(
      squeezed(`${said} a report of its loss, which no revocation list bears out yet`),
    );
    expect(await of('crl', '2026-11-20T09:00:00.000Z')).toContain(
      squeezed(`${said} a revocation list (CRL). Known up to`),
    );
  });

  test('a document time-stamp states its time: whether it proves it is a matter of trust', async () => {
    const text = await textOn([fileWith('a.pdf', { kind: 'documentTimestamp', claimedAt: null })]);
    expect(text).toContain(squeezed('2026-11-20 08:00:00 UTC, stated by the time-stamping authority'));
    expect(text).not.toContain('proven');
  });

  test('names what the verdicts rest on: time, program, anchors with fingerprints', async () => {
    const text = await textOn([fileWith('a.pdf', {})]);
    for (const words of [
      'Judged for 2026-11-23 00:00:00 UTC',
      '2026-11-23 09:32:07 UTC by Countersign 1.2.3',
      '2 given, besides those that the files hold',
      'CN=Test Root, O=Test Works',
      'ab'.repeat(32),
    ])
      expect(text).toContain(squeezed(words));
    const none = await textOn([fileWith('a.pdf', {})], { given: { ...basis, anchors: [] } });
    expect(none).toContain(squeezed('None was given: no signer can be traced to a trusted root'));
  });

  test('never calls anything qualified', async () => {
    const all = Object.values(Indication).map((indication) => fileWith(`${indication}.pdf`, { indication }));
    expect(await textOn([...all, fileWith('none.pdf')])).not.toMatch(/qualified/i);
  });

  test('the reasons of an answer are told in sentences, at most eight', async () => {
    const reasons = Array.from({ length: 11 }, (_, index) => `revision 3: object ${index} was replaced`);
    const conclusion = { indication: Indication.Failed, subIndication: SubIndication.FormatFailure, reasons };
    const failed = { ...conclusion, answers: { ...signature.answers, changes: conclusion } };
    const text = await textOn([fileWith('a.pdf', failed)]);
    expect(text).toContain(squeezed('TOTAL-FAILED · FORMAT_FAILURE'));
    expect(text).toContain(squeezed('Revision 3: object 7 was replaced. And 3 further reasons.'));
    expect(text).not.toContain(squeezed('object 8 was'));
  });

  test('of many later changes the forbidden ones come first and none is passed over in silence', async () => {
    const laterChanges = Array.from({ length: 500 }, (_, index) => ({
      revision: 3,
      rule: index === 499 ? 'forbidden' : 'fill-field',
      description: `change number ${index}`,
      permitted: index !== 499,
    }));
    const text = await textOn([fileWith('a.pdf', { laterChanges })]);
    expect(text).toContain(squeezed('Forbidden No rule permits it Change number 499.'));
    expect(text).toContain(squeezed('And 440 further changes.'));
  });

  test('the list of files leads to the right pages, also where it takes several itself', async () => {
    const files = Array.from({ length: 120 }, (_, index) =>
      fileWith(`file-${index}.pdf`, { signer: `Signer ${index}` }),
    );
    const pages = await readPages(await reportOn(files));
    const linesOf = (items: (typeof pages)[number]) => items.map(({ text }) => text);
    for (const index of [0, 57, 119]) {
      const page = pages.findIndex((items) => linesOf(items).includes(`Signer ${index}`)) + 1;
      const cover = pages.find((items) => linesOf(items).includes(`file-${index}.pdf`)) ?? [];
      const row = cover.find(({ text }) => text === `file-${index}.pdf`);
      const inRow = cover.filter(({ y }) => Math.abs(y - (row?.y ?? 0)) < 1).map(({ text }) => text);
      expect(inRow.at(-1)).toBe(String(page));
    }
    expect(linesOf(pages.at(-1) ?? [])).toContain(`Page ${pages.length} of ${pages.length}`);
  });

  test('files without a verdict, a full report and a cancelled run are said on the cover', async () => {
    const failure = { code: 'verify/timeout', message: 'it was not judged within 30 s' };
    const files = [
      { name: 'late.pdf', failure },
      fileWith('a.pdf', {}, {}),
      fileWith('b.pdf', {}),
      fileWith('c.pdf', {}),
    ];
    const text = await textOn(files, {
      limits: { files: 3, signatures: 2 },
      incomplete: 'Cancelled: 7 files were not judged.',
    });
    for (const words of [
      '3 passed, 0 not decided, 0 failed, 1 not readable',
      'late.pdf not readable verify/timeout: it was not judged within 30 s –',
      'Cancelled: 7 files were not judged. A report describes no more than 2 signatures; 1 were judged and have no page.',
      '1 more were judged and counted, but a report lists no more than 3.',
    ])
      expect(text).toContain(squeezed(words));
  });

  test('an unsigned file alone says so in place of a list', async () => {
    const unsigned = { ...fileWith('plain.pdf'), indication: Indication.Indeterminate };
    expect(await textOn([unsigned])).toContain(squeezed('plain.pdf the file holds no signature Not decided'));
  });

  test('a signature’s picture stands on its page as a drawing, within its frame', async () => {
    const pages = await readPages(await reportOn([fileWith('a.pdf', { picture: await drawing() })]));
    const shown = pages[1]?.find(({ text }) => text === 'As drawn');
    expect(shown?.x).toBeGreaterThan(595 / 2);
    expect(shown?.size).toBeCloseTo(24 * (186 / 400), 1);
    expect(pages[0]?.some(({ text }) => text === 'As drawn')).toBe(false);
  });

  test('a picture that is no PDF costs the picture only', async () => {
    const text = await textOn([fileWith('a.pdf', { picture: Uint8Array.of(1, 2, 3) })]);
    expect(text).toContain(squeezed('Four questions'));
  });

  test('what a file says of itself cannot fill the report', async () => {
    const flood = `${'line\n'.repeat(100_000)}end`;
    const pdf = await reportOn([fileWith('a.pdf', { signer: flood, claims: { ...signature.claims, reason: flood } })]);
    expect((await readPages(pdf)).length).toBeLessThan(5);
  });

  test('certificates of the path go by their number in the reasons, and others by their names', async () => {
    const [subject = ''] = signature.chain.map((one) => one.subject);
    const reasons = [
      `${subject} expired on 2026-01-01`,
      `no list of ${subject}`,
      `${subject},C=DE is another`,
      'CN=Else expired',
    ];
    const signer = { indication: Indication.Indeterminate, subIndication: SubIndication.NoPoe, reasons };
    const text = await textOn([fileWith('a.pdf', { answers: { ...signature.answers, signer } })]);
    for (const words of [
      'Certificate 1 expired on 2026-01-01.',
      'No list of certificate 1.',
      `${subject},C=DE is another.`,
      'CN=Else expired.',
    ])
      expect(text).toContain(squeezed(words));
  });

  describe('gives each signature one page', () => {
    /** On which pages (from 1) each of the words stands. */
    const pagesWith = (pages: Awaited<ReturnType<typeof readPages>>, words: string): number[] =>
      pages.flatMap((items, index) => (bodyText([items]).includes(squeezed(words)) ? [index + 1] : []));
    const long = (name: string, length: number): string => `${name} ${'and so on '.repeat(length / 10)}end of ${name}`;
    const answered = (reasons: readonly string[]): Signature['answers']['bytes'] => ({
      indication: Indication.Failed,
      subIndication: SubIndication.FormatFailure,
      reasons,
    });
    const crowded = (length: number): Partial<Signature> => {
      const answer = answered(Array.from({ length: 8 }, (_, index) => long(`reason ${index}`, length)));
      return {
        answers: { bytes: answer, signer: answer, coverage: answer, changes: answer },
        chain: Array.from({ length: 12 }, (_, index) => ({
          ...(signature.chain[0] as Signature['chain'][number]),
          subject: `CN=${long(`name ${index}`, length)}`,
        })),
        laterChanges: Array.from({ length: 40 }, (_, index) => ({
          revision: 3,
          rule: 'forbidden',
          description: long(`change ${index}`, length),
          permitted: false,
        })),
        claims: {
          name: long('name', length),
          reason: long('claim', length),
          location: long('location', length),
          contactInfo: long('contact', length),
        },
        warnings: Array.from({ length: 9 }, (_, index) => long(`warning ${index}`, length)),
      };
    };

    test('that is set closer where it is full, with every word of it', async () => {
      const answer = answered(Array.from({ length: 5 }, (_, index) => long(`reason ${index}`, 150)));
      const pages = await readPages(
        await reportOn([fileWith('a.pdf', { answers: { ...signature.answers, bytes: answer, signer: answer } })]),
      );
      expect(pages).toHaveLength(2);
      expect(pagesWith(pages, 'end of reason 4.')).toEqual([2]);
      const sizes = pages[1]?.filter(({ text }) => text.includes('and so on')).map(({ size }) => size) ?? [];
      expect(Math.min(...sizes)).toBe(7);
    });

    test.each([[100], [300], [560]])(
      'also where its texts are long (%i characters), and an annex tells the rest',
      async (length) => {
        const files = [fileWith('a.pdf', crowded(length), {}), fileWith(long('b', length), crowded(length))];
        const pages = await readPages(await reportOn(files));
        const [first = 0, ...others] = pagesWith(pages, 'Four questions');
        expect(pagesWith(pages, 'Shortened to one page. Annex 1, at the end, tells it in full.')).toEqual([first]);
        expect(pagesWith(pages, 'Shortened to one page. Annex 2')).toEqual([first + 2]);
        expect(others.slice(0, 2)).toEqual([first + 1, first + 2]);
        const [annex = 0] = pagesWith(pages, 'Annex 1').filter((page) => page > first);
        expect(annex).toBe(first + 3);
        for (const words of [
          'end of reason 7',
          'end of change 39',
          'end of warning 8',
          'end of name 11',
          'end of claim',
        ])
          expect(
            pagesWith(pages, words).some((page) => page >= annex),
            words,
          ).toBe(true);
      },
    );
  });

  test('the same files give the same bytes, and the time it was made is all that differs', async () => {
    const files = [fileWith('a.pdf', { picture: await drawing() }), fileWith('b.pdf')];
    expect(Buffer.from(await reportOn(files)).equals(await reportOn(files))).toBe(true);
    const later = { ...basis, madeAt: '2027-01-01T00:00:00.000Z' };
    const [one, two] = [await textOn(files), await textOn(files, { given: later })];
    expect(one.replaceAll(squeezed('2026-11-23 09:32:07'), '')).toBe(
      two.replaceAll(squeezed('2027-01-01 00:00:00'), ''),
    );
  });
});
