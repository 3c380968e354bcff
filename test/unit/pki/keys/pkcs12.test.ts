import { ECDH } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bitString, oid, sequence } from '../../../../src-main/pki/asn1/write.ts';
import { signCertificate } from '../../../../src-main/pki/authority.ts';
import { makeCsr, readCsr, samePublicKey, unpackPkcs12 } from '../../../../src-main/pki/index.ts';
import { parseCertificate } from '../../../../src-main/pki/certificate.ts';
import { openPkcs12, openPkcs12Recipient } from '../../../../src-main/pki/keys/pkcs12.ts';
import { Oid } from '../../../../src-main/pki/oids.ts';
import { type TestPki, testDay, testKey, testPki } from '../../../support/pki.ts';
import { pfx } from '../../../support/pkcs12.ts';

describe('what a PKCS#12 file holds', () => {
  let pki: TestPki;
  beforeAll(async () => {
    pki = await testPki();
  });

  it('is the key of the certificate that is wanted, and its chain; all other keys are overwritten', async () => {
    const { ada, bert, carla } = pki.people;
    const { issuing, root } = pki;
    const file = pfx(
      [carla.pkcs8, bert.pkcs8, ada.pkcs8],
      [root.certificate, ada.certificate, issuing.certificate, bert.certificate],
    );
    const fill = vi.spyOn(Uint8Array.prototype, 'fill');
    const unpacked = await unpackPkcs12(file, '', parseCertificate(bert.certificate).serial);
    const wiped = fill.mock.contexts.map((octets) => (octets as Uint8Array).length);
    fill.mockRestore();
    expect(unpacked).toEqual({
      ok: true,
      value: {
        pkcs8: bert.pkcs8,
        certificate: bert.certificate,
        chain: [issuing.certificate, root.certificate],
      },
    });
    expect(wiped).toEqual(expect.arrayContaining([carla.pkcs8.length, ada.pkcs8.length]));
    expect(wiped).not.toContain(bert.pkcs8.length);
    expect(await openPkcs12Recipient(file, '')).toEqual({
      ok: true,
      value: { certificate: ada.certificate, pkcs8: ada.pkcs8 },
    });
    const { fingerprint } = parseCertificate(bert.certificate);
    const opened = await openPkcs12(file, '', { wanted: fingerprint });
    expect(opened).toMatchObject({ ok: true, value: { certificate: bert.certificate } });
  });

  it('with keys for several certificates signs with none that nobody chose: it names them', async () => {
    const { ada, bert, carla } = pki.people;
    const file = pfx([carla.pkcs8, bert.pkcs8, ada.pkcs8], [ada.certificate, bert.certificate, ada.certificate]);
    const named = [ada, bert].map(({ certificate }) => {
      const { subject, serial, notAfter, fingerprint } = parseCertificate(certificate);
      return { subject: subject.text, serial, notAfter: notAfter.toISOString(), fingerprint };
    });
    const several = { ok: false, error: { code: 'key/several', details: { certificates: named } } };
    const fill = vi.spyOn(Uint8Array.prototype, 'fill');
    expect(await unpackPkcs12(file, '')).toEqual(several);
    const wiped = fill.mock.contexts.map((octets) => (octets as Uint8Array).length);
    fill.mockRestore();
    expect(wiped).toEqual(expect.arrayContaining([ada, bert, carla].map(({ pkcs8 }) => pkcs8.length)));
    expect(await unpackPkcs12(file, '', 'of nobody')).toEqual(several);
    expect(await openPkcs12(file, '')).toEqual(several);
  });

  it('has the issuer that signed in its chain, not another of that name', async () => {
    const { ada } = pki.people;
    const [root, issuing] = [parseCertificate(pki.root.certificate), parseCertificate(pki.issuing.certificate)];
    const namesake = await signCertificate({
      issuerName: root.subject.der,
      issuerKey: { pkcs8: pki.root.pkcs8, spki: root.publicKey.spki },
      subject: issuing.subject.der,
      spki: testKey.p256().spki,
      notBefore: testDay(-1),
      notAfter: testDay(30),
      extensions: [],
    });
    const unpacked = await unpackPkcs12(pfx([ada.pkcs8], [namesake, ada.certificate, pki.issuing.certificate]), '');
    expect(unpacked).toMatchObject({ ok: true, value: { chain: [pki.issuing.certificate] } });
  });

  it('is nothing without a certificate for a key', async () => {
    const { ada, bert } = pki.people;
    expect(await unpackPkcs12(pfx([ada.pkcs8], [bert.certificate]), '')).toEqual({
      ok: false,
      error: { code: 'key/no-certificate', details: { keys: 1, certificates: 1 } },
    });
  });
});

describe('the same public key', () => {
  it('is known however it is written, in a certificate or a request', async () => {
    const { ada, bert } = (await testPki()).people;
    const request = readCsr(await makeCsr({ pkcs8: ada.pkcs8, subject: { commonName: 'Ada', userName: 'ada' } }));
    if (!request.ok) throw new Error(request.error.code);
    const { publicKey } = parseCertificate(ada.certificate);
    expect(samePublicKey(request.value.publicKey.spki, publicKey.spki)).toBe(true);
    const compressed = sequence(
      sequence(oid(Oid.ecPublicKey), oid(Oid.p256)),
      bitString(
        new Uint8Array(ECDH.convertKey(publicKey.keyBits, 'prime256v1', undefined, undefined, 'compressed') as Buffer),
      ),
    );
    expect(samePublicKey(compressed, publicKey.spki)).toBe(true);
    const rsa = parseCertificate(bert.certificate).publicKey;
    const asPss = sequence(sequence(oid(Oid.rsassaPss)), bitString(rsa.keyBits));
    expect(samePublicKey(asPss, bert.spki)).toBe(true);
    expect(samePublicKey(ada.spki, bert.spki)).toBe(false);
    expect(samePublicKey(ada.spki, testKey.p256().spki)).toBe(false);
    expect(samePublicKey(ada.spki, new Uint8Array(4))).toBe(false);
  });
});
