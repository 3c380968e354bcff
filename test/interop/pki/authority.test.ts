import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issueCertificate } from '../../../src-main/pki/authority.ts';
import { buildDetachedCms, digestAlgorithmOf, estimateCmsSize } from '../../../src-main/pki/cms/build.ts';
import { makeCsr, readCsr } from '../../../src-main/pki/csr.ts';
import { digest } from '../../../src-main/pki/digest.ts';
import { encryptPkcs8 } from '../../../src-main/pki/keys/pkcs8.ts';
import { readPem, writePem } from '../../../src-main/pki/pem.ts';
import type { SignatureAlgorithm } from '../../../src-main/pki/signer.ts';
import { type TestPki, testKey, testNow, testPki, testSigner } from '../../support/pki.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';

const at = ['-attime', String(testNow.getTime() / 1000)];

describe.skipIf(!hasOpenSsl())('openssl judges what we issue and sign', () => {
  let pki: TestPki;
  let tool: OpenSsl;
  beforeAll(async () => {
    pki = await testPki();
    tool = openSsl();
    tool.file('root.pem', writePem('CERTIFICATE', pki.root.certificate));
    tool.file('issuing.pem', writePem('CERTIFICATE', pki.issuing.certificate));
    tool.file('crls.pem', writePem('X509 CRL', pki.rootCrl) + writePem('X509 CRL', pki.issuingCrl));
  });
  afterAll(() => tool.dispose());

  const verify = (certificate: Uint8Array) => {
    tool.file('leaf.pem', writePem('CERTIFICATE', certificate));
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-CRLfile', 'crls.pem', '-crl_check_all'];
    return tool.run('verify', '-x509_strict', '-purpose', 'smimesign', ...at, ...trust, 'leaf.pem');
  };

  it.each(['ada', 'bert', 'carla', 'dora', 'emil'] as const)('the chain of %s verifies strictly, with CRLs', (name) => {
    expect(verify(pki.people[name].certificate)).toMatchObject({ ok: true });
  });

  it('a revoked certificate is refused', () => {
    expect(verify(pki.people.revoked.certificate).output).toContain('certificate revoked');
  });

  it('reads our CRL with its number, entries, dates and reasons', () => {
    tool.file('crl.der', pki.issuingCrl);
    const text = tool.must('crl', '-inform', 'DER', '-in', 'crl.der', '-noout', '-text');
    expect(text).toMatch(/X509v3 CRL Number:\s+7/);
    expect(text).toContain('Key Compromise');
    expect(text).toContain('Certificate Hold');
    expect(text).toContain('May 22 12:00:00 2026 GMT');
  });

  it('an RSA authority verifies too', async () => {
    const authority = await createAuthority({
      organisation: 'RSA Laboratory',
      vaultId: '0b5e',
      now: testNow,
      keyAlgorithm: 'rsa-3072',
    });
    const leaf = await issueCertificate(authority.issuing, {
      spki: testKey.p256().spki,
      subject: { commonName: 'Ole Åström', userName: 'ole' },
      notBefore: testNow,
      notAfter: new Date(testNow.getTime() + 1e9),
    });
    tool.file('rsa-root.pem', writePem('CERTIFICATE', authority.root.certificate));
    tool.file('rsa-issuing.pem', writePem('CERTIFICATE', authority.issuing.certificate));
    tool.file('rsa-leaf.pem', writePem('CERTIFICATE', leaf));
    expect(
      tool.run(
        'verify',
        '-x509_strict',
        ...at,
        '-CAfile',
        'rsa-root.pem',
        '-untrusted',
        'rsa-issuing.pem',
        'rsa-leaf.pem',
      ),
    ).toMatchObject({ ok: true });
  });

  it.each([
    ['ada', undefined],
    ['bert', undefined],
    ['bert', 'rsa-pss-sha256'],
    ['carla', undefined],
    ['dora', undefined],
  ] as const satisfies readonly (readonly [string, SignatureAlgorithm | undefined])[])(
    'verifies the detached CMS of %s (%s), and refuses it over other content',
    async (name, algorithm) => {
      const signer = await testSigner(pki.people[name], algorithm);
      const content = Buffer.from('the byte ranges of a document');
      const cms = await buildDetachedCms({ digest: digest(digestAlgorithmOf(signer), content), signer });
      expect(cms.length).toBeLessThanOrEqual(estimateCmsSize(signer));
      tool.file('cms.der', cms);
      tool.file('content', content);
      tool.file('other', 'the byte ranges of another document');
      const check = (file: string) =>
        tool.run(
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          'cms.der',
          '-content',
          file,
          '-CAfile',
          'root.pem',
          ...at,
          '-cades',
        );
      expect(check('content').output).toContain('CAdES Verification successful');
      expect(check('other')).toMatchObject({ ok: false });
    },
  );

  it('opens our encrypted keys', async () => {
    const encrypted = await encryptPkcs8(pki.people.ada.pkcs8, 'Pass Phrase ä');
    tool.file('key.pem', writePem('ENCRYPTED PRIVATE KEY', encrypted));
    expect(tool.must('pkey', '-in', 'key.pem', '-passin', 'pass:Pass Phrase ä', '-noout', '-text')).toContain('P-256');
    expect(tool.run('pkey', '-in', 'key.pem', '-passin', 'pass:other', '-noout')).toMatchObject({ ok: false });
  });

  it('accepts our certification request, and we accept its', async () => {
    const key = testKey.p256();
    const subject = { commonName: 'Ada Byron', userName: 'ada', email: 'ada@example.org', organisation: 'Lab' };
    tool.file('csr.pem', writePem('CERTIFICATE REQUEST', await makeCsr({ pkcs8: key.pkcs8, subject })));
    const text = tool.must('req', '-in', 'csr.pem', '-verify', '-noout', '-text');
    expect(text).toContain('verify OK');
    expect(text).toContain('email:ada@example.org');

    tool.must(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'k.pem',
      '-subj',
      '/CN=Ben',
      '-out',
      'theirs.pem',
    );
    const [block] = readPem(tool.must('req', '-in', 'theirs.pem'));
    const read = readCsr(block?.der ?? new Uint8Array());
    expect(read).toMatchObject({
      ok: true,
      value: { subject: { commonName: 'Ben' }, publicKey: { label: 'RSA 2048 bits' } },
    });
    const forged = new Uint8Array(block?.der ?? []);
    const name = Buffer.from(forged).indexOf('Ben');
    forged.set(Buffer.from('Bob'), name);
    expect(readCsr(forged)).toMatchObject({ ok: false, error: { code: 'csr/signature-invalid' } });
  });
});
