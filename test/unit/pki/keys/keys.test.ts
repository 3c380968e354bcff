import { describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../../../src-main/pki/keys/generate.ts';
import { openSigner, signerFromPkcs8 } from '../../../../src-main/pki/keys/open.ts';
import { decryptPkcs8, encryptPkcs8 } from '../../../../src-main/pki/keys/pkcs8.ts';
import { toKeyObject } from '../../../../src-main/pki/public-key.ts';
import { testPki } from '../../../support/pki.ts';

const quick = { iterations: 2048 };
const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = new Uint8Array(bytes);
  copy.set([(copy.at(at) ?? 0) ^ 1], at < 0 ? copy.length + at : at);
  return copy;
};

describe('keys', () => {
  it('generates P-256 and RSA-3072 keys', async () => {
    const ec = await generateKeyPair('ecdsa-p256');
    expect(toKeyObject(ec.spki).asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
    const rsa = await generateKeyPair('rsa-3072');
    expect(toKeyObject(rsa.spki).asymmetricKeyDetails).toMatchObject({ modulusLength: 3072 });
  });

  it('gives back under the pass phrase what was encrypted under it', async () => {
    const { pkcs8 } = await generateKeyPair('ecdsa-p256');
    const encrypted = await encryptPkcs8(pkcs8, 'correct horse', quick);
    expect(await decryptPkcs8(encrypted, 'correct horse')).toEqual({ ok: true, value: pkcs8 });
  });

  it('takes a pass phrase in whichever Unicode form it was typed', async () => {
    const { pkcs8 } = await generateKeyPair('ecdsa-p256');
    const encrypted = await encryptPkcs8(pkcs8, 'Schl\u00fcssel', quick);
    expect((await decryptPkcs8(encrypted, 'Schlu\u0308ssel')).ok).toBe(true);
  });

  it('tells a wrong pass phrase from a damaged file', async () => {
    const { pkcs8 } = await generateKeyPair('ecdsa-p256');
    const encrypted = await encryptPkcs8(pkcs8, 'right', quick);
    for (const wrong of ['', 'Right', 'right '])
      expect(await decryptPkcs8(encrypted, wrong)).toMatchObject({
        ok: false,
        error: { code: 'key/wrong-pass-phrase' },
      });
    for (const damaged of [encrypted.slice(0, -1), encrypted.slice(0, -16), flipped(encrypted, -1), new Uint8Array(0)])
      expect(await decryptPkcs8(damaged, 'right')).toMatchObject({ ok: false, error: { code: 'key/damaged' } });
  });

  it('refuses an iteration count that would hang the reader', async () => {
    const { pkcs8 } = await generateKeyPair('ecdsa-p256');
    const encrypted = Buffer.from(await encryptPkcs8(pkcs8, 'x', { iterations: 0x10_0001 }));
    encrypted.set([0x7f], encrypted.indexOf(Buffer.from('0203100001', 'hex')) + 2);
    expect(await decryptPkcs8(encrypted, 'x')).toMatchObject({
      error: { code: 'key/damaged', details: { cause: 'an iteration count beyond reason' } },
    });
  });

  it('opens a signer whose signatures are its certificate’s', async () => {
    const { people } = await testPki();
    const encryptedPkcs8 = await encryptPkcs8(people.ada.pkcs8, 'mine', quick);
    const opened = await openSigner({ ...people.ada, encryptedPkcs8, passPhrase: 'mine' });
    expect(opened).toMatchObject({ ok: true, value: { algorithm: 'ecdsa-sha256' } });
    expect(await openSigner({ ...people.ada, encryptedPkcs8, passPhrase: 'yours' })).toMatchObject({
      error: { code: 'key/wrong-pass-phrase' },
    });
  });

  it('refuses a key that is not the certificate’s, or an algorithm that is not the key’s', async () => {
    const { people } = await testPki();
    const { certificate, chain } = people.ada;
    expect(await signerFromPkcs8(people.revoked.pkcs8, { certificate, chain })).toMatchObject({
      error: { code: 'key/certificate-mismatch' },
    });
    expect(await signerFromPkcs8(people.ada.pkcs8, { certificate, chain, algorithm: 'rsa-sha256' })).toMatchObject({
      error: { code: 'key/unsupported' },
    });
    expect(await signerFromPkcs8(people.ada.pkcs8.slice(0, 40), { certificate, chain })).toMatchObject({
      error: { code: 'key/damaged' },
    });
    expect(await signerFromPkcs8(people.ada.pkcs8, { certificate: certificate.slice(1), chain })).toMatchObject({
      error: { code: 'certificate/damaged' },
    });
  });
});
