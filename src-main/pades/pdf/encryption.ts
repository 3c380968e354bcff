import { createDecipheriv, createHash, createCipheriv } from 'node:crypto';
import type { Recipient } from '../../pki/cms/enveloped.ts';
import { PdfError } from './limits.ts';
import { fromLatin1, PdfDict, PdfName, type PdfObject, type PdfRef, PdfStream, PdfString } from './objects.ts';
import { recipientFileKey } from './recipients.ts';

/** How strings or streams are encrypted (ISO 32000-2, table 25). */
type Method = 'none' | 'rc4' | 'aes-128' | 'aes-256';

/** Opens the strings and streams of an encrypted file (ISO 32000-2, 7.6). */
export interface Decryptor {
  readonly fileKey: Uint8Array;
  decryptStream(stream: PdfStream, data: Uint8Array): Uint8Array;
  /** The object with its strings opened. /Contents of a signature is never encrypted (7.6.2; C5). */
  decryptStrings(value: PdfObject, id: PdfRef): PdfObject;
}

const padding = Uint8Array.from([
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
  0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
]);

/** What opens an encrypted file (C39): the user's or owner's password, or a recipient's key. */
export interface Unlock {
  readonly password?: string | undefined;
  readonly recipient?: Recipient | undefined;
}

/**
 * The standard security handler (7.6.4), all revisions, by user or owner password (the empty one opens files that only
 * restrict what may be done), and the public-key ones (7.6.5) by a recipient's key. Null: it is not opened by what was
 * given. `dict` must be resolved through.
 * @throws PdfError for other handlers and for what is damaged.
 */
export const openEncryption = (dict: PdfDict, fileId: Uint8Array, unlock: Unlock): Decryptor | null => {
  const filter = dict.get('Filter');
  const version = numberOf(dict, 'V', 0);
  const encryptMetadata = dict.get('EncryptMetadata') !== false;
  const isStandard = filter instanceof PdfName && filter.value === 'Standard';
  if (!isStandard && unlock.recipient === undefined)
    throw new PdfError('unsupported', 'the file is encrypted for recipients, and no key of one was given');
  const key =
    isStandard || unlock.recipient === undefined
      ? passwordFileKey(dict, fileId, unlock.password ?? '')
      : recipientFileKey(dict, unlock.recipient, { version, encryptMetadata });
  if (!key) return null;
  return decryptor(key, methodOf(dict, version, 'StmF'), methodOf(dict, version, 'StrF'), encryptMetadata);
};

const passwordFileKey = (dict: PdfDict, fileId: Uint8Array, password: string): Uint8Array | null => {
  const revision = numberOf(dict, 'R', 0);
  return revision >= 5 ? keyOfRevision6(dict, revision, password) : keyOfRevision4(dict, revision, fileId, password);
};

const methodOf = (dict: PdfDict, version: number, which: 'StmF' | 'StrF'): Method => {
  if (version < 4) return 'rc4';
  const name = dict.get(which);
  if (!(name instanceof PdfName) || name.value === 'Identity') return 'none';
  const filters = dict.get('CF');
  const entry = filters instanceof PdfDict ? filters.get(name.value) : null;
  const method = entry instanceof PdfDict ? entry.get('CFM') : null;
  switch (method instanceof PdfName ? method.value : 'None') {
    case 'V2':
      return 'rc4';
    case 'AESV2':
      return 'aes-128';
    case 'AESV3':
      return 'aes-256';
    default:
      return 'none';
  }
};

const decryptor = (key: Uint8Array, streams: Method, strings: Method, encryptMetadata: boolean): Decryptor => {
  const strung = (value: PdfObject, id: PdfRef, depth: number): PdfObject => {
    if (depth > 100) return value;
    if (value instanceof PdfString) {
      return new PdfString(open(strings, key, id, value.bytes), value.hex, value.start, value.end);
    }
    if (value instanceof PdfDict) {
      const isSignature = value.entries.has('ByteRange');
      const entries = new Map<string, PdfObject>();
      for (const [name, entry] of value.entries) {
        entries.set(name, isSignature && name === 'Contents' ? entry : strung(entry, id, depth + 1));
      }
      return new PdfDict(entries, value.duplicates, value.start, value.end);
    }
    if (value instanceof PdfStream) {
      return new PdfStream(strung(value.dict, id, depth + 1) as PdfDict, value.source, value.start, value.id);
    }
    return Array.isArray(value) ? (value as readonly PdfObject[]).map((item) => strung(item, id, depth + 1)) : value;
  };
  return {
    fileKey: key,
    decryptStream: (stream, data) => {
      const type = stream.dict.get('Type');
      const typeName = type instanceof PdfName ? type.value : '';
      if (!stream.id || typeName === 'XRef' || (typeName === 'Metadata' && !encryptMetadata)) return data;
      const filter = stream.dict.get('Filter');
      const first = Array.isArray(filter) ? (filter as readonly PdfObject[])[0] : filter;
      if (first instanceof PdfName && first.value === 'Crypt') return data;
      return open(streams, key, stream.id, data);
    },
    decryptStrings: (value, id) => (strings === 'none' ? value : strung(value, id, 0)),
  };
};

const numberOf = (dict: PdfDict, key: string, otherwise: number): number => {
  const value = dict.get(key);
  return typeof value === 'number' ? value : otherwise;
};

const bytesOf = (dict: PdfDict, key: string, length: number): Uint8Array => {
  const value = dict.get(key);
  if (!(value instanceof PdfString) || value.bytes.length < length) {
    throw new PdfError('damaged', `the encryption dictionary has no /${key}`);
  }
  return value.bytes.subarray(0, length);
};

const md5 = (...parts: readonly Uint8Array[]): Uint8Array => hash('md5', ...parts);

