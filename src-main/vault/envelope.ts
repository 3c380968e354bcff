import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) under a fresh random 96-bit nonce; answers nonce, ciphertext, tag in one piece.
 * `purpose` is authenticated with it, so that a sealed thing opens only where it belongs.
 */
export const seal = (key: Uint8Array, plaintext: Uint8Array, purpose: string): Buffer => {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(purpose, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

/** The plaintext, or null for a wrong key, another purpose or altered bytes: GCM does not tell them apart. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, purpose: string): Buffer | null => {
  if (sealed.length < nonceLength + tagLength) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(purpose, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength)), decipher.final()]);
  } catch {
    return null;
  }
};
