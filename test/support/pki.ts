import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { context, namedBits, octetString, sequence } from '../../src-main/pki/asn1/write.ts';
import {
  type CertificationAuthority,
  createAuthority,
  issueCaCertificate,
  issueCertificate,
  signCertificate,
} from '../../src-main/pki/authority.ts';
import { parseCertificate, keyUsageBit, type KeyUsage } from '../../src-main/pki/certificate.ts';
import { CrlReason } from '../../src-main/pki/crl-reason.ts';
import {
  basicConstraintsExtension,
  extendedKeyUsageExtension,
  extension,
  keyUsageExtension,
} from '../../src-main/pki/extensions.ts';
import { issueCrl } from '../../src-main/pki/issue-crl.ts';
import { signerFromPkcs8 } from '../../src-main/pki/keys/open.ts';
import { emailGeneralName, writeName } from '../../src-main/pki/names.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import type { SignatureAlgorithm, Signer } from '../../src-main/pki/signer.ts';

/** A key pair as DER. */
export interface TestKey {
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
}

/** Somebody with a key and a certificate. */
export interface TestIdentity extends TestKey {
  readonly certificate: Uint8Array;
  /** Issuers, nearest first, without the root. */
  readonly chain: readonly Uint8Array[];
}

const exportKey = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): TestKey => ({
  pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
  spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
});

