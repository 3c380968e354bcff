import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { PdfError } from './limits.ts';
import { fromLatin1, type PdfRef } from './objects.ts';

/** How strings or streams are encrypted (ISO 32000-2, table 25). */
export type Method = 'none' | 'rc4' | 'aes-128' | 'aes-256';

/** Octets of an AES block, and of the initialisation vector that goes before what is encrypted. */
const block = 16;

/**
 * The data of a string or stream of object `id`, opened (7.6.3).
 * @throws PdfError where it is damaged
 */
export const openData = (method: Method, fileKey: Uint8Array, id: PdfRef, data: Uint8Array): Uint8Array => {
  if (method === 'none') return data;
  const key = objectKey(method, fileKey, id);
  if (method === 'rc4') return rc4(key, data);
  if (data.length < 2 * block || data.length % block !== 0) return new Uint8Array();
  try {
    const cipher = createDecipheriv(cbc(method), key, data.subarray(0, block));
    return new Uint8Array(Buffer.concat([cipher.update(data.subarray(block)), cipher.final()]));
  } catch {
    throw new PdfError('damaged', 'an encrypted part cannot be opened');
  }
};

/** The same, encrypted; by AES each time under a new initialisation vector. */
export const sealData = (method: Method, fileKey: Uint8Array, id: PdfRef, data: Uint8Array): Uint8Array => {
  if (method === 'none') return data;
  const key = objectKey(method, fileKey, id);
  if (method === 'rc4') return rc4(key, data);
  const start = randomBytes(block);
  const cipher = createCipheriv(cbc(method), key, start);
  return new Uint8Array(Buffer.concat([start, cipher.update(data), cipher.final()]));
};

const cbc = (method: 'aes-128' | 'aes-256') => (method === 'aes-128' ? 'aes-128-cbc' : 'aes-256-cbc');

/** Algorithm 1 and 1.A (7.6.3): the key of one object. */
const objectKey = (method: Exclude<Method, 'none'>, fileKey: Uint8Array, { num, gen }: PdfRef): Uint8Array => {
  if (method === 'aes-256') return fileKey;
  const number = Uint8Array.of(num & 0xff, (num >> 8) & 0xff, (num >> 16) & 0xff, gen & 0xff, (gen >> 8) & 0xff);
  const hash = createHash('md5').update(fileKey).update(number);
  if (method === 'aes-128') hash.update(fromLatin1('sAlT'));
  return new Uint8Array(hash.digest()).subarray(0, Math.min(16, fileKey.length + 5));
};

/** RC4, both ways: in no crypto library of today. */
export const rc4 = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    const value = state[i] as number;
    j = (j + value + (key[i % key.length] as number)) & 0xff;
    state[i] = state[j] as number;
    state[j] = value;
  }
  const out = new Uint8Array(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 0xff;
    const value = state[i] as number;
    j = (j + value) & 0xff;
    const other = state[j] as number;
    state[i] = other;
    state[j] = value;
    out[n] = (data[n] as number) ^ (state[(value + other) & 0xff] as number);
  }
  return out;
};
