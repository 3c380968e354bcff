import { concat } from '../../src-main/pki/asn1/read.ts';
import { generalizedTime, integer, octetString, oid, sequence } from '../../src-main/pki/asn1/write.ts';
import { digest, digestIdentifier } from '../../src-main/pki/digest.ts';
import { Oid } from '../../src-main/pki/oids.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import { oddCms } from './pki-cms.ts';
import { pdfOf } from './pades-hostile.ts';

/** How a signed file departs from a usual one. Its objects: 1 catalog, 2 pages, 3 page, 4 field, 5 signature dictionary. */
export interface RawSignature {
  readonly signer: Signer;
  /** Of the signature dictionary, besides /ByteRange and /Contents. */
  readonly entries?: string;
  /** Of the field. */
  readonly field?: string;
  /** Of the catalog, besides its pages and its form. */
  readonly catalog?: string;
  readonly fields?: string;
  /** Of the trailer, besides /Size and /Root. */
  readonly trailer?: string;
  /** From number 6 on. */
  readonly objects?: readonly string[];
  /** What stands in the signature dictionary around the token of /Contents. */
  readonly before?: string;
  readonly after?: string;
  /** The range that is written, and signed, instead of the usual one. */
  readonly range?: (usual: readonly [number, number, number, number]) => readonly number[];
  readonly cms?: (content: Uint8Array) => Promise<Uint8Array>;
  /** What stands after the CMS in the token, hexadecimal. */
  readonly padding?: string;
  /** Changes the objects before they are written. */
  readonly prepared?: (object: string) => string;
  /** What follows `%%EOF`. */
  readonly end?: string;
}

const room = 6000;
const rangeRoom = 44;

/** A one-page PDF, really signed, whose every byte the test decides. */
export const rawSigned = async (raw: RawSignature): Promise<Uint8Array> => {
  const hole = `<${'0'.repeat(2 * room)}>`;
  const { before = '', after = '', end = '\n' } = raw;
  const objects = [
    `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${raw.fields ?? '4 0 R'}]/SigFlags 3>>${raw.catalog ?? ''}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>',
    `<<${raw.field ?? '/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/FT/Sig/T(Sig)/V 5 0 R'}>>`,
    `<<${raw.entries ?? '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached'}/ByteRange[${' '.repeat(rangeRoom)}]/Contents${before}${hole}${after}>>`,
    ...(raw.objects ?? []),
  ];
  const written = pdfOf(raw.prepared ? objects.map(raw.prepared) : objects, raw.trailer);
  const bytes = Buffer.concat([written.subarray(0, written.length - 1), Buffer.from(end, 'latin1')]);
  const start = bytes.indexOf(hole);
  const second = start + hole.length;
  const range = raw.range?.([0, start, second, bytes.length - second]) ?? [0, start, second, bytes.length - second];
  bytes.write(range.join(' '), bytes.indexOf('/ByteRange[') + '/ByteRange['.length, 'latin1');
  const [, firstLength = 0, from = 0, length = 0] = range;
  const content = concat(bytes.subarray(0, firstLength), bytes.subarray(from, from + length));
  const cms = await (raw.cms ?? ((signed) => oddCms({ signer: raw.signer, content: signed })))(content);
  bytes.write(Buffer.from(cms).toString('hex') + (raw.padding ?? ''), start + 1, 'latin1');
  return new Uint8Array(bytes);
};

/** A time-stamp token (RFC 3161) about these octets, by a clock that is right to so many seconds. */
export const timestampToken = (
  signer: Signer,
  stamped: Uint8Array,
  genTime: Date,
  accuracy = 0,
): Promise<Uint8Array> => {
  const content = sequence(
    integer(1),
    oid('1.2.3.4'),
    sequence(digestIdentifier('sha256'), octetString(digest('sha256', stamped))),
    integer(1),
    generalizedTime(genTime),
    sequence(integer(accuracy)),
  );
  return oddCms({ signer, content, eContent: content, contentType: Oid.tstInfo });
};
