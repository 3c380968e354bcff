import {
  readBoolean,
  readIntegerHex,
  readOctets,
  readOid,
  readSmallInteger,
  readTime,
  readWhole,
  Tag,
  type Asn1,
} from '../asn1/read.ts';
import { type DigestAlgorithm, readDigestAlgorithm } from '../digest.ts';

/** TSTInfo (RFC 3161 2.4.2): what a time-stamp token says. */
export interface TstInfo {
  readonly policy: string;
  readonly imprint: { readonly oid: string; readonly algorithm: DigestAlgorithm | null; readonly hash: Uint8Array };
  /** Hex, as encoded. */
  readonly serial: string;
  readonly genTime: Date;
  /** Milliseconds either way; 0 where none is stated. */
  readonly accuracy: number;
  readonly ordering: boolean;
  /** Hex, as encoded; null where there is none. */
  readonly nonce: string | null;
}

/** @throws Asn1Error */
export const readTstInfo = (content: Uint8Array): TstInfo => {
  const info = readWhole(content).expect(Tag.Sequence);
  const imprint = info.at(2, Tag.Sequence);
  const algorithm = readDigestAlgorithm(imprint.at(0));
  const rest = info.children.slice(5);
  const ordering = rest.find((child) => child.is(Tag.Boolean));
  const nonce = rest.find((child) => child.is(Tag.Integer));
  return {
    policy: readOid(info.at(1, Tag.Oid)),
    imprint: { ...algorithm, hash: readOctets(imprint.at(1, Tag.OctetString)) },
    serial: readIntegerHex(info.at(3, Tag.Integer)),
    genTime: readTime(info.at(4, Tag.GeneralizedTime)),
    accuracy: readAccuracy(rest.find((child) => child.is(Tag.Sequence))),
    ordering: ordering !== undefined && readBoolean(ordering),
    nonce: nonce === undefined ? null : readIntegerHex(nonce),
  };
};

const readAccuracy = (element: Asn1 | undefined): number => {
  const part = (found: Asn1 | undefined): number => (found === undefined ? 0 : readSmallInteger(found));
  if (element === undefined) return 0;
  const seconds = part(element.children.find((child) => child.is(Tag.Integer)));
  return seconds * 1000 + part(element.context(0)) + part(element.context(1)) / 1000;
};
