import { compareBytes, concat, Tag } from './read.ts';

const header = (identifier: number, length: number): Uint8Array => {
  if (length < 0x80) return Uint8Array.of(identifier, length);
  if (length < 0x100) return Uint8Array.of(identifier, 0x81, length);
  if (length < 0x1_0000) return Uint8Array.of(identifier, 0x82, length >> 8, length & 0xff);
  if (length < 0x100_0000) return Uint8Array.of(identifier, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
  return Uint8Array.of(identifier, 0x84, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
};

/** Identifier octet, shortest definite length, contents (DER, X.690 10.1). */
export const tlv = (identifier: number, ...contents: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of contents) length += part.length;
  return concat(header(identifier, length), ...contents);
};

export const sequence = (...items: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...items);

/** SET OF in DER: the encodings in ascending order (X.690 11.6). */
export const setOf = (...items: readonly Uint8Array[]): Uint8Array =>
  tlv(0x31, ...(items.length < 2 ? items : [...items].sort(compareBytes)));

/** `[tag]` constructed: an EXPLICIT tag round an element, or an IMPLICIT one over the items of a SEQUENCE or SET. */
export const context = (tag: number, ...items: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | tag, ...items);

/** `[tag]` IMPLICIT over a primitive type's content octets. */
export const contextPrimitive = (tag: number, content: Uint8Array): Uint8Array => tlv(0x80 | tag, content);

/** INTEGER from a number below 2^31, or from unsigned big-endian octets. */
export const integer = (value: number | Uint8Array): Uint8Array => {
  if (typeof value === 'number') {
    const octets: number[] = [value & 0xff];
    for (let rest = value >> 8; rest > 0; rest >>= 8) octets.unshift(rest & 0xff);
    return integer(Uint8Array.from(octets));
  }
  let at = 0;
  while (at < value.length - 1 && value[at] === 0) at += 1;
  const digits = value.subarray(at);
  return (digits[0] ?? 0) & 0x80 || digits.length === 0
    ? tlv(Tag.Integer, Uint8Array.of(0), digits)
    : tlv(Tag.Integer, digits);
};

/** INTEGER from its content octets as they are (a serial number, sign included). */
export const integerOfContent = (content: Uint8Array): Uint8Array => tlv(Tag.Integer, content);

export const enumerated = (value: number): Uint8Array => tlv(Tag.Enumerated, Uint8Array.of(value));
export const boolean = (value: boolean): Uint8Array => tlv(Tag.Boolean, Uint8Array.of(value ? 0xff : 0));
export const nullValue = (): Uint8Array => Uint8Array.of(Tag.Null, 0);
export const octetString = (...contents: readonly Uint8Array[]): Uint8Array => tlv(Tag.OctetString, ...contents);
export const bitString = (octets: Uint8Array, unused = 0): Uint8Array =>
  tlv(Tag.BitString, Uint8Array.of(unused), octets);

/** Named bits with trailing zeros removed (X.690 11.2.2). */
export const namedBits = (bits: readonly number[]): Uint8Array => {
  const last = Math.max(-1, ...bits);
  const octets = new Uint8Array(Math.floor(last / 8) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(octets, last < 0 ? 0 : 7 - (last & 7));
};

const oids = new Map<string, Uint8Array>();

/** OBJECT IDENTIFIER from dots. Encodings are kept: the set of identifiers we write is small and fixed. */
export const oid = (dotted: string): Uint8Array => {
  const known = oids.get(dotted);
  if (known !== undefined) return known;
  const [top = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [top * 40 + second, ...rest].flatMap((arc) => {
    const base128 = [arc % 128];
    for (let value = Math.floor(arc / 128); value > 0; value = Math.floor(value / 128))
      base128.unshift((value % 128) | 0x80);
    return base128;
  });
  const encoded = tlv(Tag.Oid, Uint8Array.from(octets));
  oids.set(dotted, encoded);
  return encoded;
};

export const utf8String = (text: string): Uint8Array => tlv(Tag.Utf8String, new TextEncoder().encode(text));

/** ASCII text. @throws RangeError for any other. */
export const ia5String = (text: string): Uint8Array => {
  if (!isAscii(text)) throw new RangeError('an IA5String holds ASCII only');
  return tlv(Tag.Ia5String, Buffer.from(text, 'latin1'));
};

/** Letters, digits and a few signs (X.680 41.4). @throws RangeError for any other. */
export const printableString = (text: string): Uint8Array => {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError('not a PrintableString');
  return tlv(Tag.PrintableString, Buffer.from(text, 'latin1'));
};

const isAscii = (text: string): boolean => Buffer.byteLength(text, 'utf8') === text.length;

/** UTCTime to 2049, GeneralizedTime from 2050 on, whole seconds, Z (RFC 5280 4.1.2.5). */
export const time = (date: Date): Uint8Array => {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050
    ? tlv(Tag.UtcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : generalizedTime(date);
};

/** GeneralizedTime in whole seconds, Z. */
export const generalizedTime = (date: Date): Uint8Array =>
  tlv(Tag.GeneralizedTime, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`, 'latin1'));
