import { type Result, fail, ok } from '../domain/result.ts';
import {
  type Asn1,
  readBits,
  readBoolean,
  readIntegerHex,
  readSmallInteger,
  readTime,
  readWhole,
  Tag,
  toHex,
} from './asn1/read.ts';
import { type Extension, readExtensionList } from './certificate.ts';
import { type CrlReason, crlReasonOf } from './crl-reason.ts';
import { digest } from './digest.ts';
import { type DistinguishedName, readGeneralName, readName } from './names.ts';
import { Oid } from './oids.ts';
import { readSignatureScheme, type SignatureScheme } from './signature.ts';

/** One entry of a CRL (RFC 5280 5.3). */
export interface CrlEntry {
  readonly revokedAt: Date;
  readonly reason: CrlReason | null;
  /** Since when the key may have been in other hands. */
  readonly invalidityDate: Date | null;
}

/** issuingDistributionPoint (RFC 5280 5.2.5): what a CRL is about. */
export interface CrlScope {
  /** URLs of the distribution point; null: it names none. */
  readonly urls: readonly string[] | null;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  readonly onlySomeReasons: boolean;
  readonly indirect: boolean;
}

/** A certificate revocation list as read (RFC 5280 5.1). */
export interface CrlInfo {
  readonly der: Uint8Array;
  /** SHA-256 over `der`, lower-case hex. */
  readonly fingerprint: string;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** cRLNumber as encoded, hex; null where there is none. */
  readonly number: string | null;
  readonly authorityKeyId: Uint8Array | null;
  /** null: everything the issuer issued. */
  readonly scope: CrlScope | null;
  /** A delta CRL (RFC 5280 5.2.4). */
  readonly delta: boolean;
  /** expiredCertsOnCRL (X.509 9.5.2.8): certificates that expired since then are still listed. */
  readonly keepsExpiredSince: Date | null;
  /** Critical extensions that we do not process. */
  readonly unknownCritical: readonly string[];
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme;
  readonly signature: Uint8Array;
  /** The entry of a serial number (as `CertificateInfo.serial`). Reads through the list once, on first use. */
  find(serial: string): CrlEntry | null;
}

/** Reads a CRL, DER. Errors: `crl/damaged`. */
export const readCrl = (der: Uint8Array): Result<CrlInfo> => {
  try {
    return ok(parseCrl(der));
  } catch (error) {
    return fail('crl/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};

const parseCrl = (der: Uint8Array): CrlInfo => {
  const list = readWhole(der).expect(Tag.Sequence);
  const tbs = list.at(0, Tag.Sequence);
  const versioned = tbs.children[0]?.is(Tag.Integer) === true ? 1 : 0;
  let at = versioned + 3;
  const next = tbs.children[at];
  const hasNext = next?.is(Tag.UtcTime) === true || next?.is(Tag.GeneralizedTime) === true;
  if (hasNext) at += 1;
  const entries = tbs.children[at]?.is(Tag.Sequence) === true ? tbs.children[at] : undefined;
  const extensions = readExtensionList(tbs.context(0)?.at(0));
  const value = <T>(oid: string, read: (element: Asn1) => T): T | null => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? null : read(readWhole(found.value));
  };
  return {
    der,
    fingerprint: toHex(digest('sha256', der)),
    issuer: readName(tbs.at(versioned + 1)),
    thisUpdate: readTime(tbs.at(versioned + 2)),
    nextUpdate: hasNext ? readTime(next) : null,
    number: value(Oid.crlNumber, readIntegerHex),
    authorityKeyId: value(Oid.authorityKeyIdentifier, (element) => element.context(0)?.content ?? null),
    scope: value(Oid.issuingDistributionPoint, readScope),
    delta: extensions.some(({ oid }) => oid === Oid.deltaCrlIndicator),
    keepsExpiredSince: value(Oid.expiredCertsOnCrl, readTime),
    unknownCritical: extensions.filter(isUnknownCritical).map(({ oid }) => oid),
    tbs: tbs.raw,
    signatureScheme: readSignatureScheme(list.at(1)),
    signature: readBits(list.at(2, Tag.BitString)).octets,
    find: finder(entries),
  };
};

const known: readonly string[] = [
  Oid.issuingDistributionPoint,
  Oid.deltaCrlIndicator,
  Oid.crlNumber,
  Oid.authorityKeyIdentifier,
];
const isUnknownCritical = ({ oid, critical }: Extension): boolean => critical && !known.includes(oid);

const readScope = (element: Asn1): CrlScope => {
  const flag = (tag: number): boolean => {
    const found = element.context(tag);
    return found !== undefined && readBoolean(found);
  };
  const names = element.context(0)?.context(0)?.children;
  return {
    urls:
      element.context(0) === undefined
        ? null
        : (names ?? []).flatMap((name) => {
            const general = readGeneralName(name);
            return general.kind === 'uri' ? [general.value] : [];
          }),
    onlyUserCertificates: flag(1),
    onlyCaCertificates: flag(2),
    onlySomeReasons: element.context(3) !== undefined,
    indirect: flag(4),
    onlyAttributeCertificates: flag(5),
  };
};

/** Keeps where each entry stands, not what it says: a list may have a million of them. */
const finder = (entries: Asn1 | undefined): CrlInfo['find'] => {
  let index: Map<string, Asn1> | null = null;
  return (serial) => {
    if (index === null) {
      index = new Map();
      for (const entry of entries?.walk() ?? []) index.set(readIntegerHex(entry.at(0, Tag.Integer)), entry);
    }
    const found = index.get(serial);
    return found === undefined ? null : readEntry(found);
  };
};

const readEntry = (entry: Asn1): CrlEntry => {
  const extensions = readExtensionList(entry.children[2]);
  const value = <T>(oid: string, read: (element: Asn1) => T): T | null => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? null : read(readWhole(found.value));
  };
  return {
    revokedAt: readTime(entry.at(1)),
    reason: value(Oid.reasonCode, (element) => crlReasonOf(readSmallInteger(element.expect(Tag.Enumerated)))),
    invalidityDate: value(Oid.invalidityDate, readTime),
  };
};
