import { type Asn1, Asn1Error, readOctets, readOid, readSmallInteger, Tag } from '../asn1/read.ts';
import { concat } from '../asn1/read.ts';
import { Oid } from '../oids.ts';
import { decryptCbc, decryptPbes2, maxIterations, passPhraseOctets } from './pbes2.ts';
import { bmpPassPhrase, derivePkcs12, KdfPurpose } from './pkcs12-kdf.ts';

/** The schemes of RFC 7292 C that are met in old files. The 128-bit RC4 ones are not. */
const schemes: Readonly<Record<string, { readonly cipher: '3des' | 'rc2'; readonly keyLength: number }>> = {
  [Oid.pbeSha1TripleDes3]: { cipher: '3des', keyLength: 24 },
  [Oid.pbeSha1TripleDes2]: { cipher: '3des', keyLength: 16 },
  [Oid.pbeSha1Rc2_128]: { cipher: 'rc2', keyLength: 16 },
  [Oid.pbeSha1Rc2_40]: { cipher: 'rc2', keyLength: 5 },
};

/** Decrypted octets, their padding still on. */
export interface Padded {
  readonly plain: Uint8Array;
  readonly blockLength: number;
}

/**
 * Decrypts what a PKCS#12 file encrypted under a pass phrase: PBES2, or the old SHA-1 schemes with 3DES and RC2.
 * @throws Asn1Error for what is not understood.
 */
export const decryptPbe = async (algorithm: Asn1, encrypted: Uint8Array, passPhrase: string): Promise<Padded> => {
  const scheme = readOid(algorithm.at(0, Tag.Oid));
  if (scheme === Oid.pbes2)
    return {
      plain: await decryptPbes2(algorithm.at(1, Tag.Sequence), passPhraseOctets(passPhrase), encrypted),
      blockLength: 16,
    };
  const known = schemes[scheme];
  if (known === undefined) throw new Asn1Error(`unknown encryption ${scheme}`);
  const parameters = algorithm.at(1, Tag.Sequence);
  const iterations = readSmallInteger(parameters.at(1, Tag.Integer));
  if (iterations < 1 || iterations > maxIterations) throw new Asn1Error('an iteration count beyond reason');
  if (encrypted.length === 0 || encrypted.length % 8 !== 0) throw new Asn1Error('bad length of cipher text');
  const common = {
    digest: 'sha1',
    secret: bmpPassPhrase(passPhrase),
    salt: readOctets(parameters.at(0, Tag.OctetString)),
    iterations,
  } as const;
  const key = await derivePkcs12({ ...common, purpose: KdfPurpose.Key, length: known.keyLength });
  const iv = await derivePkcs12({ ...common, purpose: KdfPurpose.Iv, length: 8 });
  if (known.cipher === 'rc2') return { plain: await decryptRc2(key, iv, encrypted), blockLength: 8 };
  const tripleKey = key.length === 16 ? concat(key, key.subarray(0, 8)) : key;
  return { plain: decryptCbc('des-ede3-cbc', tripleKey, iv, encrypted), blockLength: 8 };
};

/** RC2-CBC (RFC 2268), which neither OpenSSL's default provider nor BoringSSL has: by node-forge, loaded when met. */
const decryptRc2 = async (key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Promise<Uint8Array> => {
  const { default: forge } = await import('node-forge');
  const binary = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');
  const cipher = forge.rc2.createDecryptionCipher(binary(key), key.length * 8);
  cipher.start(binary(iv));
  cipher.update(forge.util.createBuffer(binary(encrypted)));
  cipher.finish(() => true);
  return new Uint8Array(Buffer.from(cipher.output.getBytes(), 'latin1'));
};
