import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input } from '../../../src-main/contract/index.ts';
import { loadFonts, renderRecord, type Fonts } from '../../../src-main/documents/index.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { signPdf } from '../../../src-main/pades/index.ts';
import { writePem } from '../../../src-main/pki/index.ts';
import { sampleDocument } from '../../support/documents-sample.ts';
import { editPdf, firstPage } from '../../support/pades-edit.ts';
import {
  createTestPki,
  dssOf,
  expectOk,
  makePdf,
  planFor,
  sealThreeTimes,
  type TestPki,
} from '../../support/pades-files.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  staffed,
  testServices,
  type Staffed,
} from '../../support/services.ts';

let here: Staffed;
let there: Staffed;
let sealed: Uint8Array;
let half: Uint8Array;
let anchors: Uint8Array;
let pki: TestPki;
let fonts: Fonts;

const pem = (ders: readonly Uint8Array[]): Uint8Array =>
  new TextEncoder().encode(ders.map((der) => writePem('CERTIFICATE', der)).join(''));

/** A document as another vault would have sealed it: drawn, changed where the test says so, and signed by strangers. */
const sealedBy = async (
  strangers: TestPki,
  document: RevisionDocument,
  { change = (same) => same, reason }: { change?: (pdf: Uint8Array) => Uint8Array; reason?: string } = {},
): Promise<Uint8Array> => {
  let bytes = change((await renderRecord(document, fonts)).pdf);
  for (const [index, { id, signer }] of document.requirements.entries())
    bytes = expectOk(
      await signPdf(
        bytes,
        planFor(id, {
          field: { kind: 'existing', name: id },
          name: signer.fullName,
          dss: dssOf(strangers),
          ...(index === 0 ? { certify: 2 as const } : {}),
          ...(reason === undefined ? {} : { reason }),
        }),
        await strangers.signerFor(signer.fullName),
      ),
    );
  return bytes;
};
const ofVersion = (version: string): RevisionDocument => ({
  ...sampleDocument(),
  application: { name: 'Countersign', version },
});

beforeAll(async () => {
  fonts = await loadFonts(new URL('../../../assets/fonts', import.meta.url).pathname);
  pki = await createTestPki();
  [here, there] = await Promise.all([staffed(await testServices()), staffed(await testServices())]);
  const recordId = await there.sent();
  await there.sign(recordId, evaluator);
  half = (await there.services.ask('records.pdf', { recordId, revision: 1 })).bytes;
  for (const who of [owner, quality]) await there.sign(recordId, who);
  sealed = (await there.services.ask('records.pdf', { recordId, revision: 1 })).bytes;
  const trust = there.services.trust();
  if (!trust.ok) throw new Error(trust.error.code);
  anchors = pem(trust.value.anchors);
  await here.login(quality);
});
afterAll(() => {
  here.services.dispose();
  there.services.dispose();
});

const look = async (bytes: Uint8Array, accepted: Uint8Array | null = null) =>
  here.services.ask('imports.look', { name: 'copy.pdf', bytes, anchors: accepted });
const obstacle = async (bytes: Uint8Array, accepted: Uint8Array | null = null): Promise<string | null> => {
  const found = await look(bytes, accepted);
  // Whatever stands against it when it is looked at stands against it when it is taken.
  if (found.obstacle !== null)
    expect(await here.services.refusal('imports.take', { name: 'copy.pdf', bytes, anchors: accepted })).toBe(
      found.obstacle,
    );
  return found.obstacle;
};

