import { createSign, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWhole } from '../../../src-main/pki/asn1/read.ts';
import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  integer,
  integerOfContent,
  nullValue,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  time,
  tlv,
  utf8String,
} from '../../../src-main/pki/asn1/write.ts';
import { readCertificate } from '../../../src-main/pki/certificate.ts';
import { extension } from '../../../src-main/pki/extensions.ts';
import { readName, writeName } from '../../../src-main/pki/names.ts';
import { Oid } from '../../../src-main/pki/oids.ts';
import { toKeyObject } from '../../../src-main/pki/public-key.ts';
import { verifySignature } from '../../../src-main/pki/signature.ts';
import { testNow, testPki } from '../../support/pki.ts';

const sha256WithRsa = sequence(oid(Oid.sha256WithRsa), nullValue());

/** A self-signed RSA certificate put together by hand, so that it can be wrong. */
const handmade = (odd: {
  readonly serial?: Uint8Array;
  readonly spki?: (proper: Uint8Array) => Uint8Array;
  readonly extensions?: readonly Uint8Array[];
}): Uint8Array => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const proper = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const name = writeName({ commonName: 'Handmade' });
  const tbs = sequence(
    context(0, integer(2)),
    odd.serial ?? integer(1),
    sha256WithRsa,
    name,
    sequence(time(testNow), time(new Date('2060-01-01T00:00:00Z'))),
    name,
    odd.spki?.(proper) ?? proper,
    ...(odd.extensions === undefined ? [] : [context(3, sequence(...odd.extensions))]),
  );
  return sequence(tbs, sha256WithRsa, bitString(new Uint8Array(createSign('sha256').update(tbs).sign(privateKey))));
};

const read = (der: Uint8Array) => {
  const result = readCertificate(der);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('reading certificates', () => {
  it('C18: keeps negative and zero serial numbers as they are', () => {
    expect(read(handmade({ serial: integerOfContent(Uint8Array.of(0xff, 0x01)) })).serial).toBe('ff01');
    expect(read(handmade({ serial: integerOfContent(Uint8Array.of(0)) })).serial).toBe('00');
  });

  it('C18: reads an RSA modulus with its sign bit set as the number that was meant, and verifies with it', () => {
    const certificate = read(
      handmade({
        spki: (proper) => {
          const [modulus, exponent] = readWhole(readWhole(proper).at(1).content.subarray(1)).children;
          const unsigned = modulus?.content.subarray(1) ?? new Uint8Array();
          const numbers = sequence(integerOfContent(unsigned), exponent?.raw ?? new Uint8Array());
          return sequence(sequence(oid(Oid.rsaEncryption), nullValue()), bitString(numbers));
        },
      }),
    );
    const { publicKey, signatureScheme, tbs, signature } = certificate;
    expect(publicKey.label).toBe('RSA 2048 bits');
    expect(verifySignature(publicKey.spki, signatureScheme, tbs, signature)).toBe('valid');
    expect(verifySignature(publicKey.spki, signatureScheme, tbs.slice(1), signature)).toBe('invalid');
  });

  it('gives an id-RSASSA-PSS key to the library as the RSA key it is', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const key = toKeyObject(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })));
    expect(key.asymmetricKeyType).toBe('rsa');
  });

  it('remembers which extensions cannot be read, and reads the rest', () => {
    const certificate = read(
      handmade({
        extensions: [
          extension(Oid.basicConstraints, true, octetString(Uint8Array.of(1))),
          extension(Oid.keyUsage, true, Uint8Array.of(3, 2, 6, 0x40)),
          extension(Oid.extKeyUsage, false, sequence(oid(Oid.kpEmailProtection))),
          extension(Oid.extKeyUsage, false, sequence(oid(Oid.kpTimeStamping))),
        ],
      }),
    );
    expect(certificate.unreadable).toEqual([Oid.extKeyUsage, Oid.basicConstraints]);
    expect([...(certificate.keyUsage ?? [])]).toEqual(['nonRepudiation']);
  });

  it('reads where CRLs, responders and issuers are to be found', () => {
    const uri = (text: string) => contextPrimitive(6, Buffer.from(text));
    const certificate = read(
      handmade({
        extensions: [
          extension(Oid.crlDistributionPoints, false, sequence(sequence(context(0, context(0, uri('http://a/crl')))))),
          extension(
            Oid.authorityInfoAccess,
            false,
            sequence(
              sequence(oid(Oid.adOcsp), uri('http://a/ocsp')),
              sequence(oid(Oid.adCaIssuers), uri('http://a/ca')),
            ),
          ),
          extension(Oid.ocspNoCheck, false, nullValue()),
          extension(Oid.basicConstraints, true, sequence(boolean(true), integer(3))),
        ],
      }),
    );
    expect(certificate.crlUrls).toEqual(['http://a/crl']);
    expect(certificate.ocspUrls).toEqual(['http://a/ocsp']);
    expect(certificate.issuerUrls).toEqual(['http://a/ca']);
    expect(certificate.ocspNoCheck).toBe(true);
    expect(certificate.basicConstraints).toEqual({ ca: true, pathLength: 3 });
  });

  it('answers any damage with a failure or another certificate, never with an exception', async () => {
    const { people } = await testPki();
    const der = people.ada.certificate;
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, octet, length) => {
        const damaged = new Uint8Array(der);
        damaged[at] = octet;
        readCertificate(damaged);
        expect(readCertificate(damaged.slice(0, length)).ok).toBe(length === der.length && readCertificate(damaged).ok);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('names', () => {
  const name = (...rdns: readonly Uint8Array[]) => readName(readWhole(sequence(...rdns)));
  const rdn = (type: string, value: Uint8Array) => setOf(sequence(oid(type), value));

  it('C17: are equal whatever the string type, letter case and inner space', () => {
    const a = name(
      rdn(Oid.organizationName, utf8String('Ministry  of Silly Walks')),
      rdn(Oid.commonName, utf8String('ÄDA')),
    );
    const b = name(
      rdn(Oid.organizationName, printableString(' ministry of silly walks')),
      rdn(Oid.commonName, utf8String('äda')),
    );
    const c = name(
      rdn(Oid.commonName, utf8String('ÄDA')),
      rdn(Oid.organizationName, utf8String('Ministry of Silly Walks')),
    );
    expect(a.key).toBe(b.key);
    expect(a.key).not.toBe(c.key);
  });

  it('cannot be confused by separators inside a value', () => {
    const one = name(rdn(Oid.commonName, utf8String('a,2.5.4.10=b')));
    const two = name(rdn(Oid.commonName, utf8String('a')), rdn(Oid.organizationName, utf8String('b')));
    expect(one.key).not.toBe(two.key);
    expect(one.text).toBe('CN=a\\,2.5.4.10\\=b');
  });

  it('show values of unknown types as hex, and the order of parts in a set does not count', () => {
    const parts = [
      sequence(oid(Oid.commonName), utf8String('x')),
      sequence(oid('1.2.3'), tlv(4, Uint8Array.of(1))),
    ] as const;
    expect(name(tlv(0x31, parts[0], parts[1])).key).toBe(name(tlv(0x31, parts[1], parts[0])).key);
    expect(name(setOf(...parts)).text).toContain('1.2.3=#040101');
  });
});
