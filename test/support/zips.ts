import { crc32, deflateRawSync } from 'node:zlib';

/** A file as a zip tells of it; what is not given is told as it is. */
export interface RawFile {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packed?: Uint8Array;
  readonly attributes?: number;
  readonly extra?: Uint8Array;
  /** What its own header says instead of the directory. */
  readonly localName?: string;
  readonly localCrc?: number;
  /** Bytes between it and the one before. */
  readonly before?: Uint8Array;
  /** Where the directory says that it begins. */
  readonly offset?: number;
}

export interface RawZip {
  /** What the end says instead of the truth. */
  readonly count?: number;
  readonly disk?: number;
  readonly comment?: string;
  /** Bytes between the last file and the directory. */
  readonly gap?: Uint8Array;
  readonly prefix?: Uint8Array;
}

const numbers = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    fields.map(([length, value]) => {
      const field = Buffer.alloc(length);
      if (length === 2) field.writeUInt16LE(value & 0xffff);
      else field.writeUInt32LE(value >>> 0);
      return field;
    }),
  );

/** Writes a zip byte by byte, so that it can lie about everything. */
export const rawZip = (files: readonly RawFile[], options: RawZip = {}): Uint8Array => {
  const parts: Buffer[] = [Buffer.from(options.prefix ?? [])];
  const central: Buffer[] = [];
  let at = parts[0]?.length ?? 0;
  const put = (part: Uint8Array): void => {
    parts.push(Buffer.from(part));
    at += part.length;
  };
  for (const file of files) {
    const bytes = file.bytes ?? new Uint8Array();
    const method = file.method ?? 8;
    const packed = file.packed ?? (method === 8 ? deflateRawSync(bytes) : bytes);
    const crc = file.crc ?? crc32(bytes);
    const size = file.size ?? bytes.length;
    const flags = file.flags ?? 0x800;
    const name = Buffer.from(file.name as string);
    const localName = file.localName === undefined ? name : Buffer.from(file.localName);
    const extra = Buffer.from(file.extra ?? []);
    put(file.before ?? new Uint8Array());
    const offset = file.offset ?? at;
    put(numbers([4, 0x04034b50], [2, 20], [2, flags], [2, method], [2, 0], [2, 0x21], [4, file.localCrc ?? crc]));
    put(numbers([4, packed.length], [4, size], [2, localName.length], [2, extra.length]));
    put(Buffer.concat([localName, extra, packed]));
    central.push(
      numbers([4, 0x02014b50], [2, 0x0314], [2, 20], [2, flags], [2, method], [2, 0], [2, 0x21], [4, crc]),
      numbers([4, packed.length], [4, size], [2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0]),
      numbers([4, file.attributes ?? 0o100644 * 0x10000], [4, offset]),
      name,
      extra,
    );
  }
  put(options.gap ?? new Uint8Array());
  const directory = Buffer.concat(central);
  const start = at;
  put(directory);
  const count = options.count ?? files.length;
  const comment = Buffer.from(options.comment ?? '');
  put(
    numbers([4, 0x06054b50], [2, options.disk ?? 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, start]),
  );
  put(Buffer.concat([numbers([2, comment.length]), comment]));
  return new Uint8Array(Buffer.concat(parts));
};
