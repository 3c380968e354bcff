import { generateKeyPair as generate, type KeyObject } from 'node:crypto';

/** The keys we make: ECDSA on P-256 (FIPS 186-5) by default, RSA with 3072 bits as a choice, P-384 for root keys. */
export const KeyAlgorithm = { EcdsaP256: 'ecdsa-p256', EcdsaP384: 'ecdsa-p384', Rsa3072: 'rsa-3072' } as const;
export type KeyAlgorithm = (typeof KeyAlgorithm)[keyof typeof KeyAlgorithm];

/** A new key pair. Both parts are DER. */
export interface GeneratedKey {
  /** PrivateKeyInfo (RFC 5958), in the clear: encrypt it, then overwrite it with zeros. */
  readonly pkcs8: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/** Makes a key pair off the event loop, from the operating system's randomness. */
export const generateKeyPair = (algorithm: KeyAlgorithm): Promise<GeneratedKey> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject): void => {
      if (error) {
        reject(error);
        return;
      }
      resolve({
        pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
        spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
      });
    };
    switch (algorithm) {
      case KeyAlgorithm.EcdsaP256:
        generate('ec', { namedCurve: 'P-256' }, done);
        break;
      case KeyAlgorithm.EcdsaP384:
        generate('ec', { namedCurve: 'P-384' }, done);
        break;
      case KeyAlgorithm.Rsa3072:
        generate('rsa', { modulusLength: 3072, publicExponent: 0x1_0001 }, done);
        break;
    }
  });
