import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, createInflateRaw } from 'node:zlib';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { foldPath, pathFault } from './paths.ts';

/** Why a zip is not opened, or a file in it not read. */
export type ZipRefusal =
  | 'package/unreadable'
  | 'package/not-a-zip'
  | 'package/damaged'
  | 'package/split'
  | 'package/zip64'
  | 'package/encrypted'
  | 'package/unknown-compression'
  | 'package/unsafe-path'
  | 'package/duplicate-path'
  | 'package/case-clash'
  | 'package/not-a-file'
  | 'package/hidden-data'
  | 'package/too-many-files'
  | 'package/too-large'
  | 'package/bomb'
  | 'package/wrong-crc'
  | 'package/wrong-size';

/** Thrown while a file of a zip is read; `code` names the cause. */
export class ZipFault extends Error {
  readonly code: ZipRefusal;
  readonly path: string;
  constructor(code: ZipRefusal, path: string) {
    super(`${code} ${path}`);
    this.code = code;
    this.path = path;
  }
}

/** What a zip may ask of whoever reads it. Bytes are those unpacked. */
export interface ZipLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** Unpacked to packed, for files of more than `ratioFrom` bytes. Deflate reaches 1032, text rarely 40. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const defaultZipLimits: ZipLimits = {
  files: 65_535,
  fileBytes: 4 * 2 ** 30 - 1,
  totalBytes: 16 * 2 ** 30,
  ratio: 200,
  ratioFrom: 4 * 2 ** 20,
};

/** A file in a zip, as the directory at its end and the header before its bytes both say. */
export interface ZipEntry {
  readonly path: string;
  /** Unpacked length in bytes. */
  readonly size: number;
  readonly packed: number;
  readonly crc: number;
  readonly deflated: boolean;
  /** Where its packed bytes begin. */
  readonly offset: number;
}

