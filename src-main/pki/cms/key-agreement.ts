import { createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { type Asn1, Asn1Error, concat, readBits, readOctets, readOid, readWhole, Tag } from '../asn1/read.ts';
import { bitString, context, octetString, sequence } from '../asn1/write.ts';
import type { CertificateInfo } from '../certificate.ts';
import { DigestAlgorithm, digest } from '../digest.ts';
import { unwrapAes } from './key-wrap.ts';

const { Sha1, Sha224, Sha256, Sha384, Sha512 } = DigestAlgorithm;

/** dhSinglePass-stdDH and -cofactorDH (RFC 5753 7.1.4): the hash of their KDF. On curves of cofactor 1 the two are one. */
const schemes: Readonly<Record<string, DigestAlgorithm>> = {
  '1.3.133.16.840.63.0.2': Sha1,
  '1.3.132.1.11.0': Sha224,
  '1.3.132.1.11.1': Sha256,
  '1.3.132.1.11.2': Sha384,
  '1.3.132.1.11.3': Sha512,
  '1.3.133.16.840.63.0.3': Sha1,
  '1.3.132.1.14.0': Sha224,
  '1.3.132.1.14.1': Sha256,
  '1.3.132.1.14.2': Sha384,
  '1.3.132.1.14.3': Sha512,
};

/** AES key wrap (RFC 3565): key length in octets. */
const wraps: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.5': 16,
  '2.16.840.1.101.3.4.1.25': 24,
  '2.16.840.1.101.3.4.1.45': 32,
};

/**
 * The content key of a KeyAgreeRecipientInfo (RFC 5652 6.2.2, RFC 5753 3.1) for one of its recipients: ephemeral-static
 * ECDH, the KDF of X9.63, AES key wrap. Null: it is not for this recipient, or in a way not known here.
 * @param isRecipient tells a recipient's identifier (a rid) from others.
 * @throws Asn1Error, and what node:crypto throws for points off the curve
 */
export const agreedKey = (
  info: Asn1,
  certificate: CertificateInfo,
  key: KeyObject,
  isRecipient: (rid: Asn1) => boolean,
): Uint8Array | null => {
  const originator = info.context(0)?.context(1);
  const algorithm = info.children.find((child) => child.is(Tag.Sequence));
  const recipients = info.children.at(-1)?.expect(Tag.Sequence).children ?? [];
  const own = recipients.find((one) => isRecipient(one.at(0)));
  if (originator === undefined || algorithm === undefined || own === undefined) return null;
  const hash = schemes[readOid(algorithm.at(0, Tag.Oid))];
  const wrap = algorithm.at(1, Tag.Sequence);
  const length = wraps[readOid(wrap.at(0, Tag.Oid))];
  if (hash === undefined || length === undefined) return null;
  const material = info.context(1)?.at(0, Tag.OctetString);
  const shared = sequence(
    wrap.raw,
    ...(material === undefined ? [] : [context(0, octetString(readOctets(material)))]),
    context(2, octetString(uint32(length * 8))),
  );
  const secret = diffieHellman({ privateKey: key, publicKey: ephemeralKey(originator, certificate) });
  return unwrapAes(deriveX963(hash, secret, shared, length), readOctets(own.at(1, Tag.OctetString)));
};

/** The originator's key on the recipient's curve: its own parameters are often left out (RFC 5753 3.1.1). */
const ephemeralKey = (originator: Asn1, { publicKey }: CertificateInfo): KeyObject => {
  const algorithm = readWhole(publicKey.spki).at(0, Tag.Sequence);
  if (readOid(originator.at(0, Tag.Sequence).at(0, Tag.Oid)) !== readOid(algorithm.at(0, Tag.Oid)))
    throw new Asn1Error('the originator has another kind of key');
  const spki = sequence(algorithm.raw, bitString(readBits(originator.at(1, Tag.BitString)).octets));
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
};

const uint32 = (value: number): Uint8Array => {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
};

/** The key derivation function of ANSI X9.63 (SEC 1 3.6.1). */
const deriveX963 = (hash: DigestAlgorithm, secret: Uint8Array, shared: Uint8Array, length: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  for (let counter = 1, had = 0; had < length; counter += 1) {
    const part = digest(hash, secret, uint32(counter), shared);
    parts.push(part);
    had += part.length;
  }
  return concat(...parts).subarray(0, length);
};
