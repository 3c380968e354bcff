import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCms, type CmsProfile } from '../../../src-main/pki/cms/check.ts';
import { type DigestAlgorithm, digest } from '../../../src-main/pki/digest.ts';
import { writePem } from '../../../src-main/pki/pem.ts';
import { type TestPki, testPki } from '../../support/pki.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';

const content = Buffer.from('the byte ranges of a document\n'.repeat(2000));
const check = (cms: Uint8Array, profile: CmsProfile, over: Uint8Array = content) =>
  checkCms(cms, { profile, digestOf: (algorithm: DigestAlgorithm) => digest(algorithm, over), contentOf: () => over });

describe.skipIf(!hasOpenSsl())('CMS that openssl made', () => {
  let pki: TestPki;
  let tool: OpenSsl;
  beforeAll(async () => {
    pki = await testPki();
    tool = openSsl();
    tool.file('content', content);
    tool.file('issuing.pem', writePem('CERTIFICATE', pki.issuing.certificate));
  });
  afterAll(() => tool.dispose());

  const sign = (name: 'ada' | 'bert' | 'carla' | 'dora', options: readonly string[]): Uint8Array => {
    const { pkcs8, certificate } = pki.people[name];
    tool.file('key.pem', writePem('PRIVATE KEY', pkcs8));
    tool.file('leaf.pem', writePem('CERTIFICATE', certificate));
    const inputs = ['-in', 'content', '-signer', 'leaf.pem', '-inkey', 'key.pem', '-certfile', 'issuing.pem'];
    tool.must('cms', '-sign', '-binary', '-outform', 'DER', '-out', 'cms.der', ...inputs, ...options);
    return new Uint8Array(readFileSync(join(tool.folder, 'cms.der')));
  };

  it.each([
    ['ada', ['-cades'], 'ECDSA with SHA-256'],
    ['ada', ['-cades', '-md', 'sha512'], 'ECDSA with SHA-512'],
    ['bert', ['-cades', '-md', 'sha3-256'], 'RSA PKCS#1 with SHA3-256'],
    ['bert', ['-cades'], 'RSA PKCS#1 with SHA-256'],
    ['bert', ['-cades', '-keyopt', 'rsa_padding_mode:pss'], 'RSASSA-PSS with SHA-256'],
    [
      'bert',
      ['-cades', '-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20'],
      'RSASSA-PSS with SHA-384',
    ],
    ['carla', ['-cades', '-md', 'sha384'], 'ECDSA with SHA-384'],
    ['dora', ['-cades', '-md', 'sha512'], 'ECDSA with SHA-512'],
    ['ada', ['-cades', '-keyid'], 'ECDSA with SHA-256'],
  ] as const)('passes for %s with %j, and over other content it does not', (name, options, label) => {
    const cms = sign(name, options);
    const report = check(cms, 'pades');
    expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
    expect(report.signatureAlgorithm).toBe(label);
    expect(check(cms, 'pades', Buffer.from('other')).conclusion.subIndication).toBe('HASH_FAILURE');
  });

  it('C11 BER streams with content inside are read, and refused for what is inside', () => {
    const cms = sign('ada', ['-cades', '-stream', '-nodetach']);
    expect(cms[1]).toBe(0x80);
    const { conclusion, signerCertificate } = check(cms, 'pades');
    expect(conclusion.subIndication).toBe('FORMAT_FAILURE');
    expect(conclusion.reasons).toEqual(['the CMS holds content of its own; it must be detached']);
    expect(signerCertificate?.subject.commonName).toBe('Ada Byron');
  });

  it('C14: without signed attributes', () => {
    expect(check(sign('bert', ['-noattr']), 'pkcs7').conclusion.indication).toBe('TOTAL-PASSED');
    expect(check(sign('ada', ['-noattr']), 'pkcs7', Buffer.from('other')).conclusion.subIndication).toBe(
      'SIG_CRYPTO_FAILURE',
    );
  });

  it('C17: without certificates', () => {
    expect(check(sign('ada', ['-nocerts', '-cades']), 'pkcs7').conclusion.subIndication).toBe(
      'NO_SIGNING_CERTIFICATE_FOUND',
    );
  });

  it('C26: a time-stamp token of openssl ts', () => {
    tool.file('key.pem', writePem('PRIVATE KEY', pki.people.timestamper.pkcs8));
    tool.file('leaf.pem', writePem('CERTIFICATE', pki.people.timestamper.certificate));
    tool.file('serial', '01\n');
    tool.file(
      'ts.cnf',
      '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n',
    );
    tool.must('ts', '-query', '-data', 'content', '-sha256', '-cert', '-out', 'q.tsq');
    const signer = ['-signer', 'leaf.pem', '-inkey', 'key.pem', '-chain', 'issuing.pem'];
    tool.must(
      'ts',
      '-reply',
      '-config',
      'ts.cnf',
      '-section',
      't',
      '-queryfile',
      'q.tsq',
      ...signer,
      '-token_out',
      '-out',
      'token',
    );
    const token = new Uint8Array(readFileSync(join(tool.folder, 'token')));
    const report = check(token, 'timestamp');
    expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
    expect(report.timestamp).toMatchObject({ policy: '1.2.3.4', accuracy: 1000 });
    expect(Math.abs((report.timestamp?.genTime.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(check(token, 'timestamp', Buffer.from('other')).conclusion.subIndication).toBe('HASH_FAILURE');
  });
});
