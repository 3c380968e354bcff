import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectPdf, signPdf, upgradePdf, validatePdf } from '../../../src-main/pades/index.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import { has, mutool, opensslCms, pdfsig } from '../../support/judges.ts';
import { extendsExactly, outline, signAt, withServices } from '../../support/levels.ts';
import {
  createTestPki,
  dssOf,
  expectOk,
  makeAppearance,
  makePdf,
  planFor,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, type TrustServices } from '../../support/trust-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'sign-encrypted-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** Two pages, the first with an empty signature field. */
const withEmptyField = async (): Promise<Uint8Array> => {
  const document = await PDFDocument.load(await makePdf(), { updateMetadata: false });
  document.setTitle('A title', { showInWindowTitleBar: false });
  const { context, catalog } = document;
  const page = document.getPage(0);
  const widget = { Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFString.of('Here'), Rect: [300, 50, 500, 110] };
  const field = context.register(context.obj({ ...widget, F: 4, P: page.ref }));
  page.node.addAnnot(field);
  catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [field] }));
  return document.save({ useObjectStreams: false });
};

/** The same file, encrypted by qpdf for `user` and `owner`. `strength`: what stands after the passwords. */
const encrypt = (plain: string, strength: readonly string[], more: readonly string[] = []): Uint8Array => {
  const out = join(folder, 'encrypted.pdf');
  const options = ['--allow-weak-crypto', ...more, '--encrypt', 'user', 'owner', ...strength, '--'];
  execFileSync('qpdf', [...options, plain, out]);
  return new Uint8Array(readFileSync(out));
};

/** Part of the first page as poppler draws it; points from the lower left. */
const drawn = (file: string, [x, y, width, height]: readonly [number, number, number, number]): string => {
  const numbers = { '-x': x, '-y': 842 - y - height, '-W': width, '-H': height };
  const box = Object.entries(numbers).flatMap(([name, value]) => [name, String(value)]);
  const { stdout, status } = spawnSync('pdftoppm', ['-r', '72', '-l', '1', '-upw', 'user', ...box, file], {
    maxBuffer: 2 ** 24,
  });
  expect(status).toBe(0);
  return stdout.toString('base64');
};

