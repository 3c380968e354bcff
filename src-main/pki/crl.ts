import { type Result, fail, ok } from '../domain/result.ts';
import {
  type Asn1,
  readBits,
  readBoolean,
  readNamedBits,
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
import { deltaCrlUrls, readPointName } from './distribution-point.ts';
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

/** Where a certificate stands in a list: its entry, or none; `unknownCritical` is an entry's extension that we do not process. */
export type CrlLookup = { readonly entry: CrlEntry | null } | { readonly unknownCritical: string };

/** issuingDistributionPoint (RFC 5280 5.2.5): what a CRL is about. */
export interface CrlScope {
  /** Names of the distribution point (`nameKey`); null: it names none. */
  readonly names: readonly string[] | null;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  /** Bits of ReasonFlags; null: all. */
  readonly onlySomeReasons: ReadonlySet<number> | null;
  /** It lists certificates of other issuers too. */
  readonly indirect: boolean;
  /** As encoded: a delta CRL and its base have the same. */
  readonly der: Uint8Array;
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
  /** Of a delta CRL (RFC 5280 5.2.4): the number of the complete CRL that it starts from, hex; null: a complete CRL. */
  readonly baseNumber: string | null;
  /** Where delta CRLs to it are to be had. */
  readonly deltaUrls: readonly string[];
  /** expiredCertsOnCRL (X.509 9.5.2.8): certificates that expired since then are still listed. */
  readonly keepsExpiredSince: Date | null;
  /** Critical extensions that we do not process. */
  readonly unknownCritical: readonly string[];
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme;
  readonly signature: Uint8Array;
  /** The entry of a certificate, by serial number and issuer. Reads through the list once, on first use. */
  find(certificate: { readonly serial: string; readonly issuer: DistinguishedName }): CrlLookup;
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
  const issuer = readName(tbs.at(versioned + 1));
  return {
    der,
    fingerprint: toHex(digest('sha256', der)),
    issuer,
    thisUpdate: readTime(tbs.at(versioned + 2)),
    nextUpdate: hasNext ? readTime(next) : null,
    number: value(Oid.crlNumber, readIntegerHex),
    authorityKeyId: value(Oid.authorityKeyIdentifier, (element) => element.context(0)?.content ?? null),
    scope: value(Oid.issuingDistributionPoint, (element) => readScope(element, issuer)),
    baseNumber: value(Oid.deltaCrlIndicator, readIntegerHex),
    deltaUrls: deltaCrlUrls(extensions),
    keepsExpiredSince: value(Oid.expiredCertsOnCrl, readTime),
    unknownCritical: extensions.filter(isUnknownCritical).map(({ oid }) => oid),
    tbs: tbs.raw,
    signatureScheme: readSignatureScheme(list.at(1)),
    signature: readBits(list.at(2, Tag.BitString)).octets,
    find: finder(entries, issuer),
  };
};

const known: readonly string[] = [
  Oid.issuingDistributionPoint,
  Oid.deltaCrlIndicator,
  Oid.crlNumber,
  Oid.authorityKeyIdentifier,
];
const isUnknownCritical = ({ oid, critical }: Extension): boolean => critical && !known.includes(oid);

const readScope = (element: Asn1, issuer: DistinguishedName): CrlScope => {
  const flag = (tag: number): boolean => {
    const found = element.context(tag);
    return found !== undefined && readBoolean(found);
  };
  const reasons = element.context(3);
  return {
    names: readPointName(element.context(0), issuer.key).names,
    onlyUserCertificates: flag(1),
    onlyCaCertificates: flag(2),
    onlySomeReasons: reasons === undefined ? null : readNamedBits(reasons),
    indirect: flag(4),
    onlyAttributeCertificates: flag(5),
    der: element.raw,
  };
};

const knownOfEntries: readonly string[] = [Oid.reasonCode, Oid.invalidityDate, Oid.certificateIssuer];

/**
 * Keeps where each entry stands, not what it says: a list may have a million of them. certificateIssuer holds for an entry
 * and those after it (RFC 5280 5.3.3). A critical extension that is not known spoils the whole list (5.3).
 */
const finder = (entries: Asn1 | undefined, listIssuer: DistinguishedName): CrlInfo['find'] => {
  let index: Map<string, Asn1> | null = null;
  let unknownCritical: string | null = null;
  const build = (): Map<string, Asn1> => {
    const found = new Map<string, Asn1>();
    let issuer = listIssuer.key;
    for (const entry of entries?.walk() ?? []) {
      // Only what is critical can name an issuer or spoil the list: the others are read when they are asked for.
      if (entry.children[2] !== undefined && mayBeCritical(entry.children[2]))
        for (const { oid, critical, value } of readExtensionList(entry.children[2])) {
          if (oid === Oid.certificateIssuer) issuer = directoryName(readWhole(value)) ?? issuer;
          else if (critical && !knownOfEntries.includes(oid)) unknownCritical ??= oid;
        }
      found.set(keyOf(readIntegerHex(entry.at(0, Tag.Integer)), issuer), entry);
    }
    return found;
  };
  return (certificate) => {
    index ??= build();
    if (unknownCritical !== null) return { unknownCritical };
    const found = index.get(keyOf(certificate.serial, certificate.issuer.key));
    return { entry: found === undefined ? null : readEntry(found) };
  };
};

const keyOf = (serial: string, issuerKey: string): string => `${serial} ${issuerKey}`;

const mayBeCritical = ({ raw }: Asn1): boolean =>
  Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).includes(criticalTrue);
/** `critical`, BOOLEAN TRUE, as DER and, more leniently, BER writes it. */
const criticalTrue = Buffer.of(Tag.Boolean, 1);

const directoryName = (names: Asn1): string | null => {
  for (const name of names.children) {
    const general = readGeneralName(name);
    if (general.kind === 'directory') return general.value.key;
  }
  return null;
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
