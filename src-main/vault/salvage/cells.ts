import type { Stored } from '../tables.ts';
import { usableSize, type Pages } from './pages.ts';

/** The kinds of b-tree pages (SQLite's file format, 1.6). */
export const PageKind = { InteriorIndex: 2, InteriorTable: 5, LeafIndex: 10, LeafTable: 13 } as const;

/** A stored value; `bigint` where a number would lose digits. */
export type Value = Stored | bigint;

/** A row as a page holds it. */
export interface Row {
  readonly page: number;
  /** The rowid; null in trees that have none. */
  readonly rowid: number | bigint | null;
  /** Its values in the order in which they are stored; as far as the page itself holds them where the rest is lost. */
  readonly values: readonly Value[];
  /** The page that its rest stood on and that cannot be read; null where the row is whole. */
  readonly missing: number | null;
}

/** What a b-tree page holds. */
export interface Tree {
  readonly kind: (typeof PageKind)[keyof typeof PageKind];
  /** Pages below it, in order. */
  readonly children: readonly number[];
  /** Of an inner page of a table: the highest rowid below each child but the last. */
  readonly keys: readonly (number | bigint)[];
  readonly rows: readonly Row[];
  /** The pages that its long rows go on at. */
  readonly overflow: readonly number[];
}

const kinds: ReadonlySet<number> = new Set(Object.values(PageKind));

/** Whether a page looks like one of a b-tree. All other kinds begin with a page number, whose first byte is 0. */
export const isTree = (page: Buffer, number: number): boolean => kinds.has(page[number === 1 ? 100 : 0] ?? 0);

/** Reads a page of a b-tree. @throws RangeError where it is none, or its cells make no sense */
export const readTree = (pages: Pages, page: Buffer, number: number): Tree => {
  const start = number === 1 ? 100 : 0;
  const kind = page[start] as Tree['kind'];
  if (!kinds.has(kind)) throw new RangeError(`page ${number} is none of a b-tree`);
  const interior = kind === PageKind.InteriorIndex || kind === PageKind.InteriorTable;
  const count = page.readUInt16BE(start + 3);
  const children: number[] = [];
  const keys: (number | bigint)[] = [];
  const rows: Row[] = [];
  const overflow: number[] = [];
  for (let n = 0; n < count; n += 1) {
    let at = page.readUInt16BE(start + (interior ? 12 : 8) + 2 * n);
    if (interior) {
      children.push(page.readUInt32BE(at));
      at += 4;
    }
    if (kind === PageKind.InteriorTable) {
      keys.push(rowidOf(varint(page, at)[0]));
      continue;
    }
    const [length, afterLength] = varint(page, at);
    const [rowid, body] = kind === PageKind.LeafTable ? varint(page, afterLength) : [null, afterLength];
    const payload = readPayload(pages, page, body, Number(length), kind);
    overflow.push(...payload.chain);
    rows.push({
      page: number,
      rowid: rowid === null ? null : rowidOf(rowid),
      values: readRecord(payload.bytes),
      missing: payload.missing,
    });
  }
  if (interior) children.push(page.readUInt32BE(start + 8));
  return { kind, children, keys, rows, overflow };
};

interface Payload {
  readonly bytes: Buffer;
  readonly chain: readonly number[];
  readonly missing: number | null;
}

/** The bytes of a row, from its page and the chain of overflow pages (1.5 and 1.6). */
const readPayload = (pages: Pages, page: Buffer, at: number, length: number, kind: Tree['kind']): Payload => {
  const most = kind === PageKind.LeafTable ? usableSize - 35 : Math.floor(((usableSize - 12) * 64) / 255) - 23;
  if (length <= most) return { bytes: page.subarray(at, at + length), chain: [], missing: null };
  const least = Math.floor(((usableSize - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usableSize - 4));
  const local = wanted <= most ? wanted : least;
  const parts = [page.subarray(at, at + local)];
  const chain: number[] = [];
  let next = page.readUInt32BE(at + local);
  let left = length - local;
  while (left > 0) {
    const bytes = next > 0 && next <= pages.count && !chain.includes(next) ? pages.read(next) : null;
    if (bytes === null) return { bytes: Buffer.concat(parts), chain, missing: next };
    chain.push(next);
    parts.push(bytes.subarray(4, 4 + Math.min(left, usableSize - 4)));
    left -= usableSize - 4;
    next = bytes.readUInt32BE(0);
  }
  return { bytes: Buffer.concat(parts), chain, missing: null };
};

/** The values of a record (2.1), as far as the bytes reach. */
const readRecord = (bytes: Buffer): readonly Value[] => {
  const [headerLength, first] = varint(bytes, 0);
  const values: Value[] = [];
  let at = first;
  let body = Number(headerLength);
  while (at < Number(headerLength)) {
    const [type, next] = varint(bytes, at);
    at = next;
    const length = lengthOf(Number(type));
    if (body + length > bytes.length) break;
    values.push(valueOf(Number(type), bytes.subarray(body, body + length)));
    body += length;
  }
  return values;
};

const integerLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

const lengthOf = (type: number): number => (type < 10 ? (integerLengths[type] ?? 0) : Math.floor((type - 12) / 2));

const valueOf = (type: number, bytes: Buffer): Value => {
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 8 || type === 9) return type - 8;
  if (type === 6) return plain(bytes.readBigInt64BE(0));
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString('utf8');
};

const rowidOf = (stored: bigint): number | bigint => plain(BigInt.asIntN(64, stored));

const plain = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** A variable-length integer (1.6), and where it ends. */
const varint = (bytes: Buffer, start: number): readonly [bigint, number] => {
  let value = 0n;
  for (let n = 0; n < 8; n += 1) {
    const byte = bytes[start + n];
    if (byte === undefined) throw new RangeError('a number beyond the page');
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [value, start + n + 1];
  }
  return [(value << 8n) | BigInt(bytes[start + 8] ?? 0), start + 9];
};