describe('a record of another vault', () => {
  test('is not taken from people whom nobody here trusts', async () => {
    const found = await look(sealed);
    expect(found).toMatchObject({ obstacle: 'imports/not-trusted', record: null, already: null });
    expect(found.verification.indication).toBe('INDETERMINATE');
    expect(await obstacle(sealed)).toBe('imports/not-trusted');
    expect(await obstacle(sealed, pem(pki.anchors))).toBe('imports/not-trusted');
    expect((await here.services.ask('imports.list', { after: null })).records).toEqual([]);
  });

  test('is taken in by anchors that a person accepts, once, with its verdict and its pages proven', async () => {
    const found = await look(sealed, anchors);
    expect(found).toMatchObject({
      obstacle: null,
      pages: 'reproduced',
      record: { recordId: 'PE-2026-0001', revision: 1, organisation: 'Meridian Biologics', author: evaluator.fullName },
    });
    expect(found.anchors).toHaveLength(1);
    const taken = await here.services.ask('imports.take', { name: 'copy.pdf', bytes: sealed, anchors });
    expect(taken).toEqual({ sha256: found.verification.sha256, already: false });
    const again = await here.services.ask('imports.take', { name: 'other name.pdf', bytes: sealed, anchors: null });
    expect(again).toEqual({ sha256: taken.sha256, already: true });
    expect((await look(sealed, anchors)).already).toBe(taken.sha256);

    const { records } = await here.services.ask('imports.list', { after: null });
    expect(records).toMatchObject([{ sha256: taken.sha256, indication: 'TOTAL-PASSED', importedBy: quality.fullName }]);
    const shown = await here.services.ask('imports.get', { sha256: taken.sha256 });
    expect(shown.verification.indication).toBe('TOTAL-PASSED');
    expect(shown.verification.signatures).toHaveLength(3);
    const pdf = await here.services.ask('imports.pdf', { sha256: taken.sha256 });
    expect(await here.services.ask('imports.savePdf', { sha256: taken.sha256 })).toEqual(pdf);
    expect(Buffer.compare(pdf.bytes, sealed)).toBe(0);
  });

  test('is an entry of the trail, with the anchors that were accepted', async () => {
    const { entries } = await here.services.ask('audit.list', { before: null, subject: null });
    const imports = entries.filter(({ action }) => action === 'import.record');
    expect(imports).toHaveLength(1);
    expect(imports[0]).toMatchObject({ who: quality.userName, subject: { type: 'foreign-record' } });
  });

  test('stands in the list of records, marked as imported, and in no other that is of this vault', async () => {
    const list = async (more: Partial<Input<'records.list'>> = {}) => {
      const asked = { type: null, systemId: null, state: null, search: '', after: null, ...more };
      const { records, total } = await here.services.ask('records.list', asked);
      return [total.count, ...records.map((one) => (one.origin === 'imported' ? `${one.id} imported` : one.id))];
    };
    await here.login(evaluator);
    const own = (await here.services.ask('records.create', { type: 'incident', systemId: here.systemId })).summary.id;
    const foreign = 'PE-2026-0001 imported';
    expect(await list()).toEqual([2, own, foreign]);
    expect(await list({ order: 'id' })).toEqual([2, own, foreign]);
    expect(await list({ origin: 'imported' })).toEqual([1, foreign]);
    expect(await list({ origin: 'here' })).toEqual([1, own]);
    expect(await list({ type: 'periodic-evaluation' })).toEqual([1, foreign]);
    for (const more of [{ state: 'effective' }, { systemId: here.systemId, type: 'periodic-evaluation' }] as const)
      expect(await list(more)).toEqual([0]);
    expect(await list({ order: 'first-due' })).not.toContain(foreign);
    // A page at a time, across both kinds; and by words, of its number or its text.
    const asked = { type: null, systemId: null, state: null, search: '', limit: 1 } as const;
    const first = await here.services.ask('records.list', { ...asked, after: null });
    const second = await here.services.ask('records.list', { ...asked, after: first.next });
    expect([...first.records, ...second.records].map(({ origin }) => origin)).toEqual(['here', 'imported']);
    expect(second.next).toBeNull();
    expect(await list({ search: 'pe-2026-0001' })).toEqual([1, foreign]);
    expect(await list({ search: 'restore labcore', origin: 'imported' })).toEqual([1, foreign]);
    expect(await list({ search: 'pe-2026-0001', origin: 'here' })).toEqual([0]);
  });

  test('is found by search as what it is, and the index stays in step', async () => {
    const none = { kind: null, type: null, systemId: null, state: null, dueUntil: null, from: null, until: null };
    const find = (more: Partial<Input<'search.find'>> = {}) =>
      here.services.ask('search.find', { ...none, text: '2026-0001 evaluation', after: null, ...more });
    const { hits } = await find();
    expect(hits.map(({ kind }) => kind)).toEqual(['imported']);
    expect(hits[0]?.imported).toMatchObject({ id: 'PE-2026-0001', revision: 1 });
    expect((await find({ kind: 'imported', type: 'periodic-evaluation' })).hits).toHaveLength(1);
    expect((await find({ type: 'incident' })).hits).toEqual([]);
  });

  test('is no record of this vault: no call edits it', async () => {
    const { records: foreign } = await here.services.ask('imports.list', { after: null });
    const id = foreign[0]?.sha256 ?? '';
    for (const recordId of [id, 'PE-2026-0001'])
      expect(await here.services.refusal('records.revise', { recordId, reason: 'to edit it' })).toBe(
        'records/not-found',
      );
  });

  test('is refused where it is this vault’s own', async () => {
    await there.login(quality);
    const own = await there.services.ask('imports.look', { name: 'own.pdf', bytes: sealed, anchors: null });
    expect(own.obstacle).toBe('imports/own-record');
  });

  test('is refused to those who may not, and to nobody', async () => {
    await here.login(administrator);
    expect(await here.services.refusal('imports.take', { name: 'a', bytes: sealed, anchors })).toBe('access/denied');
    expect(await here.services.refusal('imports.look', { name: 'a', bytes: sealed, anchors })).toBe('access/denied');
    await here.login(quality);
  });
});

