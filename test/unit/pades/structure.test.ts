import { beforeAll, describe, expect, test } from 'vitest';
import { validatePdf } from '../../../src-main/pades/index.ts';
import { sequence } from '../../../src-main/pki/asn1/write.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { catalogOf, editPdf } from '../../support/pades-edit.ts';
import { dict, type PdfDict } from '../../../src-main/pades/pdf/objects.ts';
import { createTestPki, type TestPki, validateWith } from '../../support/pades-files.ts';
import { type RawSignature, rawSigned } from '../../support/pades-raw.ts';
import { oddCms } from '../../support/pki-cms.ts';

let pki: TestPki;
let signer: Signer;

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
});

const sign = (raw: Omit<RawSignature, 'signer'> = {}) => rawSigned({ signer, ...raw });
const verdictOn = (pdf: Uint8Array) => validateWith(pdf, pki, { intermediates: [pki.authority.issuing.certificate] });
const judge = async (raw: Omit<RawSignature, 'signer'> = {}) => verdictOn(await sign(raw));
/** Does the only signature, of the structure asked for, pass? */
const passes = async (raw: Omit<RawSignature, 'signer'> = {}): Promise<boolean> => {
  const { signatures, indication } = await judge(raw);
  return signatures.length === 1 && indication === 'TOTAL-PASSED';
};
const pkcs7 = '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached';

describe('finding signatures (ISO 32000-2, 12.7.5.5)', () => {
  test('the sample passes as it is', async () => {
    expect(await passes()).toBe(true);
  });

  test('C1: of a form that each revision has, the first one counts where the last is empty', async () => {
    const emptied = editPdf(await sign(), (view, update) => {
      const [ref, catalog] = catalogOf(view);
      update.set(ref, catalog.with({ AcroForm: dict({ Fields: [] }) }));
    });
    expect(verdictOn(emptied)).toMatchObject({
      indication: 'TOTAL-FAILED',
      signatures: [{ field: 'Sig', changesAfter: 'forbidden' }],
    });
  });

  test('C1: a field that is broken does not hide its signature', async () => {
    const report = await judge({ field: '/T(Sig)/V 5 0 R' });
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', signatures: [{ field: '' }] });
    expect(report.signatures[0]?.reasons.join()).toContain('reached from no field');
  });

  test('C2: /SubFilter decides what a signature is, /Type may be missing or odd', async () => {
    const subFilter = '/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached';
    expect(await passes({ entries: subFilter })).toBe(true);
    expect(await passes({ entries: `/Type/DocTimeStamp${subFilter}` })).toBe(true);
    expect((await judge({ entries: subFilter })).signatures[0]?.kind).toBe('signature');
    expect(await passes({ entries: '/Type/Sig/Filter/Adobe.PPKLite' })).toBe(false);
  });

  test('C2: a dictionary in a text field is no signature, nor are usage rights', async () => {
    expect(await passes({ field: '/FT/Tx/T(Text)/V 5 0 R' })).toBe(false);
    for (const key of ['UR3', 'UR'])
      expect(await judge({ fields: '', catalog: `/Perms<</${key} 5 0 R>>` })).toMatchObject({
        indication: 'INDETERMINATE',
        signatures: [],
      });
  });

  test('C3: fields that share a value are one signature, and trees that lead back end', async () => {
    const two = { fields: '4 0 R 6 0 R', objects: ['<</FT/Sig/T(Twin)/V 5 0 R>>'] };
    expect(await passes(two)).toBe(true);
    const circle = { fields: '6 0 R', objects: ['<</T(A)/Kids[7 0 R 4 0 R]>>', '<</T(B)/Kids[6 0 R]/Parent 6 0 R>>'] };
    expect(await passes(circle)).toBe(true);
  });

  test('C5: inherited and indirect values are the signature’s own', async () => {
    const inherited = {
      fields: '6 0 R',
      field: '/T(Kid)/Parent 6 0 R',
      objects: ['<</FT/Sig/T(Sig)/V 5 0 R/Kids[4 0 R]>>'],
    };
    expect(await judge(inherited)).toMatchObject({ indication: 'TOTAL-PASSED', signatures: [{ field: 'Sig.Kid' }] });
    const direct = {
      objects: ['/ETSI.CAdES.detached', '<</Filter/Adobe.PPKLite>>'],
      entries: '/Type/Sig/SubFilter 6 0 R/Prop_Build 7 0 R',
    };
    expect(await passes(direct)).toBe(true);
  });

  test('C5: /Contents counts as hexadecimal digits only', async () => {
    const file = Buffer.from(await sign());
    const start = file.indexOf('/Contents<') + '/Contents'.length;
    const end = file.indexOf('>', start);
    file[start] = 0x28;
    file[end] = 0x29;
    expect(verdictOn(new Uint8Array(file)).indication).toBe('TOTAL-FAILED');
  });
});

