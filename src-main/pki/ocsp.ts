import { type Result, fail, ok } from '../domain/result.ts';
import {
  type Asn1,
  Asn1Error,
  readBits,
  readIntegerHex,
  readOctets,
  readOid,
  readSmallInteger,
  readTime,
  readWhole,
  sameBytes,
  Tag,
  toHex,
} from './asn1/read.ts';
import { type CertificateInfo, readCertificate, readExtensionList } from './certificate.ts';
import { type CrlReason, crlReasonOf } from './crl-reason.ts';
import { type DigestAlgorithm, digest, readDigestAlgorithm } from './digest.ts';
import { readName } from './names.ts';
import { Oid } from './oids.ts';
import { readSignatureScheme, type SignatureScheme } from './signature.ts';

/** SingleResponse (RFC 6960 4.2.1). */
export interface OcspAnswer {
  readonly certId: {
    readonly algorithm: DigestAlgorithm | null;
    readonly issuerNameHash: Uint8Array;
    readonly issuerKeyHash: Uint8Array;
    readonly serial: string;
  };
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | null;
  readonly reason: CrlReason | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** archiveCutOff (4.4.4): answers are kept for certificates that expired since then; null also where it is malformed (C18). */
  readonly archiveCutOff: Date | null;
}

/** A successful BasicOCSPResponse as read. */
export interface OcspInfo {
  readonly der: Uint8Array;
  readonly fingerprint: string;
  /** Name key, or SHA-1 of the responder's key bits. */
  readonly responder: { readonly nameKey: string } | { readonly keyHash: Uint8Array };
  readonly producedAt: Date;
  readonly answers: readonly OcspAnswer[];
  /** The responder's certificates that came along. Untrusted. */
  readonly certificates: readonly CertificateInfo[];
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/**
 * Reads an OCSPResponse, or a bare BasicOCSPResponse as CAdES keeps it. Errors: `ocsp/damaged`, `ocsp/not-successful`
 * (the responder refused: nothing is said about any certificate).
 */
export const readOcsp = (der: Uint8Array): Result<OcspInfo> => {
  try {
    const response = readWhole(der).expect(Tag.Sequence);
    if (!response.at(0).is(Tag.Enumerated)) return ok(readBasic(der, response));
    const status = readSmallInteger(response.at(0));
    if (status !== 0) return fail('ocsp/not-successful', { status });
    const bytes = response.at(1).at(0, Tag.Sequence);
    if (readOid(bytes.at(0, Tag.Oid)) !== Oid.ocspBasic) throw new Asn1Error('not a basic response');
    return ok(readBasic(der, readWhole(readOctets(bytes.at(1, Tag.OctetString)))));
  } catch (error) {
    return fail('ocsp/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};

const readBasic = (der: Uint8Array, basic: Asn1): OcspInfo => {
  const data = basic.at(0, Tag.Sequence);
  const versioned = data.at(0).isContext(0) ? 1 : 0;
  const responder = data.at(versioned);
  const certificates = basic.children[3]?.at(0, Tag.Sequence).children ?? [];
  return {
    der,
    fingerprint: toHex(digest('sha256', der)),
    responder: responder.isContext(1)
      ? { nameKey: readName(responder.at(0)).key }
      : { keyHash: readOctets(responder.at(0, Tag.OctetString)) },
    producedAt: readTime(data.at(versioned + 1)),
    answers: data.at(versioned + 2, Tag.Sequence).children.map(readAnswer),
    certificates: certificates.flatMap((certificate) => {
      const read = readCertificate(certificate.raw);
      return read.ok ? [read.value] : [];
    }),
    tbs: data.raw,
    signatureScheme: readSignatureScheme(basic.at(1)),
    signature: readBits(basic.at(2, Tag.BitString)).octets,
  };
};

const readAnswer = (single: Asn1): OcspAnswer => {
  const certId = single.at(0, Tag.Sequence);
  const status = single.at(1);
  const revoked = status.isContext(1);
  const reason = revoked ? status.context(0) : undefined;
  const rest = single.children.slice(3);
  const nextUpdate = rest.find((child) => child.isContext(0));
  return {
    certId: {
      algorithm: readDigestAlgorithm(certId.at(0)).algorithm,
      issuerNameHash: readOctets(certId.at(1, Tag.OctetString)),
      issuerKeyHash: readOctets(certId.at(2, Tag.OctetString)),
      serial: readIntegerHex(certId.at(3, Tag.Integer)),
    },
    status: revoked ? 'revoked' : status.isContext(0) ? 'good' : 'unknown',
    revokedAt: revoked ? readTime(status.at(0)) : null,
    reason: reason === undefined ? null : crlReasonOf(readSmallInteger(reason.at(0))),
    thisUpdate: readTime(single.at(2)),
    nextUpdate: nextUpdate === undefined ? null : readTime(nextUpdate.at(0)),
    archiveCutOff: readCutOff(rest.find((child) => child.isContext(1))),
  };
};

const readCutOff = (extensions: Asn1 | undefined): Date | null => {
  try {
    const found = readExtensionList(extensions?.at(0)).find(({ oid }) => oid === Oid.ocspArchiveCutOff);
    return found === undefined ? null : readTime(readWhole(found.value));
  } catch {
    return null;
  }
};

/** Is the answer about this certificate of this issuer (RFC 6960 4.1.1)? */
export const answersFor = ({ certId }: OcspAnswer, certificate: CertificateInfo, issuer: CertificateInfo): boolean =>
  certId.algorithm !== null &&
  certId.serial === certificate.serial &&
  sameBytes(certId.issuerNameHash, digest(certId.algorithm, issuer.subject.der)) &&
  sameBytes(certId.issuerKeyHash, digest(certId.algorithm, issuer.publicKey.keyBits));

/** Is it the certificate that the response names as its responder's? */
export const isResponder = ({ responder }: OcspInfo, certificate: CertificateInfo): boolean =>
  'nameKey' in responder
    ? certificate.subject.key === responder.nameKey
    : sameBytes(digest('sha1', certificate.publicKey.keyBits), responder.keyHash);
