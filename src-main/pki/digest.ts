import { createHash, type Hash } from 'node:crypto';
import { type Asn1, readOid, Tag } from './asn1/read.ts';
import { nullValue, oid, sequence } from './asn1/write.ts';

/** Digest algorithms we can compute. The names are those of node:crypto, but make them by `newDigest`. */
export const DigestAlgorithm = {
  Md5: 'md5',
  Sha1: 'sha1',
  Sha224: 'sha224',
  Sha256: 'sha256',
  Sha384: 'sha384',
  Sha512: 'sha512',
  Sha512_256: 'sha512-256',
  Sha3_224: 'sha3-224',
  Sha3_256: 'sha3-256',
  Sha3_384: 'sha3-384',
  Sha3_512: 'sha3-512',
  /** SHAKE256 with 512 bits of output (RFC 8419, for Ed448). */
  Shake256: 'shake256',
} as const;
export type DigestAlgorithm = (typeof DigestAlgorithm)[keyof typeof DigestAlgorithm];

const oidByDigest: Readonly<Record<DigestAlgorithm, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-224': '2.16.840.1.101.3.4.2.7',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
  shake256: '2.16.840.1.101.3.4.2.12',
};
const digestByOid = new Map(
  Object.entries(oidByDigest).map(([name, dotted]) => [dotted, name as DigestAlgorithm] as const),
);

/** A hash to feed: `newDigest('sha256').update(a).update(b).digest()`. */
export const newDigest = (algorithm: DigestAlgorithm): Hash =>
  algorithm === 'shake256' ? createHash('shake256', { outputLength: 64 }) : createHash(algorithm);

/** The digest of `data`. */
export const digest = (algorithm: DigestAlgorithm, ...data: readonly Uint8Array[]): Uint8Array => {
  const hash = newDigest(algorithm);
  for (const part of data) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The algorithm that a digest OID names; null where it names none that we compute. */
export const digestOfOid = (dotted: string): DigestAlgorithm | null => digestByOid.get(dotted) ?? null;

/** Reads the AlgorithmIdentifier of a digest: its OID, and the algorithm where it is one of ours. */
export const readDigestAlgorithm = (
  element: Asn1,
): { readonly oid: string; readonly algorithm: DigestAlgorithm | null } => {
  const dotted = readOid(element.expect(Tag.Sequence).at(0, Tag.Oid));
  return { oid: dotted, algorithm: digestOfOid(dotted) };
};

/** AlgorithmIdentifier of a digest, parameters absent (RFC 5754 2). */
export const digestIdentifier = (algorithm: DigestAlgorithm): Uint8Array => sequence(oid(oidByDigest[algorithm]));

/** AlgorithmIdentifier of a digest with NULL parameters: inside RSASSA-PSS and PKCS#12, where older readers want it. */
export const digestIdentifierWithNull = (algorithm: DigestAlgorithm): Uint8Array =>
  sequence(oid(oidByDigest[algorithm]), nullValue());

/** As a reader knows it: `SHA-256`. */
export const digestLabel = (algorithm: DigestAlgorithm): string =>
  algorithm === 'md5'
    ? 'MD5'
    : algorithm === 'shake256'
      ? 'SHAKE256'
      : algorithm.startsWith('sha3-')
        ? algorithm.toUpperCase()
        : `SHA-${algorithm.slice(3).replace('-', '/')}`;
