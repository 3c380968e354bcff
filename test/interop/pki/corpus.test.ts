import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../src-main/pki/certificate.ts';
import { checkCms, type CmsReport } from '../../../src-main/pki/cms/check.ts';
import { type DigestAlgorithm, newDigest } from '../../../src-main/pki/digest.ts';
import { readCrl } from '../../../src-main/pki/crl.ts';
import { readOcsp } from '../../../src-main/pki/ocsp.ts';
import { readCertificateFile } from '../../../src-main/pki/pem.ts';

/** Signed files of other programs, outside the project. Where they are absent these tests are skipped. */
const folder = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const there = existsSync(`${folder}cases.tsv`);

const byteRange = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;
const tstInfo = Buffer.from('060b2a864886f70d0109100104', 'hex');

/** Every CMS that a file's byte ranges leave out, judged over those ranges. No PDF is read here: just the gaps. */
const reportsOf = (id: string): readonly CmsReport[] => {
  const bytes = readFileSync(`${folder}${id}.pdf`);
  const text = bytes.toString('latin1');
  return [...text.matchAll(byteRange)].flatMap((match) => {
    const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
    const hex = /<([0-9A-Fa-f\s]*)>/.exec(text.slice(a + b, c))?.[1]?.replace(/\s/g, '');
    if (hex === undefined || c + d > bytes.length) return [];
    const contents = new Uint8Array(Buffer.from(hex, 'hex'));
    const token = Buffer.from(contents.subarray(0, 120)).includes(tstInfo);
    const ranges = [bytes.subarray(a, a + b), bytes.subarray(c, c + d)];
    const digestOf = (algorithm: DigestAlgorithm) =>
      new Uint8Array(ranges.reduce((hash, range) => hash.update(range), newDigest(algorithm)).digest());
    return [
      checkCms(contents, { profile: token ? 'timestamp' : 'pkcs7', digestOf, contentOf: () => Buffer.concat(ranges) }),
    ];
  });
};

const cases = there
  ? readFileSync(`${folder}cases.tsv`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .flatMap(([id = '', , expected = '']) => (id === '' ? [] : [{ id, expected }]))
  : [];

describe.skipIf(!there)('CMS in the signed files of other programs', () => {
  it.each(cases.filter(({ expected }) => expected === 'accept').map(({ id }) => id))('passes in %s', (id) => {
    for (const report of reportsOf(id)) {
      expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
      for (const token of report.signatureTimestamps) {
        const digestOf = (algorithm: DigestAlgorithm) =>
          new Uint8Array(newDigest(algorithm).update(report.signatureValue).digest());
        expect(checkCms(token, { profile: 'timestamp', digestOf }).conclusion.indication).toBe('TOTAL-PASSED');
      }
    }
  });

  it.each([
    ['C062', 'FORMAT_FAILURE', 'content inside'],
    ['C083', 'SIG_CRYPTO_FAILURE', 'SHA-256 digest, SHA3-256 signature'],
    ['C141', 'FORMAT_FAILURE', 'empty signature values'],
    ['C216', 'HASH_FAILURE', 'bytes changed'],
    ['C250', 'SIG_CRYPTO_FAILURE', 'Ed25519 over SHA-1'],
  ])('fails in %s with %s: %s', (id, subIndication) => {
    const [report] = reportsOf(id);
    expect(report?.conclusion).toMatchObject({ indication: 'TOTAL-FAILED', subIndication });
  });

  it('holds certificates, lists and responses that can all be read, negative numbers included', () => {
    const unread: string[] = [];
    let read = 0;
    const count = (id: string, ok: boolean): void => {
      if (ok) read += 1;
      else unread.push(id);
    };
    for (const { id } of cases)
      for (const report of reportsOf(id)) {
        for (const der of report.certificates) count(id, readCertificate(der).ok);
        for (const der of report.crls) count(id, readCrl(der).ok);
        for (const der of report.ocsps) count(id, readOcsp(der).ok);
      }
    expect(unread).toEqual([]);
    expect(read).toBeGreaterThan(200);
  });

  it('comes with anchors that can all be read', () => {
    const files = readdirSync(`${folder}anchors`).filter((name) => name.endsWith('.pem'));
    for (const name of files)
      for (const der of readCertificateFile(readFileSync(`${folder}anchors/${name}`)))
        expect(readCertificate(der)).toMatchObject({ ok: true, value: { unreadable: [] } });
    expect(files.length).toBeGreaterThan(0);
  });
});
