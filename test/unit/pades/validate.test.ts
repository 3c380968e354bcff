import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { signPdf, validatePdf } from '../../../src-main/pades/index.ts';
import { dict, name, PdfDict, PdfRef, PdfStream, PdfString, stream } from '../../../src-main/pades/pdf/objects.ts';
import { issueCrl } from '../../../src-main/pki/issue-crl.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { catalogOf, editPdf, firstPage, replaceBytes } from '../../support/pades-edit.ts';
import {
  createTestPki,
  expectOk,
  makePdf,
  planFor,
  sealThreeTimes,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';

let pki: TestPki;
let signer: Signer;
let plain: Uint8Array;
let signed: Uint8Array;
let sealed: Uint8Array;

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
  plain = await makePdf();
  signed = expectOk(await signPdf(plain, planFor('Signature1'), signer));
  sealed = await sealThreeTimes(plain, pki);
});

const first = (pdf: Uint8Array, more = {}) => {
  const [signature] = validateWith(pdf, pki, more).signatures;
  if (!signature) throw new Error('no signature was found');
  return signature;
};
const text = (value: string) => new TextEncoder().encode(value);

describe('the signed bytes', () => {
  test('C6: to C13: a byte changed anywhere in a signed range fails, and never passes or stays open', () => {
    const gaps = validateWith(sealed, pki).signatures.length;
    expect(gaps).toBe(3);
    const last = Buffer.from(sealed).lastIndexOf('/Contents <') + '/Contents '.length;
    const lastEnd = sealed.indexOf(0x3e, last) + 1;
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (offset, mask) => {
        fc.pre(offset < last || offset >= lastEnd);
        const changed = sealed.slice();
        changed[offset] = (changed[offset] as number) ^ mask;
        const result = validatePdf(changed, { anchors: pki.anchors, at: new Date('2026-04-01T00:00:00Z') });
        expect(result.ok ? result.value.indication : 'unreadable').toMatch(/^(TOTAL-FAILED|unreadable)$/);
      }),
      { numRuns: 400 },
    );
  });

  test('C10: a signature of zeros fails', () => {
    const at = Buffer.from(signed).lastIndexOf('/Contents <') + '/Contents <'.length;
    const empty = signed.slice();
    empty.fill(0x30, at, signed.indexOf(0x3e, at));
    expect(first(empty)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  test('C6: a range that ends past the end of the file is refused, not clamped', () => {
    expect(first(signed.slice(0, -1)).indication).toBe('TOTAL-FAILED');
  });

  test('C7: a gap wider than /Contents fails though the digest could match', () => {
    const range = /\/ByteRange \[0 (\d+)/.exec(Buffer.from(signed).toString('latin1'));
    const start = range?.[1] ?? '';
    const wider = String(Number(start) - 1);
    expect(wider.length).toBe(start.length);
    const faults = first(replaceBytes(signed, `[0 ${start} `, `[0 ${wider} `)).answers.coverage;
    expect(faults).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  test('C9: a range must end where its revision ends', () => {
    const { laterChanges, answers } = first(Buffer.concat([signed, text('\n% more\n')]));
    expect(answers.coverage.indication).toBe('TOTAL-PASSED');
    expect(laterChanges).toMatchObject([{ permitted: false }]);
  });

  test('C35: bytes after the last revision are shown and forbidden', () => {
    expect(first(Buffer.concat([signed, text('trailing')]))).toMatchObject({
      indication: 'TOTAL-FAILED',
      changesAfter: 'forbidden',
      coversWholeFile: false,
    });
  });
});

describe('finding signatures', () => {
  test('C1: a signature whose form a later revision removes is still found, and fails', () => {
    const removed = editPdf(signed, (view, update) => {
      const [ref, catalog] = catalogOf(view);
      update.set(ref, catalog.with({ AcroForm: null }));
    });
    expect(first(removed)).toMatchObject({
      field: 'Signature1',
      indication: 'TOTAL-FAILED',
      changesAfter: 'forbidden',
    });
  });

  test('C3: a value that two fields share is one signature, and the second field is no permitted change', () => {
    const shared = editPdf(signed, (view, update) => {
      const [ref, catalog] = catalogOf(view);
      const form = view.dict(catalog.get('AcroForm')) as PdfDict;
      const fields = view.array(form.get('Fields'));
      const value = view.dict(fields[0] ?? null)?.get('V') ?? null;
      const twin = update.add(dict({ FT: name('Tx'), T: new PdfString(text('Twin')), V: value }));
      update.set(ref, catalog.with({ AcroForm: form.with({ Fields: [...fields, twin] }) }));
    });
    const report = validateWith(shared, pki);
    expect(report.signatures).toHaveLength(1);
    expect(report.indication).toBe('TOTAL-FAILED');
  });

  test('C4: a later revision that writes the signature dictionary anew fails it', () => {
    const spoofed = editPdf(signed, (view, update) => {
      const form = view.dict(catalogOf(view)[1].get('AcroForm')) as PdfDict;
      const field = view.dict(view.array(form.get('Fields'))[0] ?? null) as PdfDict;
      const value = field.get('V') as PdfRef;
      update.set(value, (view.dict(value) as PdfDict).with({ Reason: new PdfString(text('Rejected')) }));
    });
    expect(first(spoofed)).toMatchObject({ indication: 'TOTAL-FAILED', claims: { reason: 'Approval' } });
  });

  test('C40: a file without signature says so and is indeterminate', () => {
    expect(validateWith(plain, pki)).toMatchObject({
      indication: 'INDETERMINATE',
      signatures: [],
      reasons: ['the file holds no signature'],
    });
  });

  test('C40: what is no PDF is unreadable, and a damaged PDF that shows a signature fails', () => {
    const options = { anchors: pki.anchors, at: new Date('2026-04-01T00:00:00Z') };
    expect(validatePdf(text('hello'), options)).toMatchObject({ ok: false, error: { code: 'pades/unreadable' } });
    expect(validateWith(signed.slice(0, signed.length - 400), pki).indication).toBe('TOTAL-FAILED');
  });
});

describe('the signer', () => {
  test('C20: without the anchor the chain is not found, and integrity is still told', () => {
    expect(first(signed, { anchors: [] })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      answers: { bytes: { indication: 'TOTAL-PASSED' }, coverage: { indication: 'TOTAL-PASSED' } },
    });
  });

  test('C38: without revocation information the verdict is open, not failed', () => {
    expect(first(signed, { crls: [] })).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
  });

  test('C28: revoked before an unproven time is indeterminate', async () => {
    const serial = parseCertificate(signer.certificate).serial;
    const crl = await issueCrl(pki.authority.issuing, {
      entries: [{ serial, revokedAt: new Date('2026-02-01T00:00:00Z') }],
      thisUpdate: new Date('2026-03-15T00:00:00Z'),
      nextUpdate: new Date('2027-03-15T00:00:00Z'),
      number: 2,
    });
    expect(first(signed, { crls: [pki.crls[0], crl] })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
      revocation: { status: 'revoked', source: 'crl' },
    });
  });

  test('C22: revocation data from the document security store is enough', () => {
    expect(validateWith(sealed, pki, { crls: [] }).indication).toBe('TOTAL-PASSED');
  });
});

describe('what changed afterwards', () => {
  const judge = (edit: Parameters<typeof editPdf>[1], pdf = signed) => first(editPdf(pdf, edit));

  test('C31: metadata and a security store are allowed', () => {
    const judged = judge((view, update) => {
      const [ref, catalog] = catalogOf(view);
      const crls = [update.add(stream(new PdfDict(), pki.crls[0] as Uint8Array))];
      update.set(ref, catalog.with({ DSS: update.add(dict({ CRLs: crls })) }));
    });
    expect(judged).toMatchObject({ indication: 'TOTAL-PASSED', changesAfter: 'permitted' });
    expect(judged.laterChanges).toMatchObject([{ rule: 'dss-update', permitted: true, revision: 3 }]);
  });

  test('C33: a page whose content is replaced fails', () => {
    const judged = judge((view, update) => {
      const [ref, page] = firstPage(view);
      update.set(ref, page.with({ Contents: update.add(stream(new PdfDict(), text('0 0 1 rg 0 0 100 100 re f'))) }));
    });
    expect(judged).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
      changesAfter: 'forbidden',
    });
    expect(judged.reasons.join()).toContain('Contents has changed');
  });

  test('C33: the content stream overwritten in place fails too', () => {
    const judged = judge((view, update) => {
      const [, page] = firstPage(view);
      const contents = page.get('Contents');
      const target = contents instanceof PdfRef ? contents : (view.array(contents)[0] as PdfRef);
      const real = view.resolve(target) instanceof PdfStream ? target : (view.array(target)[0] as PdfRef);
      update.set(real, stream(new PdfDict(), text('BT ET')));
    });
    expect(judged.changesAfter).toBe('forbidden');
  });

  test.each(['Tabs', 'AA', 'Rotate'])('C33: /%s on a page fails', (key) => {
    const value = key === 'Tabs' ? name('S') : key === 'Rotate' ? 90 : dict({});
    const judged = judge((view, update) => {
      const [ref, page] = firstPage(view);
      update.set(ref, page.with({ [key]: value }));
    });
    expect(judged.changesAfter).toBe('forbidden');
  });

  test.each(['OpenAction', 'Outlines', 'Names', 'FooBar', 'OCProperties'])('C33: /%s in the catalog fails', (key) => {
    const judged = judge((view, update) => {
      const [ref, catalog] = catalogOf(view);
      update.set(ref, catalog.with({ [key]: dict({ S: name('JavaScript') }) }));
    });
    expect(judged.changesAfter).toBe('forbidden');
  });

  test('C32: an annotation is allowed without DocMDP and shown, and forbidden under P=2', async () => {
    const annotate: Parameters<typeof editPdf>[1] = (view, update) => {
      const [ref, page] = firstPage(view);
      const note = update.add(dict({ Type: name('Annot'), Subtype: name('Text'), Rect: [0, 0, 20, 20] }));
      update.set(ref, page.with({ Annots: [...view.array(page.get('Annots')), note] }));
    };
    expect(judge(annotate)).toMatchObject({ indication: 'TOTAL-PASSED', changesAfter: 'permitted' });
    const certified = expectOk(await signPdf(plain, planFor('Signature1', { certify: 2 }), signer));
    expect(judge(annotate, certified)).toMatchObject({ indication: 'TOTAL-FAILED', changesAfter: 'forbidden' });
    const lenient = expectOk(await signPdf(plain, planFor('Signature1', { certify: 3 }), signer));
    expect(judge(annotate, lenient)).toMatchObject({ indication: 'TOTAL-PASSED', changesAfter: 'permitted' });
  });

  test('C36: something opaque laid over the text is forbidden in a certified document, and shown in others', async () => {
    const cover: Parameters<typeof editPdf>[1] = (view, update) => {
      const [ref, page] = firstPage(view);
      const stamp = update.add(dict({ Type: name('Annot'), Subtype: name('Stamp'), Rect: [0, 0, 595, 842] }));
      update.set(ref, page.with({ Annots: [...view.array(page.get('Annots')), stamp] }));
    };
    const certified = expectOk(await signPdf(plain, planFor('Signature1', { certify: 3 }), signer));
    expect(judge(cover, certified).changesAfter).toBe('forbidden');
    const judged = judge(cover);
    expect(judged.changesAfter).toBe('permitted');
    expect(judged.laterChanges.map(({ rule }) => rule)).toContain('covers-content');
  });

  test('C33: a new field that is no signature field fails', () => {
    const judged = judge((view, update) => {
      const [ref, catalog] = catalogOf(view);
      const form = view.dict(catalog.get('AcroForm')) as PdfDict;
      const field = update.add(dict({ FT: name('Tx'), T: new PdfString(text('Injected')) }));
      update.set(ref, catalog.with({ AcroForm: form.with({ Fields: [...view.array(form.get('Fields')), field] }) }));
    });
    expect(judged.changesAfter).toBe('forbidden');
  });

  test('C30: an object that a permitted place shares with a forbidden one cannot change under its cover', async () => {
    const shared = editPdf(plain, (view, update) => {
      const [ref, catalog] = catalogOf(view);
      const values = update.add(stream(new PdfDict(), pki.crls[0] as Uint8Array));
      update.set(ref, catalog.with({ DSS: dict({ CRLs: [values] }), FooBar: values }));
    });
    const base = expectOk(await signPdf(shared, planFor('Signature1'), signer));
    const judged = judge((view, update) => {
      const values = catalogOf(view)[1].get('FooBar') as PdfRef;
      update.set(values, stream(new PdfDict(), text('something else')));
    }, base);
    expect(judged.changesAfter).toBe('forbidden');
  });

  test('C30: an unused object may be replaced, and is shown', async () => {
    const unused = new PdfRef(500, 0);
    const base = editPdf(plain, (_, update) => update.set(unused, dict({ A: 1 })));
    const pdf = expectOk(await signPdf(base, planFor('Signature1'), signer));
    expect(judge((_, update) => update.set(unused, dict({ A: 2 })), pdf)).toMatchObject({
      indication: 'TOTAL-PASSED',
      laterChanges: [{ rule: 'unreferenced-object' }],
    });
  });

  test('C34: a certification after another signature fails', () => {
    const judged = judge((view, update) => {
      const [ref, catalog] = catalogOf(view);
      const form = view.dict(catalog.get('AcroForm')) as PdfDict;
      const field = view.dict(view.array(form.get('Fields'))[0] ?? null) as PdfDict;
      update.set(ref, catalog.with({ Perms: dict({ DocMDP: field.get('V') }) }));
    });
    expect(judged.changesAfter).toBe('forbidden');
  });

  test('C35: content that a signed cross-reference expects past the end of its revision cannot be put there later', async () => {
    // The page shows object 900, which the table of the signed file places far behind its end.
    const prepared = Buffer.from(
      editPdf(plain, (view, update) => {
        const [ref, page] = firstPage(view);
        update.set(ref, page.with({ Contents: new PdfRef(900, 0) }));
        update.set(new PdfRef(900, 0), stream(new PdfDict(), text('BT ET')));
      }),
    ).toString('latin1');
    const trap = prepared.replace(/900 1\n\d{10}/, '900 1\n0000040000');
    expect(trap).not.toBe(prepared);
    const base = expectOk(await signPdf(new Uint8Array(Buffer.from(trap, 'latin1')), planFor('Signature1'), signer));
    expect(first(base).indication).toBe('TOTAL-PASSED');
    const room = ' '.repeat(40_000 - base.length);
    const hidden = Buffer.from(`${room}900 0 obj\n<</Length 5>>\nstream\n(Evil)\nendstream\nendobj\n`, 'latin1');
    const update = Buffer.from(
      editPdf(base, (view, edit) => {
        const [ref, catalog] = catalogOf(view);
        edit.set(ref, catalog.with({ DSS: dict({}) }));
      }).subarray(base.length),
    ).toString('latin1');
    const shifted = update
      .replace(
        /(\d{10}) 00000 n/,
        (_, offset: string) => `${String(Number(offset) + hidden.length).padStart(10, '0')} 00000 n`,
      )
      .replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + hidden.length}`);
    const attacked = Buffer.concat([base, hidden, Buffer.from(shifted, 'latin1')]);
    expect(first(new Uint8Array(attacked))).toMatchObject({ indication: 'TOTAL-FAILED', changesAfter: 'forbidden' });
  });

  test('C35: an object that no cross-reference lists fails', () => {
    const after = editPdf(signed, (view, update) => {
      const [ref, catalog] = catalogOf(view);
      update.set(ref, catalog.with({ DSS: dict({}) }));
    });
    const rest = Buffer.from(after.subarray(signed.length)).toString('latin1');
    const hidden = '99 0 obj\n(hidden)\nendobj\n';
    const shifted = rest
      .replace(
        /(\d{10}) 00000 n/,
        (_, offset: string) => `${String(Number(offset) + hidden.length).padStart(10, '0')} 00000 n`,
      )
      .replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + hidden.length}`);
    const pdf = Buffer.concat([signed, Buffer.from(hidden + shifted, 'latin1')]);
    expect(first(pdf).laterChanges.filter(({ permitted }) => !permitted)).toMatchObject([
      { description: expect.stringContaining('no cross-reference lists') as string },
    ]);
  });
});
