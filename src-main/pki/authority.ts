import { randomBytes } from 'node:crypto';
import { readWhole } from './asn1/read.ts';
import { bitString, context, integer, integerOfContent, sequence, time } from './asn1/write.ts';
import { type CertificateInfo, type KeyUsage, parseCertificate } from './certificate.ts';
import {
  authorityKeyIdExtension,
  basicConstraintsExtension,
  crlUrlExtension,
  emailExtension,
  extendedKeyUsageExtension,
  keyUsageExtension,
  subjectKeyIdExtension,
} from './extensions.ts';
import { generateKeyPair, KeyAlgorithm } from './keys/generate.ts';
import { type SubjectName, writeName } from './names.ts';
import { Oid } from './oids.ts';
import { readPublicKey } from './public-key.ts';
import { defaultAlgorithm, signatureIdentifier, signWith, toPrivateKey } from './signature-algorithm.ts';

/** A certification authority that can issue: its certificate, and its key in the clear. Both DER. */
export interface CertificationAuthority {
  readonly certificate: Uint8Array;
  /** PrivateKeyInfo. */
  readonly pkcs8: Uint8Array;
}

/** A vault's own authority: a root that issues nothing but the issuing authority, which issues to people. */
export interface Authority {
  readonly root: CertificationAuthority;
  readonly issuing: CertificationAuthority;
}

/**
 * Creates a vault's own authority. The root lives 20 years and the issuing one 10 with pathLen 0; both names carry the
 * vault's id, so that two vaults of one organisation are never taken for each other. No certificate policies: what these
 * certificates are worth is for the organisation's own rules to say, and they are never "qualified".
 */
export const createAuthority = async (input: {
  readonly organisation: string;
  /** Told apart by it: PrintableString characters only. */
  readonly vaultId: string;
  readonly now: Date;
  /** `ecdsa-p256`: root on P-384, issuing on P-256. `rsa-3072`: both RSA. */
  readonly keyAlgorithm?: KeyAlgorithm;
}): Promise<Authority> => {
  const { organisation, vaultId, now, keyAlgorithm = KeyAlgorithm.EcdsaP256 } = input;
  const rsa = keyAlgorithm === KeyAlgorithm.Rsa3072;
  const [rootKey, issuingKey] = await Promise.all([
    generateKeyPair(rsa ? keyAlgorithm : KeyAlgorithm.EcdsaP384),
    generateKeyPair(keyAlgorithm),
  ]);
  const caName = (role: string): SubjectName => ({
    organisation,
    commonName: `${organisation} Countersign ${role}`,
    serialNumber: vaultId,
  });
  const rootName = writeName(caName('Root CA'));
  const caUsage: readonly KeyUsage[] = ['keyCertSign', 'cRLSign'];
  const rootCertificate = await signCertificate({
    issuerName: rootName,
    issuerKey: rootKey,
    subject: rootName,
    spki: rootKey.spki,
    notBefore: now,
    notAfter: yearsAfter(now, 20),
    extensions: [
      basicConstraintsExtension(true, null),
      keyUsageExtension(caUsage),
      subjectKeyIdExtension(rootKey.spki),
    ],
  });
  const root = { certificate: rootCertificate, pkcs8: rootKey.pkcs8 };
  const issuingCertificate = await issueCaCertificate(root, {
    spki: issuingKey.spki,
    subject: caName('Issuing CA'),
    notBefore: now,
    notAfter: yearsAfter(now, 10),
    pathLength: 0,
  });
  return { root, issuing: { certificate: issuingCertificate, pkcs8: issuingKey.pkcs8 } };
};

/** Issues a certificate to an authority below `ca`. */
export const issueCaCertificate = (
  ca: CertificationAuthority,
  input: {
    readonly spki: Uint8Array;
    readonly subject: SubjectName;
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly pathLength: number | null;
  },
): Promise<Uint8Array> =>
  signBelow(ca, input, (issuer) => [
    basicConstraintsExtension(true, input.pathLength),
    keyUsageExtension(['keyCertSign', 'cRLSign']),
    subjectKeyIdExtension(input.spki),
    authorityKeyIdExtension(issuer),
  ]);

