import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Result, fail, ok } from '../../domain/result.ts';
import { readCertificate } from '../certificate.ts';
import { samePublicKey } from '../public-key.ts';
import { algorithmFits, algorithmOf, defaultAlgorithm, signWith, toPrivateKey } from '../signature-algorithm.ts';
import { verifySignature } from '../signature.ts';
import type { SignatureAlgorithm, Signer } from '../signer.ts';
import { decryptPkcs8 } from './pkcs8.ts';

/** What a signer is opened from. Everything is DER. */
export interface SignerMaterial {
  readonly certificate: Uint8Array;
  /** Issuer certificates, the leaf's issuer first. */
  readonly chain: readonly Uint8Array[];
  /** Default: by the kind of key. */
  readonly algorithm?: SignatureAlgorithm;
}

/**
 * Opens a signing key under its pass phrase and proves by a trial signature that it is the certificate's.
 * Errors: those of `decryptPkcs8` and of `signerFromPkcs8`.
 */
export const openSigner = async (
  material: SignerMaterial & { readonly encryptedPkcs8: Uint8Array; readonly passPhrase: string },
): Promise<Result<Signer>> => {
  const opened = await decryptPkcs8(material.encryptedPkcs8, material.passPhrase);
  if (!opened.ok) return opened;
  try {
    return await signerFromPkcs8(opened.value, material);
  } finally {
    opened.value.fill(0);
  }
};

/**
 * A signer from a key in the clear. Errors: `certificate/damaged`, `key/damaged`, `key/unsupported` (a kind of key we do
 * not sign with, or one the algorithm does not fit), `key/certificate-mismatch`.
 */
export const signerFromPkcs8 = async (
  pkcs8: Uint8Array,
  { certificate, chain, algorithm: chosen }: SignerMaterial,
): Promise<Result<Signer>> => {
  const read = readCertificate(certificate);
  if (!read.ok) return read;
  const { publicKey } = read.value;
  let key: KeyObject;
  try {
    key = toPrivateKey(pkcs8);
  } catch (error) {
    return fail('key/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
  const algorithm = chosen ?? defaultAlgorithm(publicKey);
  if (algorithm === null || !algorithmFits(algorithm, publicKey))
    return fail('key/unsupported', { key: publicKey.label });
  if (!samePublicKey(spkiOf(key), publicKey.spki)) return fail('key/certificate-mismatch');
  const signer: Signer = {
    certificate,
    chain,
    algorithm,
    sign: (data) => signWith(key, algorithm, data),
  };
  const trial = randomBytes(32);
  try {
    const value = await signer.sign(trial);
    if (verifySignature(publicKey.spki, algorithmOf(algorithm).scheme, trial, value) !== 'valid')
      return fail('key/damaged', { cause: 'its trial signature does not verify' });
  } catch (error) {
    return fail('key/damaged', { cause: error instanceof Error ? error.message : String(error) });
  }
  return ok(signer);
};

const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));

/** Is the certificate's key (SubjectPublicKeyInfo) the one that belongs to this PrivateKeyInfo? */
export const keyIsOf = (pkcs8: Uint8Array, spki: Uint8Array): boolean => {
  try {
    return samePublicKey(spkiOf(toPrivateKey(pkcs8)), spki);
  } catch {
    return false;
  }
};
