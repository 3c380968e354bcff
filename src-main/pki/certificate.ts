import { type Result, fail, ok } from '../domain/result.ts';
import {
  type Asn1,
  Asn1Error,
  readBits,
  readBoolean,
  readIntegerHex,
  readNamedBits,
  readOctets,
  readOid,
  readSmallInteger,
  readTime,
  readWhole,
  sameBytes,
  Tag,
  toHex,
} from './asn1/read.ts';
import { digest } from './digest.ts';
import { type DistributionPoint, readDistributionPoints } from './distribution-point.ts';
import { type DistinguishedName, type GeneralName, readGeneralName, readName } from './names.ts';
import { Oid } from './oids.ts';
import { type PublicKeyInfo, readPublicKey } from './public-key.ts';
import { readSignatureScheme, type SignatureScheme } from './signature.ts';

/** The bits of keyUsage by name, in order (RFC 5280 4.2.1.3). */
const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

/** The bit number of a key usage, for writing it. */
export const keyUsageBit = (usage: KeyUsage): number => keyUsages.indexOf(usage);

/** One extension, its value still encoded. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** A certificate as read (RFC 5280 4.1). Reading is lenient, judging is the path's work. */
export interface CertificateInfo {
  readonly der: Uint8Array;
  /** SHA-256 over `der`, lower-case hex: its identity. */
  readonly fingerprint: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** The serial number's octets as encoded, lower-case hex; negative ones and zero included. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKeyInfo;
  /** null: no keyUsage extension. */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  /** OIDs; null: no extKeyUsage extension. */
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly subjectKeyId: Uint8Array | null;
  readonly authorityKeyId: Uint8Array | null;
  readonly subjectAltNames: readonly GeneralName[];
  readonly crlPoints: readonly DistributionPoint[];
  /** URLs where CRLs are to be had. */
  readonly crlUrls: readonly string[];
  /** URLs of OCSP responders and of the issuer's certificate. */
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  /** id-pkix-ocsp-nocheck is there (RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  readonly extensions: readonly Extension[];
  /** Extensions that could not be read, by OID: fatal where critical. */
  readonly unreadable: readonly string[];
  /** Subject and issuer are the same name (RFC 5280 3.2). */
  readonly selfIssued: boolean;
  /** What the signature is over. */
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/** Reads one certificate, DER. Errors: `certificate/damaged`. */
export const readCertificate = (der: Uint8Array): Result<CertificateInfo> => {
  try {
    return ok(parseCertificate(der));
  } catch (error) {
    return fail('certificate/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};

/** The same for callers inside the folder's own readers. @throws Asn1Error */
export const parseCertificate = (der: Uint8Array): CertificateInfo => {
  const certificate = readWhole(der).expect(Tag.Sequence);
  const tbs = certificate.at(0, Tag.Sequence);
  const versioned = tbs.children[0]?.isContext(0) === true ? 1 : 0;
  const item = (index: number, tag?: number): Asn1 => tbs.at(versioned + index, tag);
  const issuer = readName(item(2));
  const validity = item(3, Tag.Sequence);
  const subject = readName(item(4));
  const read = readExtensions(
    tbs.children
      .slice(versioned + 6)
      .find((child) => child.isContext(3))
      ?.at(0),
    issuer.key,
  );
  return {
    der,
    fingerprint: toHex(digest('sha256', der)),
    subject,
    issuer,
    serial: readIntegerHex(item(0, Tag.Integer)),
    notBefore: readTime(validity.at(0)),
    notAfter: readTime(validity.at(1)),
    publicKey: readPublicKey(item(5)),
    ...read,
    selfIssued: subject.key === issuer.key,
    tbs: tbs.raw,
    signatureScheme: readSignatureScheme(certificate.at(1)),
    signature: readBits(certificate.at(2, Tag.BitString)).octets,
  };
};

type ExtensionFields = Pick<
  CertificateInfo,
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'basicConstraints'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'subjectAltNames'
  | 'crlPoints'
  | 'crlUrls'
  | 'ocspUrls'
  | 'issuerUrls'
  | 'ocspNoCheck'
  | 'extensions'
  | 'unreadable'
>;

/** Reads Extensions into a list. @throws Asn1Error */
export const readExtensionList = (list: Asn1 | undefined): Extension[] =>
  (list?.expect(Tag.Sequence).children ?? []).map((extension) => {
    const flag = extension.children[1];
    const critical = flag?.is(Tag.Boolean) === true && readBoolean(flag);
    const value = extension.children.at(-1);
    if (value?.is(Tag.OctetString) !== true) throw new Asn1Error('an extension without its value');
    return { oid: readOid(extension.at(0, Tag.Oid)), critical, value: readOctets(value) };
  });

const readExtensions = (list: Asn1 | undefined, issuerKey: string): ExtensionFields => {
  const extensions = readExtensionList(list);
  const unreadable: string[] = [];
  const value = <T>(oid: string, read: (element: Asn1, extension: Extension) => T): T | null => {
    const found = extensions.filter((extension) => extension.oid === oid);
    const [first] = found;
    if (first === undefined) return null;
    try {
      if (found.length > 1) throw new Asn1Error('given twice');
      return read(readWhole(first.value), first);
    } catch {
      unreadable.push(oid);
      return null;
    }
  };
  const access = value(Oid.authorityInfoAccess, (element) =>
    element.children.map((description) => ({
      method: readOid(description.at(0, Tag.Oid)),
      location: readGeneralName(description.at(1)),
    })),
  );
  const accessUrls = (method: string): string[] =>
    (access ?? []).flatMap(({ method: is, location }) =>
      is === method && location.kind === 'uri' ? [location.value] : [],
    );
  const crlPoints = value(Oid.crlDistributionPoints, (element) => readDistributionPoints(element, issuerKey)) ?? [];
  return {
    keyUsage: value(Oid.keyUsage, (element) => {
      const bits = readNamedBits(element.expect(Tag.BitString));
      return new Set(keyUsages.filter((_, bit) => bits.has(bit)));
    }),
    extendedKeyUsage: value(Oid.extKeyUsage, (element, { critical }) => ({
      critical,
      purposes: element.children.map(readOid),
    })),
    basicConstraints: value(Oid.basicConstraints, (element) => {
      const [first, second] = element.children;
      const ca = first?.is(Tag.Boolean) === true && readBoolean(first);
      const length = first?.is(Tag.Integer) === true ? first : second;
      return { ca, pathLength: length === undefined ? null : readSmallInteger(length.expect(Tag.Integer)) };
    }),
    subjectKeyId: value(Oid.subjectKeyIdentifier, (element) => readOctets(element.expect(Tag.OctetString))),
    authorityKeyId: value(Oid.authorityKeyIdentifier, (element) => element.context(0)?.content ?? null),
    subjectAltNames: value(Oid.subjectAltName, (element) => element.children.map(readGeneralName)) ?? [],
    crlPoints,
    crlUrls: crlPoints.flatMap(({ urls }) => urls),
    ocspUrls: accessUrls(Oid.adOcsp),
    issuerUrls: accessUrls(Oid.adCaIssuers),
    ocspNoCheck: extensions.some(({ oid }) => oid === Oid.ocspNoCheck),
    extensions,
    unreadable,
  };
};

/** Are the two the same certificate, octet by octet? */
export const sameCertificate = (a: CertificateInfo, b: CertificateInfo): boolean => sameBytes(a.der, b.der);
