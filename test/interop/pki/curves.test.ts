import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readWhole } from '../../../src-main/pki/asn1/read.ts';
import { lacksNative } from '../../../src-main/pki/curves/runtime.ts';
import { verifyInJavaScript } from '../../../src-main/pki/curves/verify.ts';
import { readPublicKey } from '../../../src-main/pki/public-key.ts';
import { type SignatureScheme, verifyNatively, verifySignature } from '../../../src-main/pki/signature.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';

const curves: readonly [curve: string, scheme: SignatureScheme][] = [
  ['brainpoolP256r1', { kind: 'ecdsa', digest: 'sha256', plain: false }],
  ['brainpoolP256r1', { kind: 'ecdsa', digest: 'sha512', plain: false }],
  ['brainpoolP320r1', { kind: 'ecdsa', digest: 'sha256', plain: false }],
  ['brainpoolP384r1', { kind: 'ecdsa', digest: 'sha384', plain: false }],
  ['brainpoolP512r1', { kind: 'ecdsa', digest: 'sha512', plain: false }],
  ['brainpoolP512r1', { kind: 'ecdsa', digest: 'sha1', plain: false }],
  ['secp256k1', { kind: 'ecdsa', digest: 'sha256', plain: false }],
  ['secp224r1', { kind: 'ecdsa', digest: 'sha256', plain: false }],
  ['ed448', { kind: 'ed448', digest: null }],
];

describe.skipIf(!hasOpenSsl())(
  'C15, C16: curves that Electron lacks, by OpenSSL’s keys (skipped without openssl)',
  () => {
    const tool = openSsl();
    afterAll(() => tool.dispose());
    const data = Buffer.from('what was signed');
    tool.file('data', data);
    const read = (name: string) => new Uint8Array(readFileSync(join(tool.folder, name)));

    /** A key and its signature over `data`, made by the tool. */
    const sample = (curve: string, scheme: SignatureScheme, form = 'uncompressed') => {
      if (scheme.kind === 'ed448') {
        tool.must('genpkey', '-algorithm', 'ed448', '-out', 'key');
        tool.must('pkeyutl', '-sign', '-inkey', 'key', '-rawin', '-in', 'data', '-out', 'sig');
      } else {
        tool.must('ecparam', '-name', curve, '-genkey', '-noout', '-out', 'key', '-conv_form', form);
        tool.must('dgst', `-${scheme.digest}`, '-sign', 'key', '-out', 'sig', 'data');
      }
      const conversion = scheme.kind === 'ed448' ? [] : ['-ec_conv_form', form];
      tool.must('pkey', '-in', 'key', '-pubout', '-outform', 'DER', '-out', 'pub', ...conversion);
      return { spki: read('pub'), signature: read('sig') };
    };
    const both = (spki: Uint8Array, scheme: SignatureScheme, bytes: Uint8Array, signature: Uint8Array) => [
      verifyInJavaScript(readPublicKey(readWhole(spki)), scheme, bytes, signature),
      verifyNatively(spki, scheme, bytes, signature),
      verifySignature(spki, scheme, bytes, signature),
    ];
    const valid = ['valid', 'valid', 'valid'];
    const invalid = ['invalid', 'invalid', 'invalid'];

    test.each(curves)('%s %o: JavaScript and the runtime say the same', (curve, scheme) => {
      for (let round = 0; round < 4; round++) {
        const { spki, signature } = sample(curve, scheme, round % 2 === 0 ? 'uncompressed' : 'compressed');
        expect(both(spki, scheme, data, signature)).toEqual(valid);
        expect(both(spki, scheme, Buffer.from('something else'), signature)).toEqual(invalid);
        for (const at of [2, signature.length >> 1, signature.length - 1]) {
          const bent = Uint8Array.from(signature, (byte, index) => (index === at ? byte ^ 1 : byte));
          expect(both(spki, scheme, data, bent)).toEqual(invalid);
        }
        expect(both(spki, scheme, data, signature.subarray(0, -1))).toEqual(invalid);
        expect(both(spki, scheme, data, Uint8Array.of(...signature, 0))).toEqual(invalid);
        expect(both(spki, scheme, data, new Uint8Array())).toEqual(invalid);
      }
    });

    test('another key of the same curve does not verify it', () => {
      for (const [curve, scheme] of curves) {
        const { signature } = sample(curve, scheme);
        expect(both(sample(curve, scheme).spki, scheme, data, signature), curve).toEqual(invalid);
      }
    });

    test('plain r || s verifies, and is no DER', () => {
      const scheme: SignatureScheme = { kind: 'ecdsa', digest: 'sha384', plain: false };
      const { spki, signature } = sample('brainpoolP384r1', scheme);
      const pair = readWhole(signature);
      const plain = Buffer.concat(
        [pair.at(0).content, pair.at(1).content].map((octets) => {
          const bare = octets.subarray(octets[0] === 0 ? 1 : 0);
          return Buffer.concat([Buffer.alloc(48 - bare.length), bare]);
        }),
      );
      expect(both(spki, { ...scheme, plain: true }, data, plain)).toEqual(valid);
      expect(both(spki, scheme, data, plain)).toEqual(invalid);
      expect(both(spki, { ...scheme, plain: true }, data, signature)).toEqual(invalid);
    });

    test('r = s = 0, s = n and r = n are refused', () => {
      const scheme: SignatureScheme = { kind: 'ecdsa', digest: 'sha256', plain: true };
      const { spki } = sample('secp256k1', { ...scheme, plain: false });
      const zero = Buffer.alloc(32);
      const one = Buffer.concat([Buffer.alloc(31), Buffer.of(1)]);
      const order = Buffer.from('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'hex');
      for (const pair of [
        [zero, zero],
        [one, zero],
        [zero, one],
        [one, order],
        [order, one],
      ])
        expect(both(spki, scheme, data, Buffer.concat(pair))).toEqual(invalid);
    });

    test('a point that is not on the curve is no key', () => {
      const scheme: SignatureScheme = { kind: 'ecdsa', digest: 'sha256', plain: false };
      const { spki, signature } = sample('brainpoolP256r1', scheme);
      const off = Uint8Array.from(spki, (byte, index) => (index === spki.length - 1 ? byte ^ 1 : byte));
      expect(both(off, scheme, data, signature)).toEqual(['unsupported', 'unsupported', 'unsupported']);
    });

    test('the runtime of the tests has them all, so that both ways really ran', () => {
      for (const [curve, scheme] of curves) {
        const key = readPublicKey(readWhole(sample(curve, scheme).spki));
        expect(lacksNative(key), curve).toBe(false);
      }
    });
  },
);
