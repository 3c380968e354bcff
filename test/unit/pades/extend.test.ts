import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ExtendOptions,
  inspectPdf,
  prepareSignature,
  signPdf,
  signPdfAtLevel,
  upgradePdf,
  validatePdf,
} from '../../../src-main/pades/index.ts';
import { lowest } from '../../../src-main/pades/extend/options.ts';
import { vriKey } from '../../../src-main/pades/extend/validation-data.ts';
import { PdfDocument } from '../../../src-main/pades/pdf/document.ts';
import { defaultLimits } from '../../../src-main/pades/pdf/limits.ts';
import { dict, name, type PdfObject, PdfRef, stream } from '../../../src-main/pades/pdf/objects.ts';
import { addValidationData } from '../../../src-main/pades/sign/dss.ts';
import { prepareDocumentTimestamp } from '../../../src-main/pades/sign/prepare.ts';
import { Update } from '../../../src-main/pades/pdf/update.ts';
import { digest } from '../../../src-main/pki/digest.ts';
import {
  createTestPki,
  dssOf,
  expectOk,
  makePdf,
  planFor,
  signingTime,
  type TestPki,
} from '../../support/pades-files.ts';

let pki: TestPki;
let plain: Uint8Array;
let signed: Uint8Array;
beforeAll(async () => {
  pki = await createTestPki();
  plain = await makePdf();
  signed = expectOk(await signPdf(plain, planFor('Sig1'), await pki.signerFor('Ada Author')));
});

const now = (): Date => new Date('2026-04-01T00:00:00Z');
const options = (level: ExtendOptions['level'], more: Partial<ExtendOptions> = {}): ExtendOptions => ({
  level,
  anchors: pki.anchors,
  now,
  ...more,
});

describe('upgrading without services', () => {
  test('B-B is what a signature has; more is not reached, and the file stays as it is', async () => {
    expect(await upgradePdf(signed, options('B-B'))).toMatchObject({
      value: { level: 'B-B', reached: true, notes: [] },
    });
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      const { pdf, ...rest } = expectOk(await upgradePdf(signed, options(level)));
      expect(rest).toMatchObject({ level: 'B-B', reached: false, notes: [{ code: 'extend/no-tsa' }] });
      expect(pdf).toEqual(signed);
    }
  });

  test('a file without a signature, or with one that does not stand, or no PDF at all is refused by name', async () => {
    const broken = new Uint8Array(signed);
    const at = Buffer.from(broken).indexOf('MediaBox');
    broken[at] = 0x6d;
    const codes = [plain, broken, new Uint8Array([1, 2, 3])].map(async (pdf) => upgradePdf(pdf, options('B-T')));
    expect(await Promise.all(codes)).toMatchObject([
      { error: { code: 'pades/no-signature' } },
      { error: { code: 'pades/no-sound-signature' } },
      { error: { code: 'pades/unreadable' } },
    ]);
  });

  test('an encrypted file is refused where it stays shut, and where its permissions allow no forms', async () => {
    const encrypted = async (userPassword: string): Promise<Uint8Array> => {
      const document = await PDFDocument.load(await makePdf());
      document.encrypt({ userPassword, ownerPassword: 'owner', permissions: {} });
      return document.save({ useObjectStreams: false });
    };
    const shut = await upgradePdf(await encrypted('user'), options('B-T'));
    expect(shut).toMatchObject({ error: { code: 'pades/encrypted' } });
    const restricted = await encrypted('');
    expect(await upgradePdf(restricted, options('B-T'))).toMatchObject({
      error: { code: 'pades/not-permitted', details: { needs: 'fillForms' } },
    });
    const byOwner = await upgradePdf(restricted, { ...options('B-T'), password: 'owner' });
    expect(byOwner).toMatchObject({ error: { code: 'pades/no-signature' } });
  });
});

describe('signing at a level without services', () => {
  test('B-B needs none, and above it the signature is made all the same', async () => {
    const signer = await pki.signerFor('Ada Author');
    expect(await signPdfAtLevel(plain, planFor('Sig1'), signer, options('B-B'))).toMatchObject({
      value: { level: 'B-B', reached: true, notes: [] },
    });
    const above = expectOk(await signPdfAtLevel(plain, planFor('Sig1'), signer, options('B-LTA')));
    expect(above).toMatchObject({ level: 'B-B', reached: false, notes: [{ code: 'extend/no-tsa' }] });
    expect(expectOk(inspectPdf(above.pdf)).signatures).toHaveLength(1);
  });

  test('what forbids a signature forbids it at every level', async () => {
    const signer = await pki.signerFor('Ada Author');
    expect(await signPdfAtLevel(signed, planFor('Sig1'), signer, options('B-LTA'))).toMatchObject({
      error: { code: 'pades/field-exists' },
    });
  });
});

describe('the place of a document time-stamp', () => {
  test('is a new invisible field without appearance or time, after every lock', async () => {
    const locked = expectOk(
      await signPdf(
        plain,
        planFor('Sig1', { certify: 1, lock: { action: 'All', fields: [], permission: 1 } }),
        await pki.signerFor('Ada Author'),
      ),
    );
    expect(prepareSignature(locked, planFor('Sig2'))).toMatchObject({ error: { code: 'pades/certified-no-changes' } });
    const first = expectOk(prepareDocumentTimestamp(locked, 100));
    expect(first.field).toBe('DocTimeStamp1');
    const withFirst = Buffer.concat([locked, first.update]);
    expect(expectOk(prepareDocumentTimestamp(withFirst, 100)).field).toBe('DocTimeStamp2');
    const added = Buffer.from(first.update).toString('latin1');
    expect(added).toContain('/SubFilter /ETSI.RFC3161');
    expect(added).toContain('/Type /DocTimeStamp');
    expect(added).toContain('/Rect [0 0 0 0]');
    for (const absent of ['/AP', '/M ', '/Name', '/Reference']) expect(added).not.toContain(absent);
  });
});

