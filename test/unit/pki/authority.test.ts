import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../src-main/pki/certificate.ts';
import { buildDetachedCms, digestAlgorithmOf } from '../../../src-main/pki/cms/build.ts';
import { createAuthority, issueCertificate } from '../../../src-main/pki/authority.ts';
import { readCertificateFile, readCrlFile, writePem } from '../../../src-main/pki/pem.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { testKey, testNow, testPki, testSigner } from '../../support/pki.ts';

const parsed = (der: Uint8Array) => {
  const read = readCertificate(der);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};

describe('the vault’s own authority', () => {
  it('has a P-384 root for 20 years and a P-256 issuing authority for 10, with pathLen 0', async () => {
    const authority = await createAuthority({ organisation: 'Lab', vaultId: 'v-1', now: testNow });
    const root = parsed(authority.root.certificate);
    const issuing = parsed(authority.issuing.certificate);
    expect(root.publicKey.label).toBe('ECDSA P-384');
    expect(issuing.publicKey.label).toBe('ECDSA P-256');
    expect(root.notAfter).toEqual(new Date('2046-06-01T12:00:00Z'));
    expect(issuing.notAfter).toEqual(new Date('2036-06-01T12:00:00Z'));
    expect(root.basicConstraints).toEqual({ ca: true, pathLength: null });
    expect(issuing.basicConstraints).toEqual({ ca: true, pathLength: 0 });
    expect([...(issuing.keyUsage ?? [])]).toEqual(['keyCertSign', 'cRLSign']);
    expect(issuing.authorityKeyId).toEqual(root.subjectKeyId);
    expect(root.subject.text).toBe('serialNumber=v-1,CN=Lab Countersign Root CA,O=Lab');
  });

  it('issues signing certificates that say whose they are and what for, and nothing more', async () => {
    const { issuing } = await testPki();
    const leaf = parsed(
      await issueCertificate(issuing, {
        spki: testKey.p256().spki,
        subject: { commonName: 'Ada, Countess of L.', userName: 'ada', organisation: 'Lab', email: 'ada@example.org' },
        notBefore: testNow,
        notAfter: new Date('2050-01-01T00:00:00Z'),
        crlUrl: 'http://crl.example.org/a.crl',
      }),
    );
    expect(leaf.subject.text).toBe('UID=ada,CN=Ada\\, Countess of L.,O=Lab');
    expect(leaf.subjectAltNames).toEqual([{ kind: 'email', value: 'ada@example.org' }]);
    expect(leaf.crlUrls).toEqual(['http://crl.example.org/a.crl']);
    expect([...(leaf.keyUsage ?? [])]).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(leaf.extendedKeyUsage?.purposes).toEqual([Oid.kpDocumentSigning, Oid.kpEmailProtection]);
    expect(leaf.notAfter).toEqual(new Date('2050-01-01T00:00:00Z'));
    expect(leaf.basicConstraints).toEqual({ ca: false, pathLength: null });
    expect(leaf.extensions.map(({ oid }) => oid)).not.toContain(Oid.qcStatements);
    expect(leaf.extensions.map(({ oid }) => oid)).not.toContain(Oid.certificatePolicies);
  });

  it('gives every certificate a positive serial number of 128 bits of its own', async () => {
    const { people } = await testPki();
    const serials = Object.values(people).map(({ certificate }) => parsed(certificate).serial);
    expect(new Set(serials).size).toBe(serials.length);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it('refuses to sign over a digest of the wrong length', async () => {
    const { people } = await testPki();
    const signer = await testSigner(people.carla);
    expect(digestAlgorithmOf(signer)).toBe('sha384');
    await expect(buildDetachedCms({ digest: new Uint8Array(32), signer })).rejects.toThrow('48 octets');
  });
});

describe('PEM files', () => {
  it('hold many certificates and CRLs among commentary; DER files hold one', async () => {
    const { root, issuing, rootCrl } = await testPki();
    const text = `Trusted by us\n${writePem('CERTIFICATE', root.certificate)}subject=x\r\n${writePem('X509 CRL', rootCrl)}${writePem('CERTIFICATE', issuing.certificate).replaceAll('\n', '\r\n')}`;
    expect(readCertificateFile(Buffer.from(text))).toEqual([root.certificate, issuing.certificate]);
    expect(readCrlFile(Buffer.from(text))).toEqual([rootCrl]);
    expect(readCertificateFile(root.certificate)).toEqual([root.certificate]);
    expect(readCertificateFile(Buffer.from('nothing here'))).toEqual([]);
  });
});