describe('/ByteRange and what it covers (12.8.1)', () => {
  test.each([
    ['three numbers', ([a, b, c]: readonly number[]) => [a, b, c]],
    ['six numbers', (usual: readonly number[]) => [...usual, 0, 0]],
    ['a negative length', ([a, b, c, d = 0]: readonly number[]) => [a, b, c, -d]],
    ['a beginning after the header', ([, b = 0, c, d]: readonly number[]) => [9, b - 9, c, d]],
    ['parts that overlap', ([a, b = 0, c = 0, d = 0]: readonly number[]) => [a, c + 5, c, d - b + b]],
    ['an end past the end', ([a, b, c, d = 0]: readonly number[]) => [a, b, c, d + 1]],
    ['one part only', ([a, b]: readonly number[]) => [a, b, b, 0]],
    ['fractions', ([a, b = 0, c, d]: readonly number[]) => [a, b + 0.5, c, d]],
  ])('C6: %s fails', async (_, range) => {
    expect((await judge({ range: range as RawSignature['range'] & object })).indication).toBe('TOTAL-FAILED');
  });

  test('C7: the gap is the token of /Contents and nothing else', async () => {
    const wider = (left: number, right: number): Omit<RawSignature, 'signer'> => ({
      before: ' '.repeat(20),
      after: ' '.repeat(20),
      range: ([a, b, c, d]) => [a, b - left, c + right, d - right],
    });
    expect(await passes(wider(0, 0))).toBe(true);
    for (const [left, right] of [
      [1, 0],
      [0, 1],
      [20, 20],
      [-1, 0],
      [-1, -1],
      [0, -1],
    ] as const)
      expect((await judge(wider(left, right))).indication, `${left} ${right}`).toBe('TOTAL-FAILED');
    const comment = { before: '%comment\n', range: ([a, b, c, d]: readonly number[]) => [a, (b ?? 0) - 9, c, d] };
    expect((await judge(comment as Omit<RawSignature, 'signer'>)).indication).toBe('TOTAL-FAILED');
  });

  test('C7: only zeros follow the CMS in the token', async () => {
    expect(await passes({ padding: '0000' })).toBe(true);
    expect((await judge({ padding: '01' })).signatures[0]?.answers.bytes).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
    });
    expect((await judge({ padding: '0%' })).indication).toBe('TOTAL-FAILED');
  });

  test('C8: the CMS is that of the dictionary, wherever its range points', async () => {
    // The second dictionary carries the range of the first: who reads the CMS from the gap calls both sound.
    const first = await sign();
    const range = /\/ByteRange\[([\d ]+?) *\]/.exec(Buffer.from(first).toString('latin1'))?.[1] ?? '';
    const second = editPdf(first, (view, update) => {
      const [ref, catalog] = catalogOf(view);
      const form = view.dict(catalog.get('AcroForm')) as PdfDict;
      const value = view.dict(view.array(form.get('Fields'))[0] ?? null) as PdfDict;
      const signature = view.dict(value.get('V')) as PdfDict;
      const twin = signature.with({ ByteRange: range.split(' ').map(Number) });
      const field = update.add(value.with({ V: update.add(twin) }));
      update.set(ref, catalog.with({ AcroForm: form.with({ Fields: [...view.array(form.get('Fields')), field] }) }));
    });
    const [, forged] = verdictOn(second).signatures;
    expect(forged).toMatchObject({ indication: 'TOTAL-FAILED', answers: { coverage: { indication: 'TOTAL-FAILED' } } });
  });

  test('C9: a revision ends with its end-of-line mark, of whatever kind, and the range with the revision', async () => {
    for (const end of ['', '\n', '\r', '\r\n']) expect(await passes({ end }), JSON.stringify(end)).toBe(true);
    expect(await passes({ range: ([a, b, c, d]) => [a, b, c, d - 1] })).toBe(true);
    for (const less of [2, 10, 100]) {
      const report = await judge({ range: ([a, b, c, d]) => [a, b, c, d - less] });
      expect(report.signatures[0]?.answers, `${less}`).toMatchObject({
        bytes: { indication: 'TOTAL-PASSED' },
        coverage: { indication: 'TOTAL-FAILED' },
      });
    }
  });

  test('C10: a key that stands twice, nothing in /Contents, no /ByteRange: never valid', async () => {
    const twice = await judge({ before: '<3003020101>/Contents' });
    expect(twice.signatures[0]?.answers.coverage.reasons.join()).toContain('stands twice');
    expect(twice.indication).toBe('TOTAL-FAILED');
    expect((await judge({ cms: () => Promise.resolve(new Uint8Array()) })).indication).toBe('TOTAL-FAILED');
    const file = Buffer.from(await sign());
    for (const [key, other] of [
      ['/Contents', '/Nontents'],
      ['/ByteRange', '/ByteRagne'],
    ] as const) {
      const without = Buffer.from(file);
      without.write(other, without.indexOf(key), 'latin1');
      expect(verdictOn(new Uint8Array(without)).indication, key).not.toBe('TOTAL-PASSED');
    }
  });
});