/** A zip that was looked through; its files are read one at a time, in any order. */
export interface ZipArchive {
  readonly size: number;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** A file's bytes in pieces. @throws ZipFault where they are not of the length or the CRC that was promised. */
  read(entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined>;
  close(): void;
}

/**
 * Opens a zip (APPNOTE 6.3) of plain files and nothing else, and answers for everything that stands in it before any of
 * it is unpacked. Refused by name: names that lead out of a folder or that some system takes for another file's; links
 * and devices; encryption; the directory and the headers saying different things; files that share bytes, or bytes that
 * belong to no file (two readers would see two packages); more than `limits`.
 */
export const openZip = (
  file: string,
  limits: ZipLimits = defaultZipLimits,
): Result<ZipArchive, Failure<ZipRefusal>> => {
  let source: Source;
  try {
    source = openSource(file);
  } catch (error) {
    return fail('package/unreadable', { cause: error instanceof Error ? error.message : String(error) });
  }
  try {
    const entries = entriesOf(source, limits);
    return ok({ size: source.size, entries, read: (entry) => unpacked(source, entry), close: () => source.close() });
  } catch (error) {
    source.close();
    if (error instanceof ZipFault) return fail(error.code, error.path === '' ? {} : { path: error.path });
    throw error;
  }
};

interface Source {
  readonly size: number;
  /** Bytes from `at`; throws `package/damaged` where the file ends before. */
  bytes(at: number, length: number): Buffer;
  close(): void;
}

const openSource = (file: string): Source => {
  const descriptor = openSync(file, 'r');
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new Error('it is no regular file');
    return {
      size: found.size,
      bytes: (at, length) => {
        const buffer = Buffer.alloc(length);
        for (let done = 0; done < length; ) {
          const read = readSync(descriptor, buffer, done, length - done, at + done);
          if (read === 0) throw new ZipFault('package/damaged', '');
          done += read;
        }
        return buffer;
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
};

const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, descriptor: 0x08074b50 } as const;
const endLength = 22;
const localLength = 30;
const centralLength = 46;

/** The end record; its comment may be anything, so it is looked for from the file's end (APPNOTE 4.3.16). */
const endOf = (source: Source): { readonly at: number; readonly record: Buffer } => {
  const length = Math.min(source.size, endLength + 0xffff);
  const from = source.size - length;
  const tail = source.bytes(from, length);
  for (let at = length - endLength; at >= 0; at--)
    if (tail.readUInt32LE(at) === signature.end && tail.readUInt16LE(at + 20) === length - at - endLength)
      return { at: from + at, record: tail.subarray(at, at + endLength) };
  throw new ZipFault('package/not-a-zip', '');
};

const entriesOf = (source: Source, limits: ZipLimits): ReadonlyMap<string, ZipEntry> => {
  const { at, record } = endOf(source);
  if (record.readUInt16LE(4) !== 0 || record.readUInt16LE(6) !== 0) throw new ZipFault('package/split', '');
  const count = record.readUInt16LE(10);
  if (count !== record.readUInt16LE(8)) throw new ZipFault('package/split', '');
  const length = record.readUInt32LE(12);
  const start = record.readUInt32LE(16);
  if (start === 0xffff_ffff || length === 0xffff_ffff) throw new ZipFault('package/zip64', '');
  if (count > limits.files) throw new ZipFault('package/too-many-files', '');
  if (start + length !== at) throw new ZipFault('package/hidden-data', '');

  const directory = source.bytes(start, length);
  const entries = new Map<string, ZipEntry>();
  const folded = new Set<string>();
  let total = 0;
  /** Where the next file has to begin: files lie end to end, so that no byte is two files' or nobody's. */
  let next = 0;
  let cursor = 0;
  for (let index = 0; index < count; index++) {
    if (cursor + centralLength > length || directory.readUInt32LE(cursor) !== signature.central)
      throw new ZipFault('package/damaged', '');
    const names = [28, 30, 32].map((field) => directory.readUInt16LE(cursor + field));
    const [nameLength = 0, extraLength = 0, commentLength = 0] = names;
    const whole = centralLength + nameLength + extraLength + commentLength;
    if (cursor + whole > length) throw new ZipFault('package/damaged', '');
    const header = directory.subarray(cursor, cursor + whole);
    cursor += whole;

    const name = header.subarray(centralLength, centralLength + nameLength);
    const { entry, end } = entryOf(source, header, name, start);
    const { path } = entry;
    if (entries.has(path)) throw new ZipFault('package/duplicate-path', path);
    if (folded.has(foldPath(path))) throw new ZipFault('package/case-clash', path);
    if (header.readUInt32LE(42) !== next) throw new ZipFault('package/hidden-data', path);
    next = end;
    total += entry.size;
    if (entry.size > limits.fileBytes || total > limits.totalBytes) throw new ZipFault('package/too-large', path);
    if (entry.size > limits.ratioFrom && entry.size > limits.ratio * entry.packed)
      throw new ZipFault('package/bomb', path);
    entries.set(path, entry);
    folded.add(foldPath(path));
  }
  if (cursor !== length) throw new ZipFault('package/damaged', '');
  if (next !== start) throw new ZipFault('package/hidden-data', '');
  return entries;
};

const method = { stored: 0, deflated: 8 } as const;
/** General purpose bits (APPNOTE 4.4.4): 0 and 6 encryption, 3 lengths behind the bytes, 11 names in UTF-8. */
const flag = { encrypted: 0x41, behind: 0x08, utf8: 0x800 } as const;

/** An entry of the directory, held against its header; `end` is where its bytes, with what follows them, are over. */
const entryOf = (
  source: Source,
  header: Buffer,
  name: Buffer,
  directoryAt: number,
): { readonly entry: ZipEntry; readonly end: number } => {
  const flags = header.readUInt16LE(8);
  const path = pathOf(name, (flags & flag.utf8) !== 0);
  const how = header.readUInt16LE(10);
  const crc = header.readUInt32LE(16);
  const packed = header.readUInt32LE(20);
  const size = header.readUInt32LE(24);
  const at = header.readUInt32LE(42);
  if ((flags & flag.encrypted) !== 0) throw new ZipFault('package/encrypted', path);
  if (how !== method.stored && how !== method.deflated) throw new ZipFault('package/unknown-compression', path);
  if (packed === 0xffff_ffff || size === 0xffff_ffff || at === 0xffff_ffff) throw new ZipFault('package/zip64', path);
  if (how === method.stored && packed !== size) throw new ZipFault('package/damaged', path);
  if (!isPlainFile(header)) throw new ZipFault('package/not-a-file', path);
  if (at + localLength > directoryAt) throw new ZipFault('package/damaged', path);

  const local = source.bytes(at, localLength);
  if (local.readUInt32LE(0) !== signature.local) throw new ZipFault('package/damaged', path);
  const nameLength = local.readUInt16LE(26);
  const offset = at + localLength + nameLength + local.readUInt16LE(28);
  if (offset + packed > directoryAt) throw new ZipFault('package/damaged', path);
  const behind = (flags & flag.behind) !== 0;
  const same =
    source.bytes(at + localLength, nameLength).equals(name) &&
    local.readUInt16LE(6) === flags &&
    local.readUInt16LE(8) === how &&
    (behind ||
      (local.readUInt32LE(14) === crc && local.readUInt32LE(18) === packed && local.readUInt32LE(22) === size));
  if (!same) throw new ZipFault('package/damaged', path);
  const nameEnd = centralLength + header.readUInt16LE(28);
  refuseOtherNames(header.subarray(nameEnd, nameEnd + header.readUInt16LE(30)), path);
  refuseOtherNames(source.bytes(at + localLength + nameLength, local.readUInt16LE(28)), path);
  const entry = { path, size, packed, crc, deflated: how === method.deflated, offset };
  return { entry, end: behind ? behindDescriptor(source, entry, directoryAt) : offset + packed };
};

/** Extra fields that give some readers another name or other lengths: Unicode path, and the 64-bit extensions. */
const refuseOtherNames = (extra: Buffer, path: string): void => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const id = extra.readUInt16LE(at);
    if (id === 0x7075) throw new ZipFault('package/unsafe-path', path);
    if (id === 0x0001) throw new ZipFault('package/zip64', path);
  }
};

