import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractEmbeddedFile, inspectPdf, revisionBytes, SignFailure, signPdf } from '../../../src-main/pades/index.ts';
import { dict, encodeText, name, type PdfDict, type PdfRef, stream } from '../../../src-main/pades/pdf/objects.ts';
import type { PdfView } from '../../../src-main/pades/pdf/document.ts';
import type { Update } from '../../../src-main/pades/pdf/update.ts';
import { formFields } from '../../../src-main/pades/pdf/form.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { attachRecord, catalogOf, editPdf, firstPage } from '../../support/pades-edit.ts';
import { createTestPki, expectOk, makePdf, planFor, type TestPki, validateWith } from '../../support/pades-files.ts';

let pki: TestPki;
let signer: Signer;
/** Text fields `name` and `group.note`, and the signature fields `Author` (which locks `name`) and `Approver`. */
let form: Uint8Array;

const text = (value: string) => new TextEncoder().encode(value);
const appearance = (update: Update, shown: string) =>
  update.add(
    stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 100, 20] }), text(`BT (${shown}) Tj ET`)),
  );

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
  form = editPdf(await makePdf({ pages: 1 }), (view, update) => {
    const [pageRef, page] = firstPage(view);
    const [catalogRef, catalog] = catalogOf(view);
    const widget = (y: number, more: Parameters<typeof dict>[0]) =>
      update.add(
        dict({ Type: name('Annot'), Subtype: name('Widget'), Rect: [50, y, 150, y + 20], P: pageRef, F: 4, ...more }),
      );
    const field = (y: number, title: string, shown: string) =>
      widget(y, {
        FT: name('Tx'),
        T: encodeText(title),
        V: encodeText(shown),
        AP: dict({ N: appearance(update, shown) }),
      });
    const lock = dict({ Type: name('SigFieldLock'), Action: name('Include'), Fields: [encodeText('name')] });
    const plain = field(700, 'name', 'Ada');
    const note = field(650, 'note', 'draft');
    const group = update.add(dict({ T: encodeText('group'), Kids: [note] }));
    const author = widget(600, { FT: name('Sig'), T: encodeText('Author'), Lock: lock });
    const approver = widget(550, { FT: name('Sig'), T: encodeText('Approver') });
    update.set(pageRef, page.with({ Annots: [plain, note, author, approver] }));
    update.set(
      catalogRef,
      catalog.with({ AcroForm: dict({ Fields: [plain, group, author, approver], DA: encodeText('/Helv 0 Tf') }) }),
    );
  });
});

const existing = (field: string) => planFor(field, { field: { kind: 'existing', name: field } });
const fieldRef = (view: PdfView, wanted: string): readonly [PdfRef, PdfDict] => {
  const found = formFields(view).find((field) => field.name === wanted);
  if (!found?.ref) throw new Error(`no field ${wanted}`);
  return [found.ref, found.dict];
};
const fill = (pdf: Uint8Array, field: string, value: string, shown = value) =>
  editPdf(pdf, (view, update) => {
    const [ref, old] = fieldRef(view, field);
    update.set(ref, old.with({ V: encodeText(value), AP: dict({ N: appearance(update, shown) }) }));
  });

describe('existing fields', () => {
  test('are signed in place: rectangle and place kept, the widget printed and shown', async () => {
    const signed = expectOk(await signPdf(form, existing('Approver'), signer));
    const [signature] = validateWith(signed, pki).signatures;
    expect(signature).toMatchObject({ indication: 'TOTAL-PASSED', place: { page: 1, rect: [50, 550, 150, 570] } });
    expect(expectOk(inspectPdf(signed)).emptySignatureFields).toMatchObject([
      { field: 'Author', lock: { action: 'Include' } },
    ]);
  });

  test('that are no signature fields are refused', async () => {
    expect(await signPdf(form, existing('name'), signer)).toMatchObject({
      error: { code: SignFailure.NotASignatureField },
    });
  });

  test('C34: their own lock is carried out by signing: the locked field may not change, others may', async () => {
    const signed = expectOk(await signPdf(form, existing('Author'), signer));
    expect(validateWith(fill(signed, 'name', 'Eve'), pki).signatures[0]).toMatchObject({
      indication: 'TOTAL-FAILED',
      changesAfter: 'forbidden',
    });
    expect(validateWith(fill(signed, 'group.note', 'final'), pki).signatures[0]).toMatchObject({
      indication: 'TOTAL-PASSED',
      laterChanges: [{ rule: 'fill-field', field: 'group.note', permitted: true }],
    });
  });
});

