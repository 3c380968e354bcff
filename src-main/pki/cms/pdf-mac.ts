import { createHmac, hkdfSync } from 'node:crypto';
import { Asn1Error, concat, readAsn1, readOctets, readOid, readSmallInteger, sameBytes, Tag } from '../asn1/read.ts';
import { type DigestAlgorithm, digest, digestOfOid } from '../digest.ts';
import { Oid } from '../oids.ts';
import { unwrapAes } from './key-wrap.ts';

/** What a PDF MAC must fit. */
export interface PdfMacInput {
  /** The document's file encryption key. */
  readonly fileKey: Uint8Array;
  /** /KDFSalt of the encryption dictionary. */
  readonly salt: Uint8Array;
  /** Digest of the bytes that the MAC covers. */
  readonly digestOf: (algorithm: DigestAlgorithm) => Uint8Array;
  /** The value of the signature that the MAC is attached to; null for one that stands alone. */
  readonly signatureValue: Uint8Array | null;
}

/**
 * Checks a MAC token of ISO/TS 32004: CMS AuthenticatedData (RFC 5652 9) under a key derived from the file's. Null: it
 * is right; otherwise what is wrong, as a sentence. What may follow are zeros that fill the place left for it.
 */
export const checkPdfMac = (token: Uint8Array, input: PdfMacInput): string | null => {
  try {
    return check(token, input);
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    return `the PDF MAC cannot be read: ${error.message}`;
  }
};

const check = (token: Uint8Array, { fileKey, salt, digestOf, signatureValue }: PdfMacInput): string | null => {
  const info = readAsn1(token).expect(Tag.Sequence);
  if (token.subarray(info.end).some((byte) => byte !== 0)) throw new Asn1Error('something follows it');
  if (readOid(info.at(0, Tag.Oid)) !== Oid.authenticatedData) throw new Asn1Error('not AuthenticatedData');
  // version, recipientInfos, macAlgorithm, [1] digestAlgorithm, encapContentInfo, [2] authAttrs, mac
  const parts = info.at(1).at(0, Tag.Sequence);
  const [recipient, ...others] = parts.at(1, Tag.Set).children;
  if (recipient?.isContext(3) !== true || others.length > 0) throw new Asn1Error('it has not one password recipient');
  if (readOid(parts.at(2, Tag.Sequence).at(0, Tag.Oid)) !== Oid.hmacSha256) return 'the PDF MAC is not by HMAC-SHA-256';
  const named = parts.context(1);
  const attributes = parts.context(2);
  const algorithm = named === undefined ? null : digestOfOid(readOid(named.at(0, Tag.Oid)));
  if (algorithm === null || attributes === undefined) return 'the PDF MAC names no digest that is known here';

  const key = unwrapMacKey(recipient.children, fileKey, salt);
  if (key === null) return 'the key of the PDF MAC is not wrapped under that of the file';
  const covered = concat(Uint8Array.of(0x31), attributes.raw.subarray(1));
  const mac = createHmac('sha256', key).update(covered).digest();
  if (!sameBytes(mac, readOctets(parts.at(6, Tag.OctetString)))) return 'the PDF MAC is not that of its attributes';

  const content = parts.at(4, Tag.Sequence);
  const type = readOid(content.at(0, Tag.Oid));
  const octets = readOctets(content.at(1).at(0, Tag.OctetString));
  if (type !== Oid.pdfMacIntegrityInfo) return 'the PDF MAC is about something else than a PDF';
  const attribute = (wanted: string) => {
    const found = attributes.children.filter((item) => readOid(item.at(0, Tag.Oid)) === wanted);
    return found.length === 1 ? found[0]?.at(1, Tag.Set).at(0) : undefined;
  };
  const contentType = attribute(Oid.contentType);
  if (contentType === undefined || readOid(contentType) !== type) return 'the PDF MAC contradicts its content type';
  const messageDigest = attribute(Oid.messageDigest);
  if (messageDigest === undefined || !sameBytes(readOctets(messageDigest), digest(algorithm, octets)))
    return 'the PDF MAC is not about its own content';

  const integrity = readAsn1(octets).expect(Tag.Sequence);
  if (readSmallInteger(integrity.at(0, Tag.Integer)) !== 0) return 'the PDF MAC is of a version not known here';
  if (!sameBytes(readOctets(integrity.at(1, Tag.OctetString)), digestOf(algorithm)))
    return 'the PDF MAC is about other bytes: the file was changed';
  const signed = integrity.context(0);
  if ((signed === undefined) !== (signatureValue === null)) return 'the PDF MAC does not fit where it stands';
  if (signed !== undefined && signatureValue !== null)
    return sameBytes(readOctets(signed), digest(algorithm, signatureValue))
      ? null
      : 'the PDF MAC is about another signature';
  return null;
};

/** PasswordRecipientInfo: version, [0] pdfMacWrapKdf, AES-256 key wrap, encryptedKey. The key is 32 octets, or null. */
const unwrapMacKey = (
  items: readonly ReturnType<typeof readAsn1>[],
  fileKey: Uint8Array,
  salt: Uint8Array,
): Uint8Array | null => {
  const [, derivation, wrap, wrapped] = items;
  if (derivation?.isContext(0) !== true || wrap === undefined || wrapped === undefined)
    throw new Asn1Error('its recipient is incomplete');
  if (readOid(derivation.at(0, Tag.Oid)) !== Oid.pdfMacWrapKdf || readOid(wrap.at(0, Tag.Oid)) !== Oid.aes256Wrap)
    return null;
  const wrappingKey = new Uint8Array(hkdfSync('sha256', fileKey, salt, 'PDFMAC', 32));
  return unwrapAes(wrappingKey, readOctets(wrapped.expect(Tag.OctetString)));
};