describe('the CMS inside (RFC 5652)', () => {
  const cms = (odd: Partial<Parameters<typeof oddCms>[0]>) => (content: Uint8Array) =>
    oddCms({ signer, content, ...odd });

  test('C11: indefinite lengths are read, two signers are not', async () => {
    expect(await passes({ cms: cms({ indefinite: true }) })).toBe(true);
    expect((await judge({ cms: cms({ signers: 2 }) })).indication).toBe('TOTAL-FAILED');
  });

  test('C12: content inside is refused, be it the document itself', async () => {
    for (const entries of [pkcs7, '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached'])
      for (const eContent of [new Uint8Array(), Uint8Array.of(1, 2, 3)])
        expect((await judge({ entries, cms: cms({ eContent }) })).indication).toBe('TOTAL-FAILED');
  });

  test('C14: without signed attributes PKCS#7 passes and PAdES does not', async () => {
    expect(await passes({ entries: pkcs7, cms: cms({ attributes: null }) })).toBe(true);
    expect(await passes({ cms: cms({ attributes: null }) })).toBe(false);
  });

  test('C19: departures from the PAdES baseline are noted and fail nothing', async () => {
    const report = await judge({ entries: `${pkcs7}/Reason(Approval)/M(D:20260301101500Z)`, cms: cms({}) });
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', signatures: [{ claims: { reason: 'Approval' } }] });
  });

  test('C40: whatever stands in /Contents ends in a verdict', async () => {
    for (const value of [
      sequence(),
      Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
      new Uint8Array(200).fill(0x30),
    ]) {
      const file = await sign({ cms: () => Promise.resolve(value) });
      const result = validatePdf(file, { anchors: pki.anchors, at: new Date('2026-04-01T00:00:00Z') });
      expect(result).toMatchObject({ ok: true, value: { indication: 'TOTAL-FAILED' } });
    }
  });
});

test('a dictionary that was left of an older signature when the document was signed is noted, and fails nothing', async () => {
  const remains = '<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 20 30]/Contents<00>>>';
  const report = await judge({ objects: [remains] });
  expect(report).toMatchObject({ indication: 'TOTAL-PASSED', signatures: [{ field: 'Sig' }] });
  expect(report.warnings.join()).toContain('what is left of a signature');
  const after = editPdf(await sign(), (_, update) => {
    update.add(dict({ ByteRange: [0, 9, 20, 30] }));
  });
  expect(verdictOn(after).indication).toBe('TOTAL-FAILED');
});