describe('filling in after a signature', () => {
  const changesAfter = async (certify: 1 | 2 | null, edit: (pdf: Uint8Array) => Uint8Array) => {
    const plan = { ...existing('Approver'), ...(certify ? { certify } : {}) };
    return validateWith(edit(expectOk(await signPdf(form, plan, signer))), pki).signatures[0]?.changesAfter;
  };

  test('C32: is allowed under P=2 and without DocMDP, and forbidden under P=1', async () => {
    const edit = (pdf: Uint8Array) => fill(pdf, 'name', 'Grace');
    expect(await changesAfter(2, edit)).toBe('permitted');
    expect(await changesAfter(null, edit)).toBe('permitted');
    expect(await changesAfter(1, edit)).toBe('forbidden');
  });

  test('C32: another look under the same value is forbidden, the same words drawn anew are not', async () => {
    expect(await changesAfter(2, (pdf) => fill(pdf, 'name', 'Ada', 'Eve'))).toBe('forbidden');
    expect(await changesAfter(2, (pdf) => fill(pdf, 'name', 'Ada', 'Ada'))).toBe('permitted');
  });

  test('C33: moving a field, its actions and its removal are forbidden', async () => {
    const change = (changes: Parameters<PdfDict['with']>[0]) => (pdf: Uint8Array) =>
      editPdf(pdf, (view, update) => {
        const [ref, old] = fieldRef(view, 'name');
        update.set(ref, old.with(changes));
      });
    expect(await changesAfter(2, change({ Rect: [0, 0, 600, 800] }))).toBe('forbidden');
    expect(await changesAfter(2, change({ AA: dict({}) }))).toBe('forbidden');
    expect(await changesAfter(2, change({ F: 2 }))).toBe('forbidden');
    const removed = (pdf: Uint8Array) =>
      editPdf(pdf, (view, update) => {
        const [ref, catalog] = catalogOf(view);
        const acroForm = view.dict(catalog.get('AcroForm')) as PdfDict;
        update.set(
          ref,
          catalog.with({ AcroForm: acroForm.with({ Fields: view.array(acroForm.get('Fields')).slice(1) }) }),
        );
      });
    expect(await changesAfter(2, removed)).toBe('forbidden');
  });
});

describe('looking inside', () => {
  test('the bytes of each revision are those that were signed', async () => {
    const once = expectOk(await signPdf(form, existing('Author'), signer));
    const twice = expectOk(await signPdf(once, existing('Approver'), signer));
    expect(Buffer.compare(expectOk(revisionBytes(twice, 3)), once)).toBe(0);
    expect(Buffer.compare(expectOk(revisionBytes(twice, 2)), form)).toBe(0);
    expect(revisionBytes(twice, 9)).toMatchObject({ error: { code: 'pades/no-such-revision' } });
    expect(validateWith(expectOk(revisionBytes(twice, 3)), pki).indication).toBe('TOTAL-PASSED');
  });

  test('the embedded record is read, hashed, and known to be covered by the first signature', async () => {
    const json = '{"format":"record/1","record":{"id":"PE-2026-0007","type":"periodic-evaluation","revision":1}}';
    const signed = expectOk(await signPdf(attachRecord(form, json), existing('Author'), signer));
    expect(validateWith(signed, pki).record).toEqual({
      id: 'PE-2026-0007',
      type: 'periodic-evaluation',
      revision: 1,
      sha256: createHash('sha256').update(json).digest('hex'),
      coveredByFirstSignature: true,
    });
    expect(expectOk(inspectPdf(signed)).files).toEqual([
      { name: 'record.json', mediaType: 'application/json', relationship: 'Source', description: null },
    ]);
    expect(Buffer.from(expectOk(extractEmbeddedFile(signed, 'record.json'))).toString()).toBe(json);
    const exchanged = validateWith(attachRecord(signed, json.replace('0007', '0008')), pki);
    expect(exchanged.record).toMatchObject({ id: 'PE-2026-0008', coveredByFirstSignature: false });
    expect(exchanged.indication).toBe('TOTAL-FAILED');
  });

  test('an embedded record that nests beyond measure is none, and keeps nobody from the verdict', async () => {
    const json = `{"record":{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const signed = expectOk(await signPdf(attachRecord(form, json), existing('Author'), signer));
    const report = validateWith(signed, pki);
    expect([report.indication, report.record]).toEqual(['TOTAL-PASSED', null]);
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({ indication: 'TOTAL-PASSED' });
  });
});
