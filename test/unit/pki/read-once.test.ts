import { beforeAll, describe, expect, test } from 'vitest';
import { readCertificateOnce } from '../../../src-main/pki/read-once.ts';
import { verifySignature } from '../../../src-main/pki/signature.ts';
import { testPki, type TestPki } from '../../support/pki.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const read = (der: Uint8Array) => {
  const result = readCertificateOnce(der);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

describe('reading the same bytes again', () => {
  test('gives the same object, which keeps nothing of the file that the bytes came with', () => {
    const der = pki.people.ada.certificate;
    const file = new Uint8Array(100_000);
    file.set(der, 500);
    const first = read(file.subarray(500, 500 + der.length));
    expect(read(der.slice())).toBe(first);
    expect(first.der.buffer.byteLength).toBe(der.length);
    file.fill(0);
    expect(first.der).toEqual(der);
  });

  test('never takes other bytes for them, though they end alike and are as long', () => {
    const der = pki.people.bert.certificate;
    const first = read(der);
    const other = der.slice();
    // A digit of the serial number.
    other[20] = (other[20] ?? 0) ^ 1;
    const second = read(other);
    expect(second).not.toBe(first);
    expect(second.serial).not.toBe(first.serial);
    expect(read(der).serial).toBe(first.serial);
    const issuer = read(pki.issuing.certificate);
    const verdict = ({ tbs, signature, signatureScheme }: typeof first) =>
      verifySignature(issuer.publicKey.spki, signatureScheme, tbs, signature);
    expect([verdict(first), verdict(second)]).toEqual(['valid', 'invalid']);
  });

  test('what cannot be read is not read either time', () => {
    const rubbish = new Uint8Array(50).fill(7);
    expect(readCertificateOnce(rubbish)).toMatchObject({ ok: false, error: { code: 'certificate/damaged' } });
    expect(readCertificateOnce(rubbish).ok).toBe(false);
  });
});