describe.skipIf(!has('qpdf'))('signing files that qpdf encrypted (skipped without qpdf)', () => {
  let pki: TestPki;
  let signer: Signer;
  let plain: string;
  beforeAll(async () => {
    pki = await createTestPki();
    signer = await pki.signerFor('Ada Author');
    plain = write('plain.pdf', await withEmptyField());
  });
  const user = { password: 'user' };
  const owner = { password: 'owner' };
  const existing = planFor('Here', { field: { kind: 'existing', name: 'Here' } });
  const reason = 'Zur Prüfung gelesen';

  test.each([
    ['RC4, 40 bits', ['40'], []],
    ['RC4, 128 bits', ['128', '--use-aes=n'], []],
    ['AES, 128 bits', ['128', '--use-aes=y'], []],
    ['AES, 128 bits, metadata in the clear', ['128', '--use-aes=y', '--cleartext-metadata'], []],
    ['AES, 256 bits, revision 5', ['256', '--force-R5'], []],
    ['AES, 256 bits', ['256'], []],
    ['AES, 256 bits, object streams', ['256', '--cleartext-metadata'], ['--object-streams=generate', '--linearize']],
  ])('%s: certified with all that a signature brings, then signed in its empty field', async (_, strength, more) => {
    const pdf = encrypt(plain, strength, more);
    const plan = planFor('Signature1', {
      ...{ reason, certify: 2, dss: dssOf(pki), name: 'Ada Author' },
      appearance: await makeAppearance('Ada Author'),
    });
    const first = expectOk(await signPdf(pdf, plan, signer, user));
    expect(extendsExactly(pdf, first)).toBe(true);
    const signed = expectOk(await signPdf(first, existing, signer, owner));
    expect(extendsExactly(first, signed)).toBe(true);

    for (const unlock of [user, owner]) {
      const report = validateWith(signed, pki, { ...unlock, crls: [] });
      expect(report.reasons).toEqual([]);
      expect(expectOk(inspectPdf(signed, unlock)).anomalies).toEqual([]);
      expect(report.signatures).toMatchObject([
        { field: 'Signature1', indication: 'TOTAL-PASSED', docMDP: 2, claims: { reason }, changesAfter: 'permitted' },
        { field: 'Here', indication: 'TOTAL-PASSED', claims: { reason: 'Approval' }, coversWholeFile: true },
      ]);
    }
    expect(validateWith(signed, pki).indication).toBe('INDETERMINATE');
    const added = Buffer.from(signed.subarray(pdf.length)).toString('latin1');
    for (const text of ['Approval', 'Signature1', "+01'00'"]) expect(added).not.toContain(text);

    const file = write('signed.pdf', signed);
    expect(execFileSync('qpdf', ['--check', '--password=user', file], { encoding: 'utf8' })).toContain('No syntax');
    const decrypted = execFileSync('qpdf', ['--decrypt', '--password=user', '--qdf', file, '-'], {
      encoding: 'latin1',
    });
    for (const text of ['(Approval)', '(Signature1)', '(Here)']) expect(decrypted).toContain(text);
    if (has('pdfsig')) {
      const words = pdfsig(file, 'user');
      expect(words.match(/Signature is Valid/g)).toHaveLength(2);
      expect(words.split('Signature #2')[0]).toContain('Total document signed');
    }
    if (has('mutool')) expect(mutool(file, 'user')).toContain('The document is unchanged since signing');
    if (hasOpenSsl())
      expect(opensslCms(folder, first, pki.authority.root.certificate, planFor('').signedAt)).toContain('successful');
    if (has('pdftoppm')) {
      const before = write('before.pdf', pdf);
      const above = [0, 115, 595, 727] as const;
      const shown = [50, 50, 200, 60] as const;
      expect(drawn(file, above)).toBe(drawn(before, above));
      const clear = write('clear.pdf', expectOk(await signPdf(readFileSync(plain), plan, signer)));
      expect(drawn(file, shown)).toBe(drawn(clear, shown));
      expect(drawn(file, shown)).not.toBe(drawn(before, shown));
    }
  });

  test.each([
    ['AES, 256 bits', ['256', '--modify=none'], 'fillForms', 'addFields'],
    ['AES, 256 bits', ['256', '--modify=form'], null, 'addFields'],
    ['AES, 128 bits', ['128', '--use-aes=y', '--modify=annotate'], null, 'addFields'],
    ['AES, 128 bits', ['128', '--use-aes=y', '--modify=all'], null, null],
    ['RC4, 40 bits', ['40', '--annotate=n'], 'fillForms', 'addFields'],
    ['RC4, 40 bits', ['40', '--modify=n'], null, 'addFields'],
  ])('%s %o: permissions bind the user, not the owner', async (_, strength, inField, inNewField) => {
    const pdf = encrypt(plain, strength);
    for (const [plan, needs] of [
      [existing, inField],
      [planFor('New'), inNewField],
    ] as const) {
      const byUser = await signPdf(pdf, plan, signer, user);
      if (needs === null) expect(validateWith(expectOk(byUser), pki, user).indication).toBe('TOTAL-PASSED');
      else expect(byUser).toMatchObject({ error: { code: 'pades/not-permitted', details: { needs } } });
      const byOwner = expectOk(await signPdf(pdf, plan, signer, owner));
      expect(validateWith(byOwner, pki, user).indication).toBe('TOTAL-PASSED');
    }
  });

  test('without the password, or with a wrong one, nothing is signed', async () => {
    const pdf = encrypt(plain, ['256']);
    for (const unlock of [{}, { password: 'User' }])
      expect(await signPdf(pdf, existing, signer, unlock)).toMatchObject({ error: { code: 'pades/encrypted' } });
  });

  describe.skipIf(!hasOpenSsl())('with time-stamps and validation data (skipped without openssl)', () => {
    let services: TrustServices;
    beforeAll(async () => {
      services = await startTrustServices();
    });
    afterAll(() => services.close());

    test.each([
      ['RC4, 128 bits', ['128', '--use-aes=n']],
      ['AES, 256 bits', ['256']],
    ])('%s: signed at B-LTA, and a B-B signature raised to it', async (_, strength) => {
      const pdf = encrypt(plain, strength);
      const options = withServices(services, 'B-LTA', user);
      const { people, root } = services;
      const inField = { field: existing.field };
      const direct = await signAt(pdf, people.ada, options, inField);
      const basic = await signAt(pdf, people.ada, withServices(services, 'B-B', user), inField);
      const raised = expectOk(await upgradePdf(basic.pdf, { ...options, vri: true }));
      for (const done of [direct, raised]) {
        expect(done).toMatchObject({ level: 'B-LTA', reached: true, notes: [] });
        expect(extendsExactly(pdf, done.pdf)).toBe(true);
        const report = expectOk(validatePdf(done.pdf, { anchors: [root], at: new Date(), ...user }));
        expect(outline(report)[0]).toMatchObject({ level: 'B-LTA', indication: 'TOTAL-PASSED' });
        const file = write('lta.pdf', done.pdf);
        expect(execFileSync('qpdf', ['--check', '--password=user', file], { encoding: 'utf8' })).toContain('No syntax');
        if (has('pdfsig')) expect(pdfsig(file, 'user').split('Signature #2')[0]).toContain('Signature is Valid');
      }
      expect(await upgradePdf(basic.pdf, withServices(services, 'B-LTA'))).toMatchObject({
        error: { code: 'pades/encrypted' },
      });
    });
  });
});
