import { createHash } from 'node:crypto';
import { openEnvelope, type Recipient } from '../../pki/cms/enveloped.ts';
import { PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject, PdfString } from './objects.ts';

/** Lists of recipients beyond this are not searched: each entry costs an RSA operation at most. */
const mostRecipients = 1000;

/**
 * The file encryption key of a public-key security handler (ISO 32000-2, 7.6.5.3) for one of its recipients, and the
 * permissions granted, as their bits (null: none are stated). Null: the file is not for this recipient.
 * @throws PdfError where the dictionary is damaged or of a kind not known here.
 */
export const recipientFileKey = (
  dict: PdfDict,
  recipient: Recipient,
  { version, encryptMetadata }: { readonly version: number; readonly encryptMetadata: boolean },
): { readonly fileKey: Uint8Array; readonly bits: number | null } | null => {
  const subFilter = dict.get('SubFilter');
  const form = subFilter instanceof PdfName ? subFilter.value : '';
  if (form !== 'adbe.pkcs7.s3' && form !== 'adbe.pkcs7.s4' && form !== 'adbe.pkcs7.s5')
    throw new PdfError('unsupported', `the file is encrypted for recipients in a form not known here (${form})`);
  const holder = form === 'adbe.pkcs7.s5' ? cryptFilter(dict) : dict;
  const envelopes = envelopesOf(holder.get('Recipients'));
  for (const envelope of envelopes) {
    // 20 octets of seed, then 4 of permissions, the most significant first.
    const opened = openEnvelope(envelope, recipient);
    if (opened === null || opened.length < 20) continue;
    const hash = createHash(version >= 5 ? 'sha256' : 'sha1').update(opened.subarray(0, 20));
    for (const one of envelopes) hash.update(one);
    if (version >= 4 && !encryptMetadata) hash.update(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    const fileKey = new Uint8Array(hash.digest()).subarray(0, keyLength(dict, version));
    return { fileKey, bits: opened.length < 24 ? null : Buffer.from(opened).readInt32BE(20) };
  }
  return null;
};

/** In octets: by version, and where that leaves it open by /Length in bits. */
const keyLength = (dict: PdfDict, version: number): number => {
  if (version >= 5) return 32;
  if (version === 4) return 16;
  const bits = dict.get('Length');
  return version === 1 ? 5 : Math.min(16, Math.max(5, (typeof bits === 'number' ? bits : 40) >> 3));
};

/** The crypt filter of the streams, else of the strings: one seed serves both. */
const cryptFilter = (dict: PdfDict): PdfDict => {
  const filters = dict.get('CF');
  for (const use of ['StmF', 'StrF']) {
    const name = dict.get(use);
    const filter = filters instanceof PdfDict && name instanceof PdfName ? filters.get(name.value) : null;
    if (filter instanceof PdfDict) return filter;
  }
  throw new PdfError('damaged', 'the encryption dictionary names no crypt filter');
};

const envelopesOf = (value: PdfObject): readonly Uint8Array[] => {
  const list = Array.isArray(value) ? (value as readonly PdfObject[]) : [value];
  if (list.length > mostRecipients) throw new PdfError('limit', 'the file is encrypted for too many recipients');
  return list.map((item) => {
    if (!(item instanceof PdfString)) throw new PdfError('damaged', 'the encryption dictionary has no /Recipients');
    return item.bytes;
  });
};
