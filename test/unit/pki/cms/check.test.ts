import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, readWhole, Tag } from '../../../../src-main/pki/asn1/read.ts';
import {
  context,
  contextPrimitive,
  generalizedTime,
  integer,
  integerOfContent,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
} from '../../../../src-main/pki/asn1/write.ts';
import { parseCertificate } from '../../../../src-main/pki/certificate.ts';
import { buildDetachedCms, digestAlgorithmOf } from '../../../../src-main/pki/cms/build.ts';
import { checkCms, type CmsProfile } from '../../../../src-main/pki/cms/check.ts';
import { type DigestAlgorithm, digest, digestIdentifier } from '../../../../src-main/pki/digest.ts';
import { Oid } from '../../../../src-main/pki/oids.ts';
import type { Signer } from '../../../../src-main/pki/signer.ts';
import { signatureIdentifier } from '../../../../src-main/pki/signature-algorithm.ts';
import { type TestPki, testNow, testPki, testSigner } from '../../../support/pki.ts';
import { attribute, essV2, type OddCms, oddCms } from '../../../support/pki-cms.ts';

const content = Buffer.from('the byte ranges of a document');
type Attributes = NonNullable<OddCms['attributes']>;

let pki: TestPki;
let ada: Signer;
let bert: Signer;
beforeAll(async () => {
  pki = await testPki();
  ada = await testSigner(pki.people.ada);
  bert = await testSigner(pki.people.bert);
});

const check = (cms: Uint8Array, profile: CmsProfile = 'pades', over: Uint8Array = content) =>
  checkCms(cms, { profile, digestOf: (algorithm: DigestAlgorithm) => digest(algorithm, over), contentOf: () => over });
const odd = async (more: Partial<OddCms> = {}, profile: CmsProfile = 'pades') =>
  check(await oddCms({ signer: ada, content, ...more }), profile);
const verdict = ({ conclusion }: ReturnType<typeof check>) => [conclusion.indication, conclusion.subIndication];
const passed = ['TOTAL-PASSED', null];

