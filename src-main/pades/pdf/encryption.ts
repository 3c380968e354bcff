import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Recipient } from '../../pki/cms/enveloped.ts';
import { PdfError } from './limits.ts';
import { fromLatin1, PdfDict, PdfName, type PdfObject, type PdfRef, PdfStream, PdfString, stream } from './objects.ts';
import { type Method, openData, rc4, sealData } from './object-cipher.ts';
import { everything, type Permissions, recipientPermissions, userPermissions } from './permissions.ts';
import { recipientFileKey } from './recipients.ts';

/** Opens and writes the strings and streams of an encrypted file (ISO 32000-2, 7.6). */
export interface FileCipher {
  readonly fileKey: Uint8Array;
  readonly permissions: Permissions;
  decryptStream(stream: PdfStream, data: Uint8Array): Uint8Array;
  /** The object with its strings opened. /Contents of a signature is never encrypted (7.6.2; C5). */
  decryptStrings(value: PdfObject, id: PdfRef): PdfObject;
  /** The object as it is written under `id`: its strings encrypted, and the data of a stream that was made here. */
  encrypt(value: PdfObject, id: PdfRef): PdfObject;
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
export const openEncryption = (dict: PdfDict, fileId: Uint8Array, unlock: Unlock): FileCipher | null => {
  const filter = dict.get('Filter');
  const version = numberOf(dict, 'V', 0);
  const encryptMetadata = dict.get('EncryptMetadata') !== false;
  const isStandard = filter instanceof PdfName && filter.value === 'Standard';
  if (!isStandard && unlock.recipient === undefined)
    throw new PdfError('unsupported', 'the file is encrypted for recipients, and no key of one was given');
  const opened =
    isStandard || unlock.recipient === undefined
      ? openByPassword(dict, fileId, unlock.password ?? '')
      : openByRecipient(dict, unlock.recipient, { version, encryptMetadata });
  if (!opened) return null;
  const methods = { streams: methodOf(dict, version, 'StmF'), strings: methodOf(dict, version, 'StrF') };
  return fileCipher(opened, methods, encryptMetadata);
};

type Opened = Pick<FileCipher, 'fileKey' | 'permissions'>;

/** The owner's password goes before the user's: where both are the same, nothing is restricted. */
const openByPassword = (dict: PdfDict, fileId: Uint8Array, password: string): Opened | null => {
  const revision = numberOf(dict, 'R', 0);
  const { byOwner, byUser } =
    revision >= 5 ? keysOfRevision6(dict, revision, password) : keysOfRevision4(dict, revision, fileId, password);
  const owned = byOwner();
  if (owned) return { fileKey: owned, permissions: everything };
  const used = byUser();
  return used && { fileKey: used, permissions: userPermissions(numberOf(dict, 'P', 0), revision) };
};

const openByRecipient = (
  dict: PdfDict,
  recipient: Recipient,
  about: Parameters<typeof recipientFileKey>[2],
): Opened | null => {
  const found = recipientFileKey(dict, recipient, about);
  if (!found) return null;
  const { fileKey, bits } = found;
  return { fileKey, permissions: bits === null ? everything : recipientPermissions(bits) };
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

const fileCipher = (
  { fileKey, permissions }: Opened,
  { streams, strings }: { readonly streams: Method; readonly strings: Method },
  encryptMetadata: boolean,
): FileCipher => {
  const isClear = ({ dict }: PdfStream): boolean => {
    const type = dict.get('Type');
    const typeName = type instanceof PdfName ? type.value : '';
    const filter = dict.get('Filter');
    const first = Array.isArray(filter) ? (filter as readonly PdfObject[])[0] : filter;
    return (
      typeName === 'XRef' ||
      (typeName === 'Metadata' && !encryptMetadata) ||
      (first instanceof PdfName && first.value === 'Crypt')
    );
  };
  return {
    fileKey,
    permissions,
    decryptStream: (stream, data) =>
      stream.id && !isClear(stream) ? openData(streams, fileKey, stream.id, data) : data,
    decryptStrings: (value, id) =>
      strings === 'none' ? value : withStrings(value, (bytes) => openData(strings, fileKey, id, bytes)),
    encrypt: (value, id) => {
      const sealed = withStrings(value, (bytes) => sealData(strings, fileKey, id, bytes));
      if (!(value instanceof PdfStream) || !(sealed instanceof PdfStream) || isClear(value)) return sealed;
      return stream(sealed.dict, sealData(streams, fileKey, id, value.source.subarray(value.start)));
    },
  };
};

/** A value with all strings in it changed, but /Contents of a signature. */
const withStrings = (value: PdfObject, change: (bytes: Uint8Array) => Uint8Array, depth = 0): PdfObject => {
  if (depth > 100) return value;
  if (value instanceof PdfString) return new PdfString(change(value.bytes), value.hex, value.start, value.end);
  if (value instanceof PdfDict) {
    const isSignature = value.entries.has('ByteRange');
    const entries = new Map<string, PdfObject>();
    for (const [name, entry] of value.entries) {
      entries.set(name, isSignature && name === 'Contents' ? entry : withStrings(entry, change, depth + 1));
    }
    return new PdfDict(entries, value.duplicates, value.start, value.end);
  }
  if (value instanceof PdfStream) {
    return new PdfStream(withStrings(value.dict, change, depth + 1) as PdfDict, value.source, value.start, value.id);
  }
  return Array.isArray(value)
    ? (value as readonly PdfObject[]).map((item) => withStrings(item, change, depth + 1))
    : value;
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

/** What a password opens a file as; null each where it does not. */
interface PasswordKeys {
  readonly byOwner: () => Uint8Array | null;
  readonly byUser: () => Uint8Array | null;
}

/** Algorithms 2, 4 to 7 (7.6.4.3): revisions 2 to 4. */
const keysOfRevision4 = (dict: PdfDict, revision: number, fileId: Uint8Array, password: string): PasswordKeys => {
  const length = revision === 2 ? 5 : Math.min(16, Math.max(5, numberOf(dict, 'Length', 128) >> 3));
  const given = padded(fromLatin1(password));
  return {
    byUser: () => checkUser(dict, revision, fileId, given, length),
    byOwner: () => {
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
    },
  };
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
const keysOfRevision6 = (dict: PdfDict, revision: number, password: string): PasswordKeys => {
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
  return {
    byUser: () =>
      equal(hashed(user.subarray(32, 40), nothing), user.subarray(0, 32))
        ? unwrap(hashed(user.subarray(40, 48), nothing), bytesOf(dict, 'UE', 32))
        : null,
    byOwner: () =>
      equal(hashed(owner.subarray(32, 40), user), owner.subarray(0, 32))
        ? unwrap(hashed(owner.subarray(40, 48), user), bytesOf(dict, 'OE', 32))
        : null,
  };
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