/** Keys of every kind that people have. */
export const testKey = {
  p256: () => exportKey(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  p384: () => exportKey(generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  p521: () => exportKey(generateKeyPairSync('ec', { namedCurve: 'P-521' })),
  rsa: () => exportKey(generateKeyPairSync('rsa', { modulusLength: 2048 })),
  ed25519: () => exportKey(generateKeyPairSync('ed25519')),
} as const;

const day = 86_400_000;
/** The test PKI's "now". Everything is valid from a year before to a year after it, unless its name says otherwise. */
export const testNow = new Date('2026-06-01T12:00:00Z');
/** `days` after `testNow` (negative: before). */
export const testDay = (days: number): Date => new Date(testNow.getTime() + days * day);

const person = (commonName: string, userName: string) => ({ commonName, userName, organisation: 'Test Laboratory' });

/** A certificate that the product itself would not issue: any extensions, any issuer. */
export const issueOddly = async (
  issuer: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array },
  input: {
    readonly key: TestKey;
    readonly commonName: string;
    readonly extensions: readonly Uint8Array[];
    readonly notBefore?: Date;
    readonly notAfter?: Date;
  },
): Promise<Uint8Array> => {
  const read = parseCertificate(issuer.certificate);
  return signCertificate({
    issuerName: read.subject.der,
    issuerKey: { pkcs8: issuer.pkcs8, spki: read.publicKey.spki },
    subject: writeName({ commonName: input.commonName }),
    spki: input.key.spki,
    notBefore: input.notBefore ?? testDay(-365),
    notAfter: input.notAfter ?? testDay(365),
    extensions: input.extensions,
  });
};

/** keyUsage as an extension that may be not critical. */
export const usageExtension = (critical: boolean, ...usages: readonly KeyUsage[]): Uint8Array =>
  extension(Oid.keyUsage, critical, namedBits(usages.map(keyUsageBit)));

/** nameConstraints that permit mail addresses at one host. */
const permittedEmail = (host: string): Uint8Array =>
  extension(Oid.nameConstraints, true, sequence(context(0, sequence(emailGeneralName(host)))));

const build = async () => {
  const now = testDay(-365);
  const { root, issuing } = await createAuthority({ organisation: 'Test Laboratory', vaultId: 'test-vault', now });
  const stranger = await createAuthority({ organisation: 'Stranger', vaultId: 'other', now });
  const below = [issuing.certificate];

  const people = { count: 0 };
  const identity = async (
    key: TestKey,
    name: string,
    validity: { readonly notBefore?: Date; readonly notAfter?: Date } = {},
  ): Promise<TestIdentity> => {
    people.count += 1;
    const certificate = await issueCertificate(issuing, {
      spki: key.spki,
      subject: { ...person(name, `person${people.count}`), email: `person${people.count}@example.org` },
      notBefore: validity.notBefore ?? testDay(-365),
      notAfter: validity.notAfter ?? testDay(365),
    });
    return { ...key, certificate, chain: below };
  };
  const odd = async (
    issuer: CertificationAuthority,
    commonName: string,
    extensions: readonly Uint8Array[],
    chain: readonly Uint8Array[] = [issuer.certificate],
  ): Promise<TestIdentity> => {
    const key = testKey.p256();
    return { ...key, certificate: await issueOddly(issuer, { key, commonName, extensions }), chain };
  };

  const ada = await identity(testKey.p256(), 'Ada Byron');
  const revoked = await identity(testKey.p256(), 'Rita Revoked');
  const held = await identity(testKey.p256(), 'Hal Held');

  const signing = usageExtension(true, 'digitalSignature', 'nonRepudiation');
  const subKey = testKey.p256();
  const belowIssuing = {
    pkcs8: subKey.pkcs8,
    certificate: await issueCaCertificate(issuing, {
      spki: subKey.spki,
      subject: { commonName: 'CA below a pathLen of 0' },
      notBefore: testDay(-365),
      notAfter: testDay(365),
      pathLength: null,
    }),
  };
  const noBasic = await odd(root, 'CA without basicConstraints', [keyUsageExtension(['keyCertSign', 'cRLSign'])]);
  const noCertSign = await odd(root, 'CA without keyCertSign', [
    basicConstraintsExtension(true, null),
    keyUsageExtension(['cRLSign']),
  ]);
  const constrained = await odd(root, 'CA for example.org', [
    basicConstraintsExtension(true, null),
    keyUsageExtension(['keyCertSign', 'cRLSign']),
    permittedEmail('example.org'),
  ]);
  const email = (address: string): Uint8Array =>
    extension(Oid.subjectAltName, false, sequence(emailGeneralName(address)));

  const entries = [
    { serial: parseCertificate(revoked.certificate).serial, revokedAt: testDay(-10), reason: CrlReason.KeyCompromise },
    { serial: parseCertificate(held.certificate).serial, revokedAt: testDay(-5), reason: CrlReason.CertificateHold },
  ];
  const validity = { thisUpdate: testDay(-1), nextUpdate: testDay(30) };
  return {
    root,
    issuing,
    /** An authority that nobody here trusts. */
    stranger,
    people: {
      ada,
      bert: await identity(testKey.rsa(), 'Bert RSA'),
      carla: await identity(testKey.p384(), 'Carla P-384'),
      dora: await identity(testKey.p521(), 'Dora P-521'),
      emil: await identity(testKey.ed25519(), 'Emil Ed25519'),
      revoked,
      held,
      expired: await identity(testKey.p256(), 'Eve Expired', { notAfter: testDay(-30) }),
      notYetValid: await identity(testKey.p256(), 'Nora Not Yet', { notBefore: testDay(30) }),
      wrongUsage: await odd(issuing, 'Walter Wrong', [usageExtension(true, 'keyEncipherment')]),
      unknownCritical: await odd(issuing, 'Una Unknown', [
        signing,
        extension('1.3.6.1.4.1.99999.1', true, octetString()),
      ]),
      issuedByPerson: await odd(ada, 'Paul issued by a person', [signing], [ada.certificate, issuing.certificate]),
      belowNoBasicConstraints: await odd(noBasic, 'Ned', [signing]),
      belowNoCertSign: await odd(noCertSign, 'Nick', [signing]),
      belowPathLength: await odd(belowIssuing, 'Petra', [signing], [belowIssuing.certificate, issuing.certificate]),
      insideConstraint: await odd(constrained, 'Ian', [signing, email('ian@example.org')]),
      outsideConstraint: await odd(constrained, 'Olaf', [signing, email('olaf@example.com')]),
      timestamper: await odd(issuing, 'Time-stamping unit', [
        usageExtension(true, 'digitalSignature'),
        extendedKeyUsageExtension(true, [Oid.kpTimeStamping]),
      ]),
      strangers: await odd(stranger.issuing, 'Sam Stranger', [signing]),
    },
    /** CRLs of root and issuing authority, in force from a day before to 30 days after `testNow`. */
    rootCrl: await issueCrl(root, { entries: [], ...validity, number: 1 }),
    issuingCrl: await issueCrl(issuing, { entries, ...validity, number: 7 }),
    /** The issuing authority's CRL entries, for making other CRLs. */
    entries,
    constrained,
  };
};

export type TestPki = Awaited<ReturnType<typeof build>>;

let cached: Promise<TestPki> | undefined;

/** The test PKI: made once a process, with real keys, by the product's own authority. */
export const testPki = (): Promise<TestPki> => {
  cached ??= build();
  return cached;
};

/** A signer for an identity of the test PKI. */
export const testSigner = async (identity: TestIdentity, algorithm?: SignatureAlgorithm): Promise<Signer> => {
  const signer = await signerFromPkcs8(identity.pkcs8, {
    certificate: identity.certificate,
    chain: identity.chain,
    ...(algorithm === undefined ? {} : { algorithm }),
  });
  if (!signer.ok) throw new Error(`test signer: ${signer.error.code}`);
  return signer.value;
};