/** Past the lengths behind a file's bytes, with or without a signature before them (APPNOTE 4.3.9). */
const behindDescriptor = (source: Source, entry: ZipEntry, directoryAt: number): number => {
  const at = entry.offset + entry.packed;
  const signed = at + 4 <= directoryAt && source.bytes(at, 4).readUInt32LE(0) === signature.descriptor;
  const from = signed ? at + 4 : at;
  if (from + 12 > directoryAt) throw new ZipFault('package/damaged', entry.path);
  const found = source.bytes(from, 12);
  const same = [entry.crc, entry.packed, entry.size].every((value, index) => found.readUInt32LE(4 * index) === value);
  if (!same) throw new ZipFault('package/damaged', entry.path);
  return from + 12;
};

const pathOf = (name: Buffer, utf8: boolean): string => {
  let path: string;
  try {
    path = new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    throw new ZipFault('package/unsafe-path', name.toString('latin1'));
  }
  if (!utf8 && !/^[\x20-\x7e]*$/.test(path)) throw new ZipFault('package/unsafe-path', path);
  const fault = pathFault(path);
  if (fault === 'folder' && pathFault(path.slice(0, -1)) === null) throw new ZipFault('package/not-a-file', path);
  if (fault !== null) throw new ZipFault('package/unsafe-path', path);
  return path;
};

/** A regular file in the words of the system that wrote the zip; links, devices and folders are none. */
const isPlainFile = (header: Buffer): boolean => {
  const attributes = header.readUInt32LE(38);
  const type = attributes >>> 28;
  // The upper half is Unix's mode, whatever system the entry names: some readers honour it always.
  return (type === 0 || type === 0o10) && (attributes & 0x10) === 0;
};

const pieceLength = 1 << 18;

async function* unpacked(source: Source, entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined> {
  const { path, size, crc } = entry;
  let length = 0;
  let sum = 0;
  try {
    for await (const piece of entry.deflated ? inflated(source, entry) : packedPieces(source, entry)) {
      length += piece.length;
      // No more is unpacked than was promised.
      if (length > size) throw new ZipFault('package/wrong-size', path);
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    if (error instanceof ZipFault) throw error;
    throw new ZipFault('package/damaged', path);
  }
  if (length !== size) throw new ZipFault('package/wrong-size', path);
  if (sum !== crc) throw new ZipFault('package/wrong-crc', path);
}

function* packedPieces(source: Source, { offset, packed }: ZipEntry): Generator<Buffer, void, undefined> {
  for (let done = 0; done < packed; done += pieceLength)
    yield source.bytes(offset + done, Math.min(pieceLength, packed - done));
}

async function* inflated(source: Source, entry: ZipEntry): AsyncGenerator<Buffer, void, undefined> {
  const inflate = createInflateRaw({ chunkSize: 1 << 16 });
  const feed = async (): Promise<void> => {
    for (const piece of packedPieces(source, entry)) {
      if (inflate.destroyed) return;
      if (!inflate.write(piece))
        await new Promise<void>((resolve) => {
          inflate.once('drain', resolve);
          inflate.once('close', resolve);
        });
    }
    inflate.end();
  };
  const feeding = feed().catch((error: unknown) => void inflate.destroy(error as Error));
  try {
    yield* inflate as AsyncIterable<Buffer>;
    // What stands behind the end of the compressed data was counted as this file's and is not.
    if (inflate.bytesWritten !== entry.packed) throw new ZipFault('package/hidden-data', entry.path);
  } finally {
    inflate.destroy();
    await feeding;
  }
}
