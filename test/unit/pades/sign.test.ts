import { beforeAll, describe, expect, test } from 'vitest';
import { embedSignature, prepareSignature, SignFailure, signPdf } from '../../../src-main/pades/index.ts';
import { KeyAlgorithm } from '../../../src-main/pki/keys/generate.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import {
  createTestPki,
  dssOf,
  expectOk,
  makeAppearance,
  makePdf,
  planFor,
  sealThreeTimes,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';

let pki: TestPki;
let signer: Signer;
let plain: Uint8Array;

beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
  plain = await makePdf();
});

const failureOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => result.error?.code;

describe('signing', () => {
  test.each([
    ['a cross-reference table', false],
    ['a cross-reference stream', true],
  ])('earlier bytes stay an exact prefix in a file with %s', async (_, objectStreams) => {
    const pdf = await makePdf({ objectStreams });
    const signed = expectOk(await signPdf(pdf, planFor('Signature1'), signer));
    expect(Buffer.compare(signed.subarray(0, pdf.length), pdf)).toBe(0);
    const again = expectOk(await signPdf(signed, planFor('Signature2'), signer));
    expect(Buffer.compare(again.subarray(0, signed.length), signed)).toBe(0);
    expect(validateWith(again, pki).indication).toBe('TOTAL-PASSED');
  });

  test.each([KeyAlgorithm.EcdsaP256, KeyAlgorithm.EcdsaP384, KeyAlgorithm.Rsa3072])(
    'signs with %s',
    async (algorithm) => {
      const signed = expectOk(await signPdf(plain, planFor('Signature1'), await pki.signerFor('Any', algorithm)));
      expect(validateWith(signed, pki).indication).toBe('TOTAL-PASSED');
    },
  );

  test('what the plan says is what the signature claims', async () => {
    const signed = expectOk(
      await signPdf(
        plain,
        planFor('Here', { name: 'Ada Lovelace', location: 'Zürich', contactInfo: 'ada@example.org' }),
        signer,
      ),
    );
    const [signature] = validateWith(signed, pki).signatures;
    expect(signature).toMatchObject({
      field: 'Here',
      signer: 'Ada Author',
      signedAt: '2026-03-01T10:15:00.000Z',
      timeSource: 'claimed',
      level: 'B-B',
      subFilter: 'ETSI.CAdES.detached',
      coversWholeFile: true,
      claims: { name: 'Ada Lovelace', reason: 'Approval', location: 'Zürich', contactInfo: 'ada@example.org' },
      place: { page: 1, rect: [50, 50, 250, 110] },
    });
    expect(Buffer.from(signed).toString('latin1')).toContain("(D:20260301111500+01'00')");
  });

  test('an invisible field has no place and still passes', async () => {
    const plan = planFor('Hidden', { field: { kind: 'new', name: 'Hidden' } });
    const [signature] = validateWith(expectOk(await signPdf(plain, plan, signer)), pki).signatures;
    expect(signature).toMatchObject({ indication: 'TOTAL-PASSED', place: null });
  });

  test('three signatures, the first certifying and the last locking, all pass', async () => {
    const report = validateWith(await sealThreeTimes(plain, pki), pki, { crls: [] });
    expect(report.signatures.map((one) => [one.indication, one.changesAfter, one.docMDP, one.coversWholeFile])).toEqual(
      [
        ['TOTAL-PASSED', 'permitted', 2, false],
        ['TOTAL-PASSED', 'permitted', null, false],
        ['TOTAL-PASSED', 'none', null, true],
      ],
    );
  });

  test('an existing field is signed where it stands, and its own lock is carried out', async () => {
    const withField = expectOk(
      await signPdf(
        plain,
        planFor('First', { lock: { action: 'Include', fields: ['Other'], permission: null } }),
        signer,
      ),
    );
    expect(failureOf(await signPdf(withField, planFor('Other'), signer))).toBe(SignFailure.FieldLocked);
    expect(validateWith(expectOk(await signPdf(withField, planFor('Another'), signer)), pki).indication).toBe(
      'TOTAL-PASSED',
    );
  });

  test('a CMS larger than its room is refused, and the prepared file stays as it was', () => {
    const prepared = expectOk(prepareSignature(plain, planFor('Signature1', { reserved: 100 })));
    const before = Buffer.from(prepared.update);
    expect(embedSignature(prepared, new Uint8Array(101))).toMatchObject({
      error: { code: SignFailure.TooLarge, details: { reserved: 100, needed: 101 } },
    });
    expect(before.equals(prepared.update)).toBe(true);
  });

  test('values that the data store already holds are not written again', async () => {
    const once = expectOk(await signPdf(plain, planFor('A', { dss: dssOf(pki) }), signer));
    const twice = expectOk(await signPdf(once, planFor('B', { dss: dssOf(pki) }), signer));
    const marker = Buffer.from(pki.crls[0] as Uint8Array);
    const first = Buffer.from(twice).indexOf(marker);
    expect(first).toBeGreaterThan(0);
    expect(Buffer.from(twice).indexOf(marker, first + 1)).toBe(-1);
  });
});

