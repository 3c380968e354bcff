import { randomBytes } from 'node:crypto';
import { argon2id } from 'hash-wasm';

/** How much work Argon2id (RFC 9106) does for one try at a pass phrase. */
export interface KdfCost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** RFC 9106, 4: the second recommended setting, with one lane, since WebAssembly has one thread. */
export const defaultKdfCost: KdfCost = { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 };

/** Bounds on what a slot file may ask for: a damaged or planted one must not make the program hang or eat all memory. */
export const kdfBounds = {
  memoryKiB: { min: 256, max: 1024 * 1024 },
  iterations: { min: 1, max: 16 },
  parallelism: { min: 1, max: 4 },
} as const;

export const newSalt = (): Buffer => randomBytes(16);

/**
 * A 256-bit key from a pass phrase (Unicode NFC, UTF-8). Blocks its thread for about 0.3 s at the default cost: in the
 * program that is the main process, not the window. The caller wipes the key.
 */
export const deriveKey = async (passPhrase: string, salt: Uint8Array, cost: KdfCost): Promise<Buffer> => {
  const password = Buffer.from(passPhrase.normalize('NFC'), 'utf8');
  try {
    const key = await argon2id({
      password,
      salt,
      memorySize: cost.memoryKiB,
      iterations: cost.iterations,
      parallelism: cost.parallelism,
      hashLength: 32,
      outputType: 'binary',
    });
    return Buffer.from(key.buffer, key.byteOffset, key.length);
  } finally {
    password.fill(0);
  }
};
