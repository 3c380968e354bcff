import { createDecipheriv, pbkdf2, scrypt } from 'node:crypto';
import { type Asn1, Asn1Error, concat, readOctets, readOid, readSmallInteger, Tag } from '../asn1/read.ts';
import { Oid } from '../oids.ts';

/** A pass phrase as octets: Unicode NFC, UTF-8, so that the same text typed on another keyboard is the same secret. */
export const passPhraseOctets = (passPhrase: string): Uint8Array =>
  new TextEncoder().encode(passPhrase.normalize('NFC'));

/** More work than this is taken for an attack on the reader, not for protection of the key. */
export const maxIterations = 8_000_000;

const prfs: Readonly<Record<string, string>> = {
  [Oid.hmacSha1]: 'sha1',
  [Oid.hmacSha224]: 'sha224',
  [Oid.hmacSha256]: 'sha256',
  [Oid.hmacSha384]: 'sha384',
  [Oid.hmacSha512]: 'sha512',
};

const ciphers: Readonly<
  Record<string, { readonly name: string; readonly keyLength: number; readonly blockLength: number }>
> = {
  [Oid.aes128Cbc]: { name: 'aes-128-cbc', keyLength: 16, blockLength: 16 },
  [Oid.aes192Cbc]: { name: 'aes-192-cbc', keyLength: 24, blockLength: 16 },
  [Oid.aes256Cbc]: { name: 'aes-256-cbc', keyLength: 32, blockLength: 16 },
  [Oid.desEde3Cbc]: { name: 'des-ede3-cbc', keyLength: 24, blockLength: 8 },
};

/** PBKDF2 (RFC 8018 5.2) off the event loop. */
export const deriveKey = (
  secret: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
  prf: string,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    pbkdf2(secret, salt, iterations, length, prf, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** The key that PBKDF2 parameters (RFC 8018 A.2) yield. @throws Asn1Error */
export const readPbkdf2 = async (parameters: Asn1, secret: Uint8Array, length: number): Promise<Uint8Array> => {
  const salt = readOctets(parameters.at(0, Tag.OctetString));
  const iterations = readSmallInteger(parameters.at(1, Tag.Integer));
  if (iterations < 1 || iterations > maxIterations) throw new Asn1Error('an iteration count beyond reason');
  const prfElement = parameters.children.slice(2).find((child) => child.is(Tag.Sequence));
  const prf = prfElement === undefined ? 'sha1' : prfs[readOid(prfElement.at(0, Tag.Oid))];
  if (prf === undefined) throw new Asn1Error('unknown pseudo-random function');
  return deriveKey(secret, salt, iterations, length, prf);
};

const readScrypt = (parameters: Asn1, secret: Uint8Array, length: number): Promise<Uint8Array> => {
  const salt = readOctets(parameters.at(0, Tag.OctetString));
  const [N, r, p] = [1, 2, 3].map((index) => readSmallInteger(parameters.at(index, Tag.Integer))) as [
    number,
    number,
    number,
  ];
  if (N < 2 || (N & (N - 1)) !== 0 || r < 1 || p < 1 || N * r * 128 > 1 << 30 || p > 64)
    throw new Asn1Error('scrypt parameters beyond reason');
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, { N, r, p, maxmem: N * r * 128 * 2 + (1 << 20) }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
};

/**
 * Decrypts what PBES2 (RFC 8018 6.2) encrypted: AES-CBC or 3DES-CBC under PBKDF2 or scrypt. The padding is left on the
 * plain text: whether it is right is the caller's evidence.
 * @throws Asn1Error when the parameters are not understood or the length is no multiple of the block.
 */
export const decryptPbes2 = async (
  parameters: Asn1,
  secret: Uint8Array,
  encrypted: Uint8Array,
): Promise<Uint8Array> => {
  const kdf = parameters.at(0, Tag.Sequence);
  const scheme = parameters.at(1, Tag.Sequence);
  const cipher = ciphers[readOid(scheme.at(0, Tag.Oid))];
  if (cipher === undefined) throw new Asn1Error('unknown cipher');
  const iv = readOctets(scheme.at(1, Tag.OctetString));
  if (iv.length !== cipher.blockLength) throw new Asn1Error('bad initialisation vector');
  if (encrypted.length === 0 || encrypted.length % cipher.blockLength !== 0)
    throw new Asn1Error('bad length of cipher text');
  const kdfOid = readOid(kdf.at(0, Tag.Oid));
  let key: Uint8Array;
  if (kdfOid === Oid.pbkdf2) key = await readPbkdf2(kdf.at(1, Tag.Sequence), secret, cipher.keyLength);
  else if (kdfOid === Oid.scrypt) key = await readScrypt(kdf.at(1, Tag.Sequence), secret, cipher.keyLength);
  else throw new Asn1Error('unknown key derivation');
  return decryptCbc(cipher.name, key, iv, encrypted);
};

/** CBC without looking at the padding. */
export const decryptCbc = (cipher: string, key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Uint8Array => {
  const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  const parts = [decipher.update(encrypted), decipher.final()];
  const plain = concat(...parts);
  for (const part of parts) part.fill(0);
  return plain;
};

/** Removes the padding of RFC 8018 6.1.1; null where there is none. */
export const unpad = (plain: Uint8Array, blockLength: number): Uint8Array | null => {
  const count = plain.at(-1) ?? 0;
  if (count < 1 || count > blockLength || count > plain.length) return null;
  return plain.subarray(-count).every((octet) => octet === count) ? plain.subarray(0, -count) : null;
};