test('C31: after P=1 a time-stamp is allowed in a form with resources, which its update repeats', async () => {
  const document = new PdfDocument(plain, defaultLimits);
  const { catalog, trailer } = document.latest;
  const update = new Update(document);
  const picture = update.add(
    stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 1, 1] }), new Uint8Array()),
  );
  const form = dict({ Fields: [], DR: dict({ XObject: dict({ FRM: picture }) }) });
  update.set(trailer.get('Root') as PdfRef, (catalog ?? dict({})).with({ AcroForm: form }));
  const signer = await pki.signerFor('Ada Author');
  const certified = expectOk(await signPdf(update.applied(), planFor('Sig1', { certify: 1 }), signer));
  const { update: stamp } = expectOk(prepareDocumentTimestamp(certified, 100));
  const [signature] = expectOk(
    validatePdf(Buffer.concat([certified, stamp]), { anchors: pki.anchors, at: now() }),
  ).signatures;
  expect(signature?.laterChanges.map(({ rule }) => rule)).toEqual(['document-timestamp']);
  expect(signature?.changesAfter).toBe('permitted');
});

describe('the document security store', () => {
  const write = (pdf: Uint8Array, related?: ReadonlyMap<string, ReturnType<typeof dssOf>>): Uint8Array => {
    const document = new PdfDocument(pdf, defaultLimits);
    const view = document.latest;
    const update = new Update(document);
    const entry = addValidationData(view, update, dssOf(pki), related);
    const catalog = view.catalog as NonNullable<typeof view.catalog>;
    update.set(view.trailer.get('Root') as PdfRef, catalog.with({ DSS: entry }));
    return update.applied();
  };
  const storeOf = (pdf: Uint8Array) => {
    const view = new PdfDocument(pdf, defaultLimits).latest;
    const dss = view.dict(view.catalog?.get('DSS') ?? null);
    const numbers = (value: PdfObject) => view.array(value).map((item) => (item instanceof PdfRef ? item.num : -1));
    return { view, dss, numbers };
  };

  test('takes a value once, and keeps those that it has', () => {
    const once = storeOf(write(plain));
    const twice = storeOf(write(write(plain)));
    for (const key of ['Certs', 'CRLs']) {
      expect(once.numbers(once.dss?.get(key) ?? null).length).toBeGreaterThan(0);
      expect(twice.numbers(twice.dss?.get(key) ?? null)).toEqual(once.numbers(once.dss?.get(key) ?? null));
    }
    expect(once.dss?.get('VRI')).toBeNull();
  });

  test('C22 /VRI refers to values of the store, and an entry that is there is not changed', () => {
    const key = vriKey(Uint8Array.of(1, 2, 3, 0, 0));
    expect(key).toBe(
      Buffer.from(digest('sha1', Uint8Array.of(1, 2, 3, 0, 0)))
        .toString('hex')
        .toUpperCase(),
    );
    const related = new Map([[key, dssOf(pki)]]);
    const first = storeOf(write(plain, related));
    const vri = first.view.dict(first.view.dict(first.dss?.get('VRI') ?? null)?.get(key) ?? null);
    expect(first.numbers(vri?.get('CRL') ?? null)).toEqual(first.numbers(first.dss?.get('CRLs') ?? null));
    expect(first.numbers(vri?.get('Cert') ?? null)).toEqual(first.numbers(first.dss?.get('Certs') ?? null));
    const again = storeOf(write(write(plain, related), new Map([[key, { certificates: [], crls: [], ocsps: [] }]])));
    const kept = again.view.dict(again.view.dict(again.dss?.get('VRI') ?? null)?.get(key) ?? null);
    expect(again.numbers(kept?.get('CRL') ?? null)).toEqual(first.numbers(vri?.get('CRL') ?? null));
  });
});

describe('an update', () => {
  /** A trailer with an entry of its own that refers to an object that is not there, as LibreOffice leaves it. */
  const withOddTrailer = (): Uint8Array => {
    const text = Buffer.from(plain).toString('latin1');
    const size = Number(/\/Size (\d+)/.exec(text)?.[1]);
    return new Uint8Array(Buffer.from(text.replace('trailer\n<<', `trailer\n<< /Extra [ ${size} 0 R ]`), 'latin1'));
  };

  test('carries on all entries of the trailer, and gives dangling references no meaning', async () => {
    const odd = withOddTrailer();
    const missing = (new PdfDocument(odd, defaultLimits).latest.trailer.get('Extra') as readonly PdfRef[])[0] as PdfRef;
    const once = expectOk(await signPdf(odd, planFor('Sig1', { signedAt: signingTime }), await pki.signerFor('Ada')));
    const { latest } = new PdfDocument(once, defaultLimits);
    expect(latest.trailer.get('Extra')).toEqual([missing]);
    expect(latest.resolve(missing)).toBeNull();
  });
});

test('the lowest level counts, and none of none', () => {
  expect(lowest(['B-LTA', 'B-T', 'B-LT'])).toBe('B-T');
  expect(lowest(['B-B', 'none'])).toBe('none');
  expect(lowest([])).toBe('none');
});