describe('what is no record of another vault', () => {
  test('bytes that changed, anywhere in what was signed', async () => {
    for (const at of [20, 2_000, Math.floor(sealed.length / 3)]) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const answer = await here.services.reply('imports.take', { name: 'a.pdf', bytes: changed, anchors });
      expect(answer.ok).toBe(false);
    }
    const changed = Uint8Array.from(sealed);
    changed[2_000] = (changed[2_000] ?? 0) ^ 1;
    expect(await obstacle(changed, anchors)).toBe('imports/signature-failed');
  });

  test('bytes added after the last signature', async () => {
    const longer = editPdf(sealed, (view, update) => {
      const [ref, page] = firstPage(view);
      update.set(ref, page.with({ Contents: null }));
    });
    expect(await obstacle(longer, anchors)).toBe('imports/signature-failed');
  });

  test('a record that not all have signed, and one that somebody rejected', async () => {
    expect(await obstacle(half, anchors)).toBe('imports/incomplete');
    const rejected = await sealedBy(pki, ofVersion('9.9.9'), {
      reason: 'Rejection as Quality Assurance: not like this',
    });
    expect(await obstacle(rejected, pem(pki.anchors))).toBe('imports/rejected');
  });

  test('PDFs of others, signed or not, and files that are no PDF', async () => {
    expect(await obstacle(await sealThreeTimes(await makePdf(), pki), pem(pki.anchors))).toBe('imports/not-ours');
    expect(await obstacle(await makePdf())).toBe('imports/not-signed');
    const noPdf = new TextEncoder().encode('no PDF');
    expect(await here.services.refusal('imports.look', { name: 'a', bytes: noPdf, anchors: null })).toBe(
      'pades/unreadable',
    );
    expect(await here.services.refusal('imports.look', { name: 'a', bytes: sealed, anchors: noPdf })).toBe(
      'imports/no-anchor',
    );
  });

  test('pages that were made from something else than the JSON, though all of it is signed', async () => {
    const same = ofVersion('0.0.0-test');
    expect(await obstacle(await sealedBy(pki, same), pem(pki.anchors))).toBeNull();
    const blank = (pdf: Uint8Array): Uint8Array =>
      editPdf(pdf, (view, update) => {
        const [ref, page] = firstPage(view);
        update.set(ref, page.with({ Contents: null }));
      });
    expect(await obstacle(await sealedBy(pki, same, { change: blank }), pem(pki.anchors))).toBe('imports/pages-differ');
    const other = await look(await sealedBy(pki, ofVersion('9.9.9'), { change: blank }), pem(pki.anchors));
    expect(other).toMatchObject({ obstacle: null, pages: 'not-provable' });
  });

  test('a record of a later format, or with an id that leads elsewhere', async () => {
    const later = { ...ofVersion('9.9.9'), formatVersion: 2 } as unknown as RevisionDocument;
    expect(await obstacle(await sealedBy(pki, later), pem(pki.anchors))).toBe('imports/record-unknown-version');
    const document = ofVersion('9.9.9');
    const path = { ...document, record: { ...document.record, id: '../../PE-2026-0001' } };
    expect(await obstacle(await sealedBy(pki, path), pem(pki.anchors))).toBe('imports/record-invalid');
  });
});

test('what was never imported is not found', async () => {
  expect(await here.services.refusal('imports.get', { sha256: '0'.repeat(64) })).toBe('imports/not-found');
  expect(await here.services.refusal('imports.pdf', { sha256: '0'.repeat(64) })).toBe('imports/not-found');
});
