import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { seal, unseal } from './envelope.ts';

/**
 * A key pair of one slot: what is sealed to its public half opens with its private half alone. So an administrator can
 * hand everybody a new data key without anybody's pass phrase (X25519 as in RFC 7748, HKDF-SHA-256 as in RFC 5869,
 * AES-256-GCM).
 */
export interface BoxKeys {
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
  /** PKCS#8 DER. The holder wipes it. */
  readonly privateKey: Buffer;
}

const rawLength = 32;
/** SubjectPublicKeyInfo of an X25519 key up to the key itself (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b656e032100', 'hex');

export const newBoxKeys = (): BoxKeys => {
  const { publicKey, privateKey } = generateKeyPairSync('x25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return { publicKey: Buffer.from(publicKey.subarray(-rawLength)), privateKey };
};

/** Seals to a public key: the sender's one-time public key, then what {@link seal} made under the shared key. */
export const sealTo = (publicKey: Uint8Array, plaintext: Uint8Array, purpose: string): Buffer => {
  const once = newBoxKeys();
  const shared = sharedKey(once.privateKey, publicKey, once.publicKey, publicKey);
  try {
    return Buffer.concat([once.publicKey, seal(shared, plaintext, purpose)]);
  } finally {
    shared.fill(0);
    once.privateKey.fill(0);
  }
};

/** The plaintext, or null where the box is another's, for another purpose, or altered. */
export const openBox = ({ publicKey, privateKey }: BoxKeys, sealed: Uint8Array, purpose: string): Buffer | null => {
  if (sealed.length < rawLength) return null;
  const once = sealed.subarray(0, rawLength);
  const shared = sharedKey(privateKey, once, once, publicKey);
  try {
    return unseal(shared, sealed.subarray(rawLength), purpose);
  } finally {
    shared.fill(0);
  }
};

const sharedKey = (mine: Buffer, theirs: Uint8Array, once: Uint8Array, owner: Uint8Array): Buffer => {
  const secret = diffieHellman({
    privateKey: createPrivateKey({ key: mine, format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: Buffer.concat([spkiPrefix, theirs]), format: 'der', type: 'spki' }),
  });
  try {
    return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([once, owner]), 'countersign-keyslots box', 32));
  } finally {
    secret.fill(0);
  }
};
