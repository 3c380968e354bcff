import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPdf, validatePdf } from '../../../src-main/pades/index.ts';
import { SignatureAlgorithm } from '../../../src-main/pki/signer.ts';
import { has, hasPyHanko, mutool, opensslCms, pdfsig, pyHanko } from '../../support/judges.ts';
import { expectOk, makePdf, planFor } from '../../support/pades-files.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { testNow, testPki, type TestPki, testSigner } from '../../support/pki.ts';

const folder = mkdtempSync(join(tmpdir(), 'algorithms-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Who signs how, and which tools know the algorithm (poppler 22, OpenSSL 3.0, MuPDF 1.21). */
const everybody = ['pdfsig', 'openssl', 'mutool'];
const cases: readonly {
  readonly person: 'ada' | 'bert' | 'carla' | 'dora' | 'emil';
  readonly algorithm: SignatureAlgorithm;
  readonly hash: string;
  readonly known: readonly string[];
}[] = [
  { person: 'bert', algorithm: SignatureAlgorithm.RsaSha256, hash: 'SHA-256', known: everybody },
  { person: 'bert', algorithm: SignatureAlgorithm.RsaPssSha256, hash: 'SHA-256', known: ['pdfsig', 'openssl'] },
  { person: 'ada', algorithm: SignatureAlgorithm.EcdsaSha256, hash: 'SHA-256', known: everybody },
  { person: 'carla', algorithm: SignatureAlgorithm.EcdsaSha384, hash: 'SHA-384', known: everybody },
  { person: 'dora', algorithm: SignatureAlgorithm.EcdsaSha512, hash: 'SHA-512', known: everybody },
  { person: 'emil', algorithm: SignatureAlgorithm.Ed25519, hash: 'SHA-512', known: [] },
];

describe.each(cases)('a signature by $algorithm, in the words of others', ({ person, algorithm, hash, known }) => {
  let pki: TestPki;
  let signed: Uint8Array;
  let file: string;
  /** The same with one letter of the page changed. */
  let changed: Uint8Array;
  let changedFile: string;

  beforeAll(async () => {
    pki = await testPki();
    const signer = await testSigner(pki.people[person], algorithm);
    signed = expectOk(await signPdf(await makePdf(), planFor('Signature1', { signedAt: testNow }), signer));
    changed = signed.slice();
    changed[Buffer.from(signed).indexOf('/MediaBox [ 0 0 595') + '/MediaBox [ 0 0 5'.length] = 0x38;
    file = join(folder, `${algorithm}.pdf`);
    changedFile = join(folder, `${algorithm}-changed.pdf`);
    writeFileSync(file, signed);
    writeFileSync(changedFile, changed);
  });

  test('ours', () => {
    const judge = (pdf: Uint8Array) =>
      expectOk(validatePdf(pdf, { anchors: [pki.root.certificate], crls: [pki.rootCrl, pki.issuingCrl], at: testNow }))
        .signatures[0];
    expect(judge(signed)).toMatchObject({ indication: 'TOTAL-PASSED', coversWholeFile: true });
    expect(judge(changed)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });

  test.skipIf(!has('pdfsig'))('pdfsig', () => {
    const words = pdfsig(file);
    expect(words).toContain(`Signing Hash Algorithm: ${hash}`);
    expect(words).toContain('Total document signed');
    expect(words).toContain('Signature Type: ETSI.CAdES.detached');
    if (known.includes('pdfsig')) expect(words).toContain('Signature is Valid');
    expect(pdfsig(changedFile)).not.toContain('Signature is Valid');
  });

  test.skipIf(!hasOpenSsl())('openssl cms, with the chain to the root', () => {
    const words = opensslCms(folder, signed, pki.root.certificate, testNow);
    expect(words).toMatch(known.includes('openssl') ? /Verification successful/ : /successful|invalid digest/);
    expect(opensslCms(folder, changed, pki.root.certificate, testNow)).toContain('CMS Verification failure');
  });

  test.skipIf(!has('mutool'))('mutool', () => {
    if (known.includes('mutool')) expect(mutool(file)).toContain('The document is unchanged since signing');
    expect(mutool(changedFile)).not.toContain('The document is unchanged since signing');
  });

  test.skipIf(!hasPyHanko)('pyHanko, at the day of the test PKI', () => {
    expect(pyHanko(folder, signed, pki.root.certificate, { at: testNow })).toEqual([
      'Signature1 INTACT:TRUSTED,UNTOUCHED',
    ]);
  });
});
