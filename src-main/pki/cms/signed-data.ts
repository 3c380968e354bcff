import { type Asn1, Asn1Error, readAsn1, readOctets, readOid, readSmallInteger, Tag } from '../asn1/read.ts';
import { Oid } from '../oids.ts';

/** An attribute's values, by type (RFC 5652 5.3). */
export interface Attribute {
  readonly oid: string;
  readonly values: readonly Asn1[];
}

/** SignerInfo as encoded (RFC 5652 5.3). */
export interface SignerInfo {
  readonly version: number;
  /** IssuerAndSerialNumber (a SEQUENCE) or `[0]` subjectKeyIdentifier. */
  readonly sid: Asn1;
  readonly digestAlgorithm: Asn1;
  /** `[0]` as it stands; null where there are no signed attributes. */
  readonly signedAttributes: { readonly element: Asn1; readonly list: readonly Attribute[] } | null;
  readonly signatureAlgorithm: Asn1;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
}

/** SignedData as encoded (RFC 5652 5.1). */
export interface SignedData {
  readonly contentType: string;
  /** eContent's octets; null: detached. */
  readonly content: Uint8Array | null;
  /** X.509 certificates; attribute certificates and other kinds are left out. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** OCSPResponse structures (RFC 5940 2). */
  readonly ocsps: readonly Uint8Array[];
  readonly signerInfos: readonly SignerInfo[];
}

/**
 * Reads ContentInfo with SignedData, BER or DER (C11). Zeros may follow, as the padding of a PDF's /Contents; nothing else.
 * @throws Asn1Error
 */
export const readSignedData = (contents: Uint8Array): SignedData => {
  const info = readAsn1(contents).expect(Tag.Sequence);
  for (let at = info.end; at < contents.length; at += 1)
    if (contents[at] !== 0) throw new Asn1Error('something other than zero padding follows the signature');
  if (readOid(info.at(0, Tag.Oid)) !== Oid.signedData) throw new Asn1Error('not SignedData');
  const signedData = explicit(info.children[1], 0).expect(Tag.Sequence);
  signedData.at(0, Tag.Integer);
  signedData.at(1, Tag.Set);
  const encapsulated = signedData.at(2, Tag.Sequence);
  const rest = signedData.children.slice(3);
  const signerInfos = rest.at(-1);
  if (signerInfos?.is(Tag.Set) !== true) throw new Asn1Error('SignerInfos are missing');
  const certificates = rest.find((child) => child.isContext(0))?.children ?? [];
  const revocation = rest.find((child) => child.isContext(1))?.children ?? [];
  const wrapped = encapsulated.children[1];
  return {
    contentType: readOid(encapsulated.at(0, Tag.Oid)),
    content: wrapped === undefined ? null : readContent(explicit(wrapped, 0)),
    certificates: certificates.flatMap((item) => (item.is(Tag.Sequence) ? [item.raw] : [])),
    crls: revocation.flatMap((item) => (item.is(Tag.Sequence) ? [item.raw] : [])),
    ocsps: revocation.flatMap((item) =>
      item.isContext(1) && readOid(item.at(0, Tag.Oid)) === Oid.ocspResponseInfo ? [item.at(1).raw] : [],
    ),
    signerInfos: signerInfos.children.map(readSignerInfo),
  };
};

const explicit = (element: Asn1 | undefined, tag: number): Asn1 => {
  if (element?.isContext(tag) !== true) throw new Asn1Error(`[${tag}] is missing`);
  return element.at(0);
};

/** PKCS#7 1.5 lets content be of any type: then its contents octets are what is digested (RFC 5652 5.2.1). */
const readContent = (element: Asn1): Uint8Array =>
  element.is(Tag.OctetString) ? readOctets(element) : element.content;

const readSignerInfo = (element: Asn1): SignerInfo => {
  const items = element.expect(Tag.Sequence).children;
  const version = readSmallInteger(element.at(0, Tag.Integer));
  const signed = items[3]?.isContext(0) === true ? items[3] : undefined;
  const after = signed === undefined ? 3 : 4;
  const unsigned = items[after + 2];
  if (items.length > after + 3 || (unsigned !== undefined && !unsigned.isContext(1)))
    throw new Asn1Error('SignerInfo holds what it should not');
  return {
    version,
    sid: element.at(1),
    digestAlgorithm: element.at(2, Tag.Sequence),
    signedAttributes: signed === undefined ? null : { element: signed, list: signed.children.map(readAttribute) },
    signatureAlgorithm: element.at(after, Tag.Sequence),
    signature: readOctets(element.at(after + 1, Tag.OctetString)),
    unsignedAttributes: unsigned?.children.map(readAttribute) ?? [],
  };
};

const readAttribute = (element: Asn1): Attribute => ({
  oid: readOid(element.expect(Tag.Sequence).at(0, Tag.Oid)),
  values: element.at(1, Tag.Set).children,
});

/** The values of every attribute of a type. */
export const attributeValues = (list: readonly Attribute[], oid: string): readonly Asn1[] =>
  list.flatMap((attribute) => (attribute.oid === oid ? attribute.values : []));