const hash = (algorithm: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
};

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** RC4: in no crypto library of today, and read only. */
const rc4 = (key: Uint8Array, data: Uint8Array): Uint8Array => {
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

/** Algorithm 1 and 1.A (7.6.3): the object's own key, and the data opened with it. */
const open = (method: Method, key: Uint8Array, id: PdfRef, data: Uint8Array): Uint8Array => {
  if (method === 'none') return data;
  if (method === 'aes-256') return aes('aes-256-cbc', key, data);
  const salt = method === 'aes-128' ? fromLatin1('sAlT') : new Uint8Array();
  const number = Uint8Array.of(
    id.num & 0xff,
    (id.num >> 8) & 0xff,
    (id.num >> 16) & 0xff,
    id.gen & 0xff,
    (id.gen >> 8) & 0xff,
  );
  const own = md5(key, number, salt).subarray(0, Math.min(16, key.length + 5));
  return method === 'rc4' ? rc4(own, data) : aes('aes-128-cbc', own, data);
};

const aes = (algorithm: 'aes-128-cbc' | 'aes-256-cbc', key: Uint8Array, data: Uint8Array): Uint8Array => {
  if (data.length < 32 || data.length % 16 !== 0) return new Uint8Array();
  try {
    const cipher = createDecipheriv(algorithm, key, data.subarray(0, 16));
    return new Uint8Array(Buffer.concat([cipher.update(data.subarray(16)), cipher.final()]));
  } catch {
    throw new PdfError('damaged', 'an encrypted part cannot be opened');
  }
};

/** Algorithms 2, 4 to 7 (7.6.4.3): revisions 2 to 4. */
const keyOfRevision4 = (dict: PdfDict, revision: number, fileId: Uint8Array, password: string): Uint8Array | null => {
  const length = revision === 2 ? 5 : Math.min(16, Math.max(5, numberOf(dict, 'Length', 128) >> 3));
  const given = padded(fromLatin1(password));
  const byUser = checkUser(dict, revision, fileId, given, length);
  if (byUser) return byUser;
  let ownerKey = md5(given);
  if (revision >= 3) for (let i = 0; i < 50; i++) ownerKey = md5(ownerKey);
  ownerKey = ownerKey.subarray(0, length);
  let user = bytesOf(dict, 'O', 32);
  for (let i = revision === 2 ? 0 : 19; i >= 0; i--)
    user = rc4(
      ownerKey.map((byte) => byte ^ i),
      user,
    );
  return checkUser(dict, revision, fileId, user, length);
};

const padded = (password: Uint8Array): Uint8Array => {
  const out = new Uint8Array(32);
  const used = Math.min(32, password.length);
  out.set(password.subarray(0, used));
  out.set(padding.subarray(0, 32 - used), used);
  return out;
};

const checkUser = (
  dict: PdfDict,
  revision: number,
  fileId: Uint8Array,
  password: Uint8Array,
  length: number,
): Uint8Array | null => {
  const permissions = numberOf(dict, 'P', 0);
  const bits = Uint8Array.of(
    permissions & 0xff,
    (permissions >> 8) & 0xff,
    (permissions >> 16) & 0xff,
    (permissions >> 24) & 0xff,
  );
  const unmarked =
    revision >= 4 && dict.get('EncryptMetadata') === false ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array();
  let key = md5(password, bytesOf(dict, 'O', 32), bits, fileId, unmarked);
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length));
  key = key.subarray(0, length);
  const expected = bytesOf(dict, 'U', revision === 2 ? 32 : 16);
  if (revision === 2) return equal(rc4(key, padding), expected) ? key : null;
  let check = md5(padding, fileId);
  for (let i = 0; i < 20; i++)
    check = rc4(
      key.map((byte) => byte ^ i),
      check,
    );
  return equal(check, expected) ? key : null;
};

/** Algorithms 2.A and 2.B (7.6.4.3.3): revisions 5 and 6. */
const keyOfRevision6 = (dict: PdfDict, revision: number, password: string): Uint8Array | null => {
  const given = new TextEncoder().encode(password.normalize('NFKC')).subarray(0, 127);
  const user = bytesOf(dict, 'U', 48);
  const owner = bytesOf(dict, 'O', 48);
  const nothing = new Uint8Array();
  const hashed = (salt: Uint8Array, extra: Uint8Array) =>
    revision === 5 ? hash('sha256', given, salt, extra) : hashOfRevision6(given, salt, extra);
  const unwrap = (key: Uint8Array, wrapped: Uint8Array) => {
    const cipher = createDecipheriv('aes-256-cbc', key, new Uint8Array(16)).setAutoPadding(false);
    return new Uint8Array(Buffer.concat([cipher.update(wrapped), cipher.final()]));
  };
  if (equal(hashed(user.subarray(32, 40), nothing), user.subarray(0, 32))) {
    return unwrap(hashed(user.subarray(40, 48), nothing), bytesOf(dict, 'UE', 32));
  }
  if (equal(hashed(owner.subarray(32, 40), user), owner.subarray(0, 32))) {
    return unwrap(hashed(owner.subarray(40, 48), user), bytesOf(dict, 'OE', 32));
  }
  return null;
};

const hashOfRevision6 = (password: Uint8Array, salt: Uint8Array, extra: Uint8Array): Uint8Array => {
  let key = hash('sha256', password, salt, extra);
  for (let round = 0; ; round++) {
    const once = Buffer.concat([password, key, extra]);
    const block = Buffer.concat(Array.from({ length: 64 }, () => once));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const encrypted = cipher.update(block);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = hash(remainder === 0 ? 'sha256' : remainder === 1 ? 'sha384' : 'sha512', encrypted);
    if (round >= 63 && (encrypted.at(-1) as number) <= round - 31) return key.subarray(0, 32);
  }
};