describe('signing refuses', () => {
  test('C34: what the file already forbids', async () => {
    const frozen = expectOk(await signPdf(plain, planFor('First', { certify: 1 }), signer));
    expect(failureOf(await signPdf(frozen, planFor('Second'), signer))).toBe(SignFailure.CertifiedNoChanges);
    const locked = expectOk(
      await signPdf(plain, planFor('First', { lock: { action: 'All', fields: [], permission: null } }), signer),
    );
    expect(failureOf(await signPdf(locked, planFor('Second'), signer))).toBe(SignFailure.FieldLocked);
    const signed = expectOk(await signPdf(plain, planFor('First'), signer));
    expect(failureOf(await signPdf(signed, planFor('Second', { certify: 2 }), signer))).toBe(
      SignFailure.CertifyNotFirst,
    );
  });

  test('C36: a new visible field over the text of a certified document, as verifiers take it for an attack', async () => {
    const certified = expectOk(await signPdf(plain, planFor('First', { certify: 2 }), signer));
    const over = { kind: 'new', name: 'Over', page: 0, rect: [0, 0, 595, 842] } as const;
    expect(failureOf(await signPdf(certified, planFor('Over', { field: over }), signer))).toBe(
      SignFailure.CoversContent,
    );
    const approved = expectOk(await signPdf(plain, planFor('First'), signer));
    expect(
      validateWith(expectOk(await signPdf(approved, planFor('Over', { field: over }), signer)), pki).indication,
    ).toBe('TOTAL-PASSED');
  });

  test('fields that are not there, are there already, or are signed', async () => {
    const existing = (name: string) => planFor(name, { field: { kind: 'existing', name } });
    expect(failureOf(await signPdf(plain, existing('None'), signer))).toBe(SignFailure.NoSuchField);
    const signed = expectOk(await signPdf(plain, planFor('First'), signer));
    expect(failureOf(await signPdf(signed, existing('First'), signer))).toBe(SignFailure.AlreadySigned);
    expect(failureOf(await signPdf(signed, planFor('First'), signer))).toBe(SignFailure.FieldExists);
    expect(failureOf(await signPdf(plain, planFor('F', { field: { kind: 'new', name: 'F', page: 9 } }), signer))).toBe(
      SignFailure.NoSuchPage,
    );
  });

  test('what is no PDF, and an appearance that is none', async () => {
    const text = new TextEncoder().encode('not a PDF');
    expect(failureOf(await signPdf(text, planFor('F'), signer))).toBe(SignFailure.Unreadable);
    expect(failureOf(await signPdf(plain, planFor('F', { appearance: text }), signer))).toBe(SignFailure.BadAppearance);
  });

  test('C34: nothing where a lock names another field that only begins alike', async () => {
    const lock = { action: 'Include', fields: ['Signature1'], permission: null } as const;
    const locked = expectOk(await signPdf(plain, planFor('First', { lock }), signer));
    const signed = expectOk(
      await signPdf(locked, planFor('Signature10', { appearance: await makeAppearance('ten') }), signer),
    );
    expect(validateWith(signed, pki).indication).toBe('TOTAL-PASSED');
  });
});