describe('checking CMS signatures', () => {
  it.each(['ada', 'bert', 'carla', 'dora', 'emil'] as const)('pass what we build for %s', async (name) => {
    const signer = await testSigner(pki.people[name]);
    const cms = await buildDetachedCms({ digest: digest(digestAlgorithmOf(signer), content), signer });
    const report = check(cms);
    expect(report.conclusion).toEqual({ indication: 'TOTAL-PASSED', subIndication: null, reasons: [] });
    expect(report.warnings).toEqual([]);
    expect(report.signerCertificate?.der).toEqual(signer.certificate);
    expect(report.certificates).toHaveLength(2);
    expect(report.digestAlgorithm).toBe(digestAlgorithmOf(signer));
    expect(report.signingTime).toBeNull();
    expect(verdict(check(cms, 'pades', Buffer.from('other')))).toEqual(['TOTAL-FAILED', 'HASH_FAILURE']);
  });

  it('pass RSASSA-PSS and tell it by name', async () => {
    const signer = await testSigner(pki.people.bert, 'rsa-pss-sha256');
    const report = check(await buildDetachedCms({ digest: digest('sha256', content), signer }));
    expect(verdict(report)).toEqual(passed);
    expect(report.signatureAlgorithm).toBe('RSASSA-PSS with SHA-256');
  });

  it('never pass when any one bit of the CMS differs', async () => {
    const cms = await buildDetachedCms({ digest: digest('sha256', content), signer: ada });
    const covered = (at: number): boolean => !uncovered(cms).some(({ start, end }) => at >= start && at < end);
    fc.assert(
      fc.property(fc.nat(cms.length - 1).filter(covered), fc.nat(7), (at, bit) => {
        const changed = new Uint8Array(cms);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(check(changed).conclusion.indication).not.toBe('TOTAL-PASSED');
      }),
      { numRuns: 1000 },
    );
  });

  it('C11: read indefinite lengths', async () => {
    expect(verdict(await odd({ indefinite: true }))).toEqual(passed);
  });

  it('C11: allow zeros after the structure and nothing else', async () => {
    const cms = await oddCms({ signer: ada, content });
    expect(verdict(check(concat(cms, new Uint8Array(500))))).toEqual(passed);
    expect(verdict(check(concat(cms, new Uint8Array(500), Uint8Array.of(1))))).toEqual([
      'TOTAL-FAILED',
      'FORMAT_FAILURE',
    ]);
    expect(verdict(check(new Uint8Array(8000)))).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
    expect(verdict(check(new Uint8Array(0)))).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
  });

  it('C11: demand exactly one signer', async () => {
    for (const signers of [0, 2]) {
      const report = await odd({ signers });
      expect(verdict(report)).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
      expect(report.conclusion.reasons[0]).toContain(`${signers} signers`);
    }
  });

  it('C12: refuse content inside, even empty, where it must be detached', async () => {
    for (const eContent of [content, new Uint8Array(0)])
      for (const profile of ['pades', 'pkcs7'] as const)
        expect(verdict(await odd({ eContent }, profile))).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
  });

  it('C12: read adbe.pkcs7.sha1: the content is the SHA-1 of the document', async () => {
    const sha1 = digest('sha1', content);
    const cms = await oddCms({ signer: bert, content: sha1, eContent: sha1 });
    expect(verdict(check(cms, 'pkcs7-sha1'))).toEqual(passed);
    expect(verdict(check(cms, 'pkcs7-sha1', Buffer.from('other')))).toEqual(['TOTAL-FAILED', 'HASH_FAILURE']);
    expect(verdict(check(await oddCms({ signer: bert, content: sha1 }), 'pkcs7-sha1'))).toEqual([
      'TOTAL-FAILED',
      'FORMAT_FAILURE',
    ]);
  });

  it('C13: take the digest of the document, never of content inside', async () => {
    const other = Buffer.from('what the CMS holds');
    const report = check(await oddCms({ signer: ada, content: other, eContent: other }), 'pkcs7');
    expect(report.conclusion.reasons.join()).toContain('not the one that was signed');
  });

  it('C13: demand message-digest once, and a content type that fits', async () => {
    const none = await odd({ attributes: (usual) => [usual.contentType, usual.signingCertificate] });
    expect(verdict(none)).toEqual(['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE']);
    const twice = await odd({
      attributes: (usual) => [usual.contentType, usual.messageDigest, usual.messageDigest, usual.signingCertificate],
    });
    expect(verdict(twice)).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
    const typed = await odd({
      attributes: (usual) => [
        attribute(Oid.contentType, oid(Oid.tstInfo)),
        usual.messageDigest,
        usual.signingCertificate,
      ],
    });
    expect(verdict(typed)).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
  });

  it('C14: hash the attributes as encoded, sorted or not', async () => {
    const backwards: Attributes = (usual) => [usual.signingCertificate, usual.messageDigest, usual.contentType];
    expect(verdict(await odd({ attributes: backwards }))).toEqual(passed);
    const sorted = await odd({ attributes: backwards, signSorted: true });
    expect(verdict(sorted)).toEqual(passed);
    expect(sorted.warnings.join()).toContain('order (DER)');
  });

  it('C14: without signed attributes the signature is over the content: PKCS#7 allows it, PAdES does not', async () => {
    const cms = await oddCms({ signer: bert, content, attributes: null });
    expect(verdict(check(cms, 'pkcs7'))).toEqual(passed);
    expect(verdict(check(cms, 'pkcs7', Buffer.from('other')))).toEqual(['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE']);
    expect(verdict(check(cms, 'pades'))).toEqual(['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE']);
    const without = checkCms(cms, { profile: 'pkcs7', digestOf: (algorithm) => digest(algorithm, content) });
    expect(verdict(without)).toEqual(['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND']);
  });

  it('C15: refuse a signature algorithm with another hash than the digest algorithm', async () => {
    const report = await odd({ signatureIdentifier: sequence(oid(Oid.ecdsaWithSha512)) });
    expect(verdict(report)).toEqual(['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE']);
    expect(report.conclusion.reasons[0]).toContain('SHA-512');
  });

  it('C15: refuse a digest algorithm that is none', async () => {
    const report = await odd({ digestIdentifier: sequence(oid(Oid.sha256WithRsa), nullValue()) });
    expect(verdict(report)).toEqual(['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE']);
  });

  it('C15: hold the algorithms to CMS algorithm protection, absent and NULL parameters being one', async () => {
    const protection =
      (digestId: Uint8Array, signature: Uint8Array): Attributes =>
      (usual) => [
        usual.contentType,
        usual.messageDigest,
        usual.signingCertificate,
        attribute(Oid.cmsAlgorithmProtection, sequence(digestId, contextOf(1, signature))),
      ];
    const contextOf = (tag: number, algorithm: Uint8Array): Uint8Array => context(tag, readWhole(algorithm).content);
    const own = signatureIdentifier('ecdsa-sha256', 'cms');
    const withNull = sequence(readWhole(digestIdentifier('sha256')).content, nullValue());
    expect(verdict(await odd({ attributes: protection(withNull, own) }))).toEqual(passed);
    for (const attributes of [
      protection(digestIdentifier('sha512'), own),
      protection(withNull, sequence(oid(Oid.ecdsaWithSha384))),
    ])
      expect(verdict(await odd({ attributes }))).toEqual(['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE']);
  });

  it('C16: refuse Ed25519 with another digest than SHA-512', async () => {
    const emil = await testSigner(pki.people.emil);
    expect(verdict(await odd({ signer: emil, digest: 'sha512' }))).toEqual(passed);
    expect(verdict(await odd({ signer: emil, digest: 'sha256' }))).toEqual(['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE']);
  });

  it('C16: judge PSS by its parameters: hash, MGF1 hash and salt', async () => {
    const signer = await testSigner(pki.people.bert, 'rsa-pss-sha256');
    const pss = (hash: Uint8Array, mgf: Uint8Array, salt: number) =>
      sequence(
        oid(Oid.rsassaPss),
        sequence(context(0, hash), context(1, sequence(oid(Oid.mgf1), mgf)), context(2, integer(salt))),
      );
    const sha256 = digestIdentifier('sha256');
    const sha512 = digestIdentifier('sha512');
    expect(verdict(await odd({ signer, signatureIdentifier: pss(sha256, sha256, 32) }))).toEqual(passed);
    expect(verdict(await odd({ signer, signatureIdentifier: pss(sha256, sha256, 20) }))).toEqual([
      'TOTAL-FAILED',
      'SIG_CRYPTO_FAILURE',
    ]);
    expect(verdict(await odd({ signer, signatureIdentifier: pss(sha512, sha512, 32) }))).toEqual([
      'TOTAL-FAILED',
      'SIG_CRYPTO_FAILURE',
    ]);
    expect(verdict(await odd({ signer, signatureIdentifier: pss(sha256, sha512, 32) }))).toEqual([
      'INDETERMINATE',
      'CRYPTO_CONSTRAINTS_FAILURE',
    ]);
  });

  it('C16: read plain ECDSA, r || s', async () => {
    const signature = (der: Uint8Array): Uint8Array => {
      const [r, s] = readWhole(der).children.map(({ content: octets }) => Buffer.from(octets).subarray(-32));
      const padded = (number: Buffer | undefined) =>
        concat(new Uint8Array(32 - (number?.length ?? 0)), number ?? Buffer.alloc(0));
      return concat(padded(r), padded(s));
    };
    const report = await odd({ signature, signatureIdentifier: sequence(oid(Oid.ecdsaPlainSha256)) });
    expect(verdict(report)).toEqual(passed);
    expect(report.signatureAlgorithm).toBe('plain ECDSA with SHA-256');
  });

  it('C17: find the signer by key identifier, and by a name written otherwise', async () => {
    const own = parseCertificate(ada.certificate);
    expect(verdict(await odd({ sid: contextPrimitive(0, own.subjectKeyId ?? new Uint8Array()) }))).toEqual(passed);
    // UTF8String made T61-free PrintableString in upper case, with more spaces: the same name under RFC 5280 7.1.
    const restyled = readWhole(own.issuer.der).children.map((rdn) => {
      const [type, value] = rdn.at(0).children;
      const text = Buffer.from(value?.content ?? [])
        .toString()
        .toUpperCase()
        .replaceAll(' ', '  ');
      return Buffer.concat([Buffer.from([0x31]), lengthOf(sequence(type?.raw ?? Buffer.alloc(0), printable(text)))]);
    });
    const sid = sequence(sequence(...restyled), integerOfContent(Buffer.from(own.serial, 'hex')));
    expect(verdict(await odd({ sid }))).toEqual(passed);
  });
  const printable = (text: string): Uint8Array => {
    const encoded = octetString(Buffer.from(text));
    encoded[0] = Tag.PrintableString;
    return encoded;
  };
  const lengthOf = (item: Uint8Array): Uint8Array => octetString(item).subarray(1);

  it('C17: without the signer’s certificate the signer is not known', async () => {
    expect(verdict(await odd({ certificates: [pki.issuing.certificate] }))).toEqual([
      'INDETERMINATE',
      'NO_SIGNING_CERTIFICATE_FOUND',
    ]);
  });

  it('C17: demand the signing-certificate attribute of PAdES and note its absence in PKCS#7', async () => {
    const attributes: Attributes = (usual) => [usual.contentType, usual.messageDigest];
    expect(verdict(await odd({ attributes }))).toEqual(['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE']);
    const report = await odd({ attributes }, 'pkcs7');
    expect(verdict(report)).toEqual(passed);
    expect(report.warnings).toEqual(['no signing-certificate attribute binds the signer’s certificate']);
  });

  it('C17: refuse a signing certificate that is another', async () => {
    const own = parseCertificate(ada.certificate);
    const issuerSerial = (serial: Uint8Array) => sequence(sequence(context(4, own.issuer.der)), serial);
    const ess =
      (value: Uint8Array, kind: string = Oid.signingCertificateV2): Attributes =>
      (usual) => [usual.contentType, usual.messageDigest, attribute(kind, value)];
    const right = integerOfContent(Buffer.from(own.serial, 'hex'));
    expect(verdict(await odd({ attributes: ess(essV2(ada.certificate, issuerSerial(right))) }))).toEqual(passed);
    const v1 = sequence(sequence(sequence(octetString(digest('sha1', ada.certificate)))));
    expect(verdict(await odd({ attributes: ess(v1, Oid.signingCertificate) }))).toEqual(passed);
    for (const attributes of [
      ess(essV2(bert.certificate)),
      ess(essV2(ada.certificate, issuerSerial(integer(7)))),
      ess(sequence(sequence(sequence(octetString(digest('sha1', bert.certificate))))), Oid.signingCertificate),
    ])
      expect(verdict(await odd({ attributes }))).toEqual(['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND']);
    const twice: Attributes = (usual) => [
      usual.contentType,
      usual.messageDigest,
      usual.signingCertificate,
      usual.signingCertificate,
    ];
    expect(verdict(await odd({ attributes: twice }))).toEqual(['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE']);
  });

  it('C19: take a signing-time attribute for a departure from the PAdES baseline, not for a fault', async () => {
    const cms = await buildDetachedCms({ digest: digest('sha256', content), signer: ada, signingTime: testNow });
    const report = check(cms);
    expect(verdict(report)).toEqual(passed);
    expect(report.signingTime).toEqual(testNow);
    expect(report.warnings.join()).toContain('not a PAdES baseline');
  });

  it('C22: bring out revocation material, certificates and time-stamps, all untrusted', async () => {
    const archived = sequence(
      context(0, sequence(pki.rootCrl, pki.issuingCrl)),
      context(1, sequence(sequence(integer(1)))),
    );
    const token = sequence(oid(Oid.signedData));
    const report = await odd({
      certificates: [ada.certificate, pki.issuing.certificate],
      attributes: (usual) => [
        usual.contentType,
        usual.messageDigest,
        usual.signingCertificate,
        attribute(Oid.adbeRevocationInfoArchival, archived),
      ],
      unsigned: [attribute(Oid.signatureTimestamp, token)],
    });
    expect(verdict(report)).toEqual(passed);
    expect(report.crls).toEqual([pki.rootCrl, pki.issuingCrl]);
    expect(report.ocsps).toEqual([sequence(integer(1))]);
    expect(report.certificates).toEqual([ada.certificate, pki.issuing.certificate]);
    expect(report.signatureTimestamp).toEqual(token);
  });

  it('C26: judge a time-stamp token by its imprint', async () => {
    const tst = sequence(
      integer(1),
      oid('1.2.3.4'),
      sequence(digestIdentifier('sha512'), octetString(digest('sha512', content))),
      integer(77),
      generalizedTime(testNow),
      sequence(integer(1), contextPrimitive(0, Uint8Array.of(1, 244))),
      integer(5),
    );
    const cms = await oddCms({ signer: ada, content: tst, eContent: tst, contentType: Oid.tstInfo });
    const report = check(cms, 'timestamp');
    expect(verdict(report)).toEqual(passed);
    expect(report.timestamp).toMatchObject({
      genTime: testNow,
      accuracy: 1500,
      policy: '1.2.3.4',
      serial: '4d',
      nonce: '05',
    });
    expect(verdict(check(cms, 'timestamp', Buffer.from('other')))).toEqual(['TOTAL-FAILED', 'HASH_FAILURE']);
    expect(verdict(await odd({}, 'timestamp'))).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE']);
  });

  it('refuse a signature by another key', async () => {
    const other = await testSigner(pki.people.revoked);
    const report = check(await oddCms({ signer: { ...ada, sign: (data) => other.sign(data) }, content }));
    expect(verdict(report)).toEqual(['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE']);
  });

  it('C40: answer any bytes with a report', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(check(bytes).conclusion.indication).toBe('TOTAL-FAILED');
      }),
    );
  });

  it('tell the time of a signing-time attribute past 2049', async () => {
    const late = new Date('2051-01-01T00:00:00Z');
    const report = await odd(
      {
        attributes: (usual) => [
          usual.contentType,
          usual.messageDigest,
          usual.signingCertificate,
          attribute(Oid.signingTime, time(late)),
        ],
      },
      'pkcs7',
    );
    expect(report.signingTime).toEqual(late);
  });
});

/**
 * What no signature covers: versions, SignedData's digestAlgorithms, the issuers' certificates, and the sid, which is
 * compared as a name (letter case does not count) and bound by the signing-certificate attribute.
 */
const uncovered = (cms: Uint8Array): readonly { readonly start: number; readonly end: number }[] => {
  const signedData = readWhole(cms).at(1).at(0);
  const signerInfo = signedData.children.at(-1)?.at(0);
  const issuers = signedData.context(0)?.children.filter(({ raw }) => !Buffer.from(raw).equals(ada.certificate)) ?? [];
  return [signedData.at(0), signedData.at(1), ...issuers, ...(signerInfo?.children.slice(0, 2) ?? [])];
};