/** Whom a certificate is issued to. */
export interface PersonSubject extends SubjectName {
  /** Goes into subjectAltName as rfc822Name (ASCII). */
  readonly email?: string;
}

/**
 * Issues a person's signing certificate. keyUsage (critical): nonRepudiation, for what the signature means, with
 * digitalSignature, which readers that know no contentCommitment ask for. extKeyUsage: documentSigning (RFC 9336), with
 * emailProtection because Acrobat and NSS (pdfsig) look for it where the extension is there at all.
 */
export const issueCertificate = (
  issuing: CertificationAuthority,
  input: {
    /** SubjectPublicKeyInfo, DER. Of a CSR: only after `readCsr` has shown possession of the key. */
    readonly spki: Uint8Array;
    readonly subject: PersonSubject;
    readonly notBefore: Date;
    readonly notAfter: Date;
    /** Where the CRL is to be had, when it is anywhere. */
    readonly crlUrl?: string;
  },
): Promise<Uint8Array> =>
  signBelow(issuing, input, (issuer) => [
    basicConstraintsExtension(false, null),
    keyUsageExtension(['digitalSignature', 'nonRepudiation']),
    extendedKeyUsageExtension(false, [Oid.kpDocumentSigning, Oid.kpEmailProtection]),
    subjectKeyIdExtension(input.spki),
    authorityKeyIdExtension(issuer),
    ...(input.subject.email === undefined ? [] : [emailExtension(input.subject.email)]),
    ...(input.crlUrl === undefined ? [] : [crlUrlExtension(input.crlUrl)]),
  ]);

const signBelow = (
  ca: CertificationAuthority,
  input: {
    readonly spki: Uint8Array;
    readonly subject: SubjectName;
    readonly notBefore: Date;
    readonly notAfter: Date;
  },
  extensions: (issuer: CertificateInfo) => readonly Uint8Array[],
): Promise<Uint8Array> => {
  const issuer = parseCertificate(ca.certificate);
  return signCertificate({
    issuerName: issuer.subject.der,
    issuerKey: { pkcs8: ca.pkcs8, spki: issuer.publicKey.spki },
    subject: writeName(input.subject),
    spki: input.spki,
    notBefore: input.notBefore,
    notAfter: input.notAfter,
    extensions: extensions(issuer),
  });
};

/** The content of a certificate to be signed. Times are cut to whole seconds. */
export interface CertificateContent {
  /** Name, DER. */
  readonly issuerName: Uint8Array;
  readonly issuerKey: { readonly pkcs8: Uint8Array; readonly spki: Uint8Array };
  /** Name, DER. */
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Uint8Array[];
}

/** Signs a version 3 certificate (RFC 5280 4.1) with a random positive serial number of 128 bits. */
export const signCertificate = (content: CertificateContent): Promise<Uint8Array> =>
  signStructure(content.issuerKey, (algorithm) =>
    sequence(
      context(0, integer(2)),
      integerOfContent(randomSerial()),
      algorithm,
      content.issuerName,
      sequence(time(content.notBefore), time(content.notAfter)),
      content.subject,
      content.spki,
      context(3, sequence(...content.extensions)),
    ),
  );

/** `SEQUENCE { to be signed, algorithm, BIT STRING }`: the form of certificates, CRLs and requests alike. */
export const signStructure = async (
  key: { readonly pkcs8: Uint8Array; readonly spki: Uint8Array },
  toBeSigned: (algorithm: Uint8Array) => Uint8Array,
): Promise<Uint8Array> => {
  const algorithm = defaultAlgorithm(readPublicKey(readWhole(key.spki)));
  if (algorithm === null) throw new Error('an authority key of a kind that does not sign');
  const identifier = signatureIdentifier(algorithm, 'x509');
  const tbs = toBeSigned(identifier);
  return sequence(tbs, identifier, bitString(await signWith(toPrivateKey(key.pkcs8), algorithm, tbs)));
};

/** 16 octets, the first between 0x40 and 0x7f: positive, of constant length, 126 random bits (RFC 5280 4.1.2.2 wants 20 octets at most). */
const randomSerial = (): Uint8Array => {
  const serial = new Uint8Array(randomBytes(16));
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial;
};

const yearsAfter = (date: Date, years: number): Date => {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
};
