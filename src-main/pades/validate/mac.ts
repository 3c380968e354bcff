import { checkPdfMac } from '../../pki/cms/pdf-mac.ts';
import { attributeValues, readSignedData } from '../../pki/cms/signed-data.ts';
import { Asn1Error } from '../../pki/asn1/read.ts';
import { Oid } from '../../pki/oids.ts';
import type { PdfDocument, PdfView } from '../pdf/document.ts';
import { isSpace } from '../pdf/lexer.ts';
import { PdfDict, PdfString } from '../pdf/objects.ts';
import type { RangeDigests } from './range-digests.ts';

/** The permission that, where it is not granted, demands a MAC (ISO/TS 32004: bit 13 of /P). */
const mayLackMac = 1 << 12;

/** Has, or must have, the encrypted file a MAC over all of it? */
export const isMacProtected = (view: PdfView): boolean => {
  const opened = view.document.encryptionKey;
  return opened !== null && (view.trailer.entries.has('AuthCode') || demandsMac(view, opened.dict));
};

const demandsMac = (view: PdfView, encryption: PdfDict): boolean => {
  const permissions = view.number(encryption.get('P'));
  const hasSalt = view.get(encryption, 'KDFSalt') instanceof PdfString;
  return hasSalt && permissions !== null && (permissions & mayLackMac) === 0;
};

/**
 * The MAC of an encrypted document as it stands now (ISO/TS 32004; C39): in its trailer, or attached to its last
 * signature. Null: right, or there is none and none is demanded, or the file stays shut; else what is wrong.
 */
export const checkMac = (document: PdfDocument, digests: RangeDigests): string | null => {
  const opened = document.encryptionKey;
  if (!opened) return null;
  const view = document.latest;
  const code = view.dict(view.trailer.get('AuthCode'));
  const salt = view.get(opened.dict, 'KDFSalt');
  if (!code) return demandsMac(view, opened.dict) ? 'the PDF MAC that the file’s permissions demand is missing' : null;
  if (!(salt instanceof PdfString)) return 'there is a PDF MAC, and the encryption dictionary has no /KDFSalt';
  const isAttached = view.name(code.get('MACLocation')) === 'AttachedToSig';
  const holder = isAttached ? view.dict(code.get('SigObjRef')) : code;
  const place = holder && placeOf(view, holder, isAttached ? 'Contents' : 'MAC');
  if (!place) return 'the PDF MAC does not cover the whole file';
  const token = isAttached ? attachedTo(place.octets) : { mac: place.octets, signatureValue: null };
  if (token === null) return 'the signature that should carry the PDF MAC does not';
  return checkPdfMac(token.mac, {
    fileKey: opened.key,
    salt: salt.bytes,
    digestOf: (algorithm) => digests.of(algorithm, place.range),
    signatureValue: token.signatureValue,
  });
};

/** The range, where it is all of the file but the token that stands under `key`. */
const placeOf = (view: PdfView, holder: PdfDict, key: string) => {
  const { bytes } = view.document;
  const token = view.get(holder, key);
  const numbers = view.array(holder.get('ByteRange')).map((item) => view.number(item));
  const [first, firstLength, second, secondLength] = numbers;
  if (!(token instanceof PdfString) || !token.hex || numbers.length !== 4) return null;
  if (first !== 0 || firstLength == null || second == null || secondLength == null || secondLength < 0) return null;
  if (token.start !== firstLength || token.end !== second || second + secondLength > bytes.length) return null;
  for (let at = second + secondLength; at < bytes.length; at++) if (!isSpace(bytes[at])) return null;
  return { octets: token.bytes, range: [first, firstLength, second, secondLength] as const };
};

/** The MAC among the unsigned attributes of a signature, and that signature's value. */
const attachedTo = (contents: Uint8Array) => {
  try {
    const [signer, ...others] = readSignedData(contents).signerInfos;
    const [mac, ...more] = attributeValues(signer?.unsignedAttributes ?? [], Oid.pdfMacData);
    if (signer === undefined || mac === undefined || others.length > 0 || more.length > 0) return null;
    return { mac: mac.raw, signatureValue: signer.signature };
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
};
