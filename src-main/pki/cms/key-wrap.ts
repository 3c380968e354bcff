import { createDecipheriv } from 'node:crypto';

/** AES key unwrap (RFC 3394 2.2.2), which BoringSSL does not offer; null where the check value is wrong. */
export const unwrapAes = (key: Uint8Array, wrapped: Uint8Array): Uint8Array | null => {
  if (wrapped.length % 8 !== 0 || wrapped.length < 24 || wrapped.length > 72) return null;
  const blocks = wrapped.length / 8 - 1;
  const registers = Buffer.from(wrapped);
  const cipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  const block = Buffer.alloc(16);
  for (let count = 6 * blocks; count > 0; count--) {
    const at = (((count - 1) % blocks) + 1) * 8;
    registers.copy(block, 0, 0, 8);
    block.writeUInt32BE((block.readUInt32BE(4) ^ count) >>> 0, 4);
    registers.copy(block, 8, at, at + 8);
    const plain = cipher.update(block);
    plain.copy(registers, 0, 0, 8);
    plain.copy(registers, at, 8, 16);
  }
  return registers.subarray(0, 8).every((byte) => byte === 0xa6) ? new Uint8Array(registers.subarray(8)) : null;
};
