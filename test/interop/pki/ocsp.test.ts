import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { octetString } from '../../../src-main/pki/asn1/write.ts';
import type { CertificationAuthority } from '../../../src-main/pki/authority.ts';
import { parseCertificate } from '../../../src-main/pki/certificate.ts';
import { extendedKeyUsageExtension, extension, keyUsageExtension } from '../../../src-main/pki/extensions.ts';
import { readOcsp } from '../../../src-main/pki/ocsp.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { validatePath } from '../../../src-main/pki/path.ts';
import { writePem } from '../../../src-main/pki/pem.ts';
import { issueOddly, type TestIdentity, type TestPki, testKey, testPki } from '../../support/pki.ts';
import { hasOpenSsl, type OpenSsl, openSsl } from '../../support/pki-openssl.ts';

/** openssl answers as of now: these certificates and judgements live in the present, not at the test PKI's time. */
const now = new Date();
const hour = 3_600_000;

describe.skipIf(!hasOpenSsl())('OCSP responses that openssl made', () => {
  let pki: TestPki;
  let tool: OpenSsl;
  let leaf: TestIdentity;
  beforeAll(async () => {
    pki = await testPki();
    tool = openSsl();
    tool.file('issuing.pem', writePem('CERTIFICATE', pki.issuing.certificate));
    leaf = await issue('Living Lucy', [keyUsageExtension(['nonRepudiation'])]);
  });
  afterAll(() => tool.dispose());

  const issue = async (
    commonName: string,
    extensions: readonly Uint8Array[],
    by: CertificationAuthority = pki.issuing,
  ) => {
    const key = testKey.p256();
    const validity = { notBefore: new Date(now.getTime() - 24 * hour), notAfter: new Date(now.getTime() + 24 * hour) };
    const certificate = await issueOddly(by, { key, commonName, extensions, ...validity });
    return { ...key, certificate, chain: [pki.issuing.certificate] };
  };
  const nocheck = extension(Oid.ocspNoCheck, false, Uint8Array.of(5, 0));
  const ocspSigning = extendedKeyUsageExtension(false, [Oid.kpOcspSigning]);

  /** `status` as in an index of `openssl ca`: V, or R with a date, or nothing for a certificate it does not know. */
  const answer = (
    about: TestIdentity,
    responder: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array },
    status: 'V' | 'R' | 'absent',
    days: readonly string[] = ['-ndays', '1'],
  ): Uint8Array => {
    const serial = parseCertificate(about.certificate).serial.toUpperCase();
    const revoked = status === 'R' ? '250101000000Z,keyCompromise' : '';
    tool.file(
      'index.txt',
      status === 'absent' ? '' : `${status}\t400101000000Z\t${revoked}\t${serial}\tunknown\t/CN=x\n`,
    );
    tool.file('about.pem', writePem('CERTIFICATE', about.certificate));
    tool.file('responder.pem', writePem('CERTIFICATE', responder.certificate));
    tool.file('responder.key', writePem('PRIVATE KEY', responder.pkcs8));
    tool.must('ocsp', '-issuer', 'issuing.pem', '-cert', 'about.pem', '-no_nonce', '-reqout', 'req.der');
    const signer = ['-CA', 'issuing.pem', '-rsigner', 'responder.pem', '-rkey', 'responder.key'];
    tool.must('ocsp', '-index', 'index.txt', ...signer, '-reqin', 'req.der', '-respout', 'resp.der', ...days);
    return new Uint8Array(readFileSync(join(tool.folder, 'resp.der')));
  };

  const judge = (ocsps: readonly Uint8Array[], crls: readonly Uint8Array[] = []) =>
    validatePath(leaf.certificate, {
      anchors: [pki.issuing.certificate],
      intermediates: [],
      crls,
      ocsps,
      at: new Date(),
    });

  it('C23: good, from the issuer itself and from a responder that it appointed', async () => {
    const responder = await issue('Responder', [ocspSigning, nocheck]);
    for (const signer of [pki.issuing, responder]) {
      const report = judge([answer(leaf, signer, 'V')]);
      expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
      expect(report.revocation).toMatchObject({ status: 'good', source: 'ocsp' });
    }
  });

  it('C23: the responder that the issuer appointed may stand apart from its response, as in a DSS', async () => {
    const responder = await issue('Responder', [ocspSigning, nocheck]);
    const bare = answer(leaf, responder, 'V', ['-ndays', '1', '-resp_no_certs']);
    expect(judge([bare]).conclusion.subIndication).toBe('TRY_LATER');
    const elsewhere = await issue('Responder', [ocspSigning, nocheck], pki.stranger.issuing);
    const given = (certificate: Uint8Array) => ({
      anchors: [pki.issuing.certificate],
      intermediates: [certificate],
      crls: [],
      ocsps: [bare],
      at: new Date(),
    });
    expect(validatePath(leaf.certificate, given(responder.certificate)).revocation).toMatchObject({ status: 'good' });
    expect(validatePath(leaf.certificate, given(elsewhere.certificate)).conclusion.subIndication).toBe('TRY_LATER');
  });

  it('C23: revoked, with date and reason', () => {
    const report = judge([answer(leaf, pki.issuing, 'R')]);
    expect(report.conclusion.subIndication).toBe('REVOKED_NO_POE');
    expect(report.revocation).toMatchObject({
      status: 'revoked',
      revokedAt: new Date('2025-01-01T00:00:00Z'),
      reason: 1,
    });
  });

  it('C23: unknown is no evidence', () => {
    const report = judge([answer(leaf, pki.issuing, 'absent')]);
    expect(report.conclusion.subIndication).toBe('TRY_LATER');
    expect(report.conclusion.reasons[0]).toContain('does not know the certificate');
  });

  it('C23: a responder without the purpose, from elsewhere, or vouching for itself is not believed', async () => {
    const plain = await issue('No responder', []);
    const elsewhere = await issue('Elsewhere', [ocspSigning, nocheck], pki.stranger.issuing);
    for (const responder of [plain, elsewhere, leaf]) {
      const report = judge([answer(leaf, responder, 'V')]);
      expect(report.conclusion.subIndication).toBe('TRY_LATER');
      expect(report.conclusion.reasons[0]).toContain('is not used');
    }
  });

  it('C23: an answer about another certificate says nothing', async () => {
    const other = await issue('Other', []);
    expect(judge([answer(other, pki.issuing, 'V')]).conclusion.reasons[0]).toContain('no CRL of');
  });

  it('C25: an answer that names no end tells nothing about later', () => {
    const early = answer(leaf, pki.issuing, 'V', []);
    const report = validatePath(leaf.certificate, {
      anchors: [pki.issuing.certificate],
      intermediates: [],
      crls: [],
      ocsps: [early],
      at: new Date(Date.now() + hour),
    });
    expect(report.conclusion.reasons[0]).toContain('tells nothing later');
    expect(judge([early]).revocation.status).not.toBe('revoked');
  });

  it('a bare basic response is read, and one that did not succeed says so', () => {
    const response = answer(leaf, pki.issuing, 'V');
    const read = readOcsp(response);
    expect(read).toMatchObject({ ok: true, value: { answers: [{ status: 'good' }] } });
    expect(readOcsp(Uint8Array.of(0x30, 3, 0x0a, 1, 6))).toMatchObject({ error: { code: 'ocsp/not-successful' } });
    expect(readOcsp(octetString(response))).toMatchObject({ error: { code: 'ocsp/damaged' } });
  });
});
