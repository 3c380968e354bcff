import { createCipheriv, randomBytes } from 'node:crypto';
import { type Result, fail, ok } from '../../domain/result.ts';
import { readOctets, readOid, readWhole, Tag } from '../asn1/read.ts';
import { integer, nullValue, octetString, oid, sequence } from '../asn1/write.ts';
import { Oid } from '../oids.ts';
import { decryptPbes2, deriveKey, passPhraseOctets, unpad } from './pbes2.ts';

/** PBKDF2-HMAC-SHA256 rounds: what OWASP's password storage guidance asks for since 2023. */
export const defaultIterations = 600_000;

/**
 * EncryptedPrivateKeyInfo (RFC 5958 3) under a pass phrase: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, which
 * `openssl pkey` and everything else reads. The pass phrase is taken in Unicode NFC as UTF-8.
 */
export const encryptPkcs8 = async (
  pkcs8: Uint8Array,
  passPhrase: string,
  { iterations = defaultIterations }: { readonly iterations?: number } = {},
): Promise<Uint8Array> => {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const secret = passPhraseOctets(passPhrase);
  const key = await deriveKey(secret, salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  key.fill(0);
  secret.fill(0);
  const prf = sequence(oid(Oid.hmacSha256), nullValue());
  const kdf = sequence(oid(Oid.pbkdf2), sequence(octetString(salt), integer(iterations), prf));
  const parameters = sequence(kdf, sequence(oid(Oid.aes256Cbc), octetString(iv)));
  return sequence(sequence(oid(Oid.pbes2), parameters), octetString(encrypted));
};

/**
 * Opens an EncryptedPrivateKeyInfo. Errors: `key/wrong-pass-phrase`; `key/damaged` when the file is not of the form, or
 * when it opens but does not hold a key in full.
 * @returns PrivateKeyInfo, DER, in the clear: overwrite it with zeros after use.
 */
export const decryptPkcs8 = async (encrypted: Uint8Array, passPhrase: string): Promise<Result<Uint8Array>> => {
  const secret = passPhraseOctets(passPhrase);
  let plain: Uint8Array;
  try {
    const info = readWhole(encrypted).expect(Tag.Sequence);
    const algorithm = info.at(0, Tag.Sequence);
    const kind = readOid(algorithm.at(0, Tag.Oid));
    if (kind !== Oid.pbes2) return fail('key/damaged', { cause: `encrypted by ${kind}, which is not PBES2` });
    plain = await decryptPbes2(algorithm.at(1, Tag.Sequence), secret, readOctets(info.at(1, Tag.OctetString)));
  } catch (error) {
    return fail('key/damaged', { cause: error instanceof Error ? error.message : String(error) });
  } finally {
    secret.fill(0);
  }
  try {
    return privateKeyInfo(plain, 16);
  } finally {
    plain.fill(0);
  }
};

/**
 * Judges decrypted octets. The first block tells whether the pass phrase was right: a PrivateKeyInfo begins with its
 * length, version 0 or 1 and an algorithm, which chance yields less than once in 2^30. After that, what fails is damage.
 */
export const privateKeyInfo = (padded: Uint8Array, blockLength: number): Result<Uint8Array> => {
  if (!beginsLikePrivateKeyInfo(padded)) return fail('key/wrong-pass-phrase');
  const plain = unpad(padded, blockLength);
  try {
    if (plain === null) throw new Error('bad padding');
    const info = readWhole(plain).expect(Tag.Sequence);
    readOid(info.at(1, Tag.Sequence).at(0, Tag.Oid));
    info.at(2, Tag.OctetString);
    return ok(new Uint8Array(plain));
  } catch (error) {
    return fail('key/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
};

const beginsLikePrivateKeyInfo = (plain: Uint8Array): boolean => {
  if (plain[0] !== 0x30) return false;
  const length = plain[1] ?? 0xff;
  const at = length < 0x80 ? 2 : length <= 0x83 ? 2 + (length & 0x7f) : -1;
  return at > 0 && plain[at] === 0x02 && plain[at + 1] === 1 && (plain[at + 2] ?? 9) <= 1 && plain[at + 3] === 0x30;
};
