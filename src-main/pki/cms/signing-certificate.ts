import { SubIndication } from '../../domain/indication.ts';
import { type Asn1, Asn1Error, readIntegerHex, readOctets, sameBytes, Tag } from '../asn1/read.ts';
import type { CertificateInfo } from '../certificate.ts';
import { type DigestAlgorithm, digest, readDigestAlgorithm } from '../digest.ts';
import { type Finding, indeterminate } from '../findings.ts';
import { readGeneralName, readName } from '../names.ts';
import { Oid } from '../oids.ts';
import { readCertificateOnce } from '../read-once.ts';
import type { CmsProfile } from './input.ts';
import { type Attribute, attributeValues, type SignedData, type SignerInfo } from './signed-data.ts';

const { NoSigningCertificateFound, SigConstraintsFailure } = SubIndication;

/** Serial numbers are equal as numbers: leading zero octets do not count. */
export const sameSerial = (a: string, b: string): boolean => a.replace(/^(00)+/, '') === b.replace(/^(00)+/, '');

/** Is it the certificate that the SignerInfo's sid names (RFC 5652 5.3)? Names by RFC 5280 7.1 (C17). */
const matchesSid = (sid: SignerInfo['sid'], certificate: CertificateInfo): boolean => {
  if (sid.isContext(0)) {
    const { subjectKeyId } = certificate;
    return subjectKeyId !== null && sameBytes(subjectKeyId, readOctets(sid));
  }
  if (!sameSerial(readIntegerHex(sid.expect(Tag.Sequence).at(1, Tag.Integer)), certificate.serial)) return false;
  const issuer = sid.at(0);
  return sameBytes(issuer.raw, certificate.issuer.der) || readName(issuer).key === certificate.issuer.key;
};

/** ESSCertID or ESSCertIDv2 of the signer (RFC 2634 5.4.1, RFC 5035 4): the first of the list. */
interface EssCertId {
  /** null: a digest that we do not know. */
  readonly algorithm: DigestAlgorithm | null;
  readonly hash: Uint8Array;
  readonly issuerSerial: { readonly issuerKeys: readonly string[]; readonly serial: string } | null;
}

/** What the signing-certificate attributes say. */
interface SigningCertificateReference {
  readonly ids: readonly EssCertId[];
  /** More than one attribute or value of a kind: RFC 5035 5.4 allows one. */
  readonly repeated: boolean;
}

/** Reads signing-certificate (v1) and signing-certificate-v2. @throws Asn1Error */
const readSigningCertificate = (attributes: readonly Attribute[]): SigningCertificateReference => {
  const v1 = attributeValues(attributes, Oid.signingCertificate);
  const v2 = attributeValues(attributes, Oid.signingCertificateV2);
  return {
    ids: [...v1.map((value) => readCertId(value, false)), ...v2.map((value) => readCertId(value, true))],
    repeated: v1.length > 1 || v2.length > 1,
  };
};

const readCertId = (value: Asn1, v2: boolean): EssCertId => {
  const id = value.expect(Tag.Sequence).at(0, Tag.Sequence).at(0, Tag.Sequence);
  const [first] = id.children;
  const named = v2 && first?.is(Tag.Sequence) === true;
  const algorithm = named ? readDigestAlgorithm(first).algorithm : v2 ? 'sha256' : 'sha1';
  const hash = readOctets(id.at(named ? 1 : 0, Tag.OctetString));
  const issuerSerial = id.children[named ? 2 : 1];
  return { algorithm, hash, issuerSerial: issuerSerial === undefined ? null : readIssuerSerial(issuerSerial) };
};

const readIssuerSerial = (element: Asn1): NonNullable<EssCertId['issuerSerial']> => {
  const names = element.expect(Tag.Sequence).at(0, Tag.Sequence).children.map(readGeneralName);
  const issuerKeys = names.flatMap((name) => (name.kind === 'directory' ? [name.value.key] : []));
  if (issuerKeys.length === 0) throw new Asn1Error('issuerSerial names no directory name');
  return { issuerKeys, serial: readIntegerHex(element.at(1, Tag.Integer)) };
};

/** Is the certificate the one referred to? A sentence says why not; null: it is. */
const signingCertificateFault = (id: EssCertId, certificate: CertificateInfo): string | null => {
  if (id.algorithm === null) return 'the signing-certificate attribute uses an unknown digest algorithm';
  if (!sameBytes(digest(id.algorithm, certificate.der), id.hash))
    return 'the signing-certificate attribute names another certificate than the signer’s';
  const { issuerSerial } = id;
  if (
    issuerSerial !== null &&
    !(issuerSerial.issuerKeys.includes(certificate.issuer.key) && sameSerial(issuerSerial.serial, certificate.serial))
  )
    return 'issuer and serial number in the signing-certificate attribute are not the signer’s';
  return null;
};

/** Whose signature it says it is: certificate by sid, bound by the signing-certificate attributes (C17). */
export const judgeSigner = (
  { certificates }: SignedData,
  signer: SignerInfo,
  profile: CmsProfile,
  findings: Finding[],
  warnings: string[],
): CertificateInfo | null => {
  const candidates: CertificateInfo[] = [];
  for (const der of certificates) {
    const read = readCertificateOnce(der);
    if (!read.ok) warnings.push('the CMS holds a certificate that cannot be read');
    else if (matchesSid(signer.sid, read.value)) candidates.push(read.value);
  }
  const [first] = candidates;
  if (first === undefined) {
    findings.push(indeterminate(NoSigningCertificateFound, 'the CMS does not hold the signer’s certificate'));
    return null;
  }
  const reference = readSigningCertificate(signer.signedAttributes?.list ?? []);
  if (reference.repeated)
    findings.push(indeterminate(SigConstraintsFailure, 'the signing-certificate attribute is given more than once'));
  if (reference.ids.length === 0) {
    const reason = 'no signing-certificate attribute binds the signer’s certificate';
    if (profile === 'pkcs7' || profile === 'pkcs7-sha1') warnings.push(reason);
    else findings.push(indeterminate(SigConstraintsFailure, reason));
    return first;
  }
  const faults = (candidate: CertificateInfo) =>
    reference.ids.flatMap((id) => signingCertificateFault(id, candidate) ?? []);
  const bound = candidates.find((candidate) => faults(candidate).length === 0);
  if (bound !== undefined) return bound;
  findings.push(...new Set(faults(first).map((reason) => indeterminate(NoSigningCertificateFound, reason))));
  return first;
};
