import { inflateSync, constants } from 'node:zlib';
import { PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject } from './objects.ts';

/** One stream may not decode to more (bytes): it is held two or three times while it is decoded. */
const largestStream = 32 * 1024 * 1024;
/** Deflate makes of one byte at most this many. */
const deflateRatio = 1032;

/** What decoding a stream that turned out damaged may have cost, in decoded bytes; nothing where it was not begun. */
export const costOfFailure = (error: PdfError, encoded: number): number =>
  error.code === 'damaged' ? Math.min(largestStream, encoded * deflateRatio) : 0;

/**
 * Decodes a stream's data through its filters (ISO 32000-2, 7.4): all that cross-references, objects and metadata use.
 * What all filters of the chain put out together is bounded.
 */
export const decode = (
  data: Uint8Array,
  filters: readonly PdfObject[],
  parameters: readonly PdfObject[],
  maxBytes: number,
): Uint8Array => {
  if (filters.length > 8) throw new PdfError('limit', 'a stream has too many filters');
  let out = data;
  let left = Math.min(maxBytes, largestStream);
  filters.forEach((filter, index) => {
    const given = parameters[index];
    const parms = given instanceof PdfDict ? given : new PdfDict();
    out = decodeOne(out, filter instanceof PdfName ? filter.value : '', parms, left);
    if (out.length > left) throw new PdfError('limit', 'a stream decodes to too many bytes');
    left -= out.length;
  });
  return out;
};

const decodeOne = (data: Uint8Array, filter: string, parms: PdfDict, maxBytes: number): Uint8Array => {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return predict(inflate(data, maxBytes), parms);
    case 'LZWDecode':
    case 'LZW':
      return predict(lzw(data, parms.get('EarlyChange') === 0 ? 0 : 1, maxBytes), parms);
    case 'ASCIIHexDecode':
    case 'AHx':
      return asciiHex(data);
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(data);
    case 'RunLengthDecode':
    case 'RL':
      return runLength(data, maxBytes);
    case 'Crypt':
      return data;
    default:
      throw new PdfError('unsupported', `the filter ${filter} is not read here`);
  }
};

const inflate = (data: Uint8Array, maxBytes: number): Uint8Array => {
  try {
    return inflateSync(data, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const tooLong = error instanceof RangeError;
    throw new PdfError(tooLong ? 'limit' : 'damaged', tooLong ? 'a stream decodes to too many bytes' : String(error));
  }
};

/** PNG and TIFF predictors (7.4.4.4). */
const predict = (data: Uint8Array, parms: PdfDict): Uint8Array => {
  const predictor = number(parms.get('Predictor'), 1);
  if (predictor <= 1) return data;
  const colors = number(parms.get('Colors'), 1);
  const bits = number(parms.get('BitsPerComponent'), 8);
  const columns = number(parms.get('Columns'), 1);
  const pixel = Math.max(1, (colors * bits) >> 3);
  const row = Math.ceil((colors * bits * columns) / 8);
  if (row < 1 || row > 1 << 26) throw new PdfError('damaged', 'a predictor has no sensible row length');
  if (predictor === 2) return tiff(data, row, pixel, bits);
  const rows = Math.ceil(data.length / (row + 1));
  const out = new Uint8Array(rows * row);
  for (let r = 0; r < rows; r++) pngRow(data, r * (row + 1), out, r * row, row, pixel);
  return out;
};

/** One row of PNG's prediction: its type at `from` of `data`, its result at `to` of `out`. What is missing counts as zero. */
const pngRow = (data: Uint8Array, from: number, out: Uint8Array, to: number, row: number, pixel: number): void => {
  const type = data[from];
  const given = Math.min(row, data.length - from - 1);
  const above = to - row;
  for (let i = 0; i < given; i++) out[to + i] = data[from + 1 + i] as number;
  switch (type) {
    case 1:
      for (let i = pixel; i < row; i++) out[to + i] = (out[to + i] as number) + (out[to + i - pixel] as number);
      return;
    case 2:
      if (above >= 0) for (let i = 0; i < row; i++) out[to + i] = (out[to + i] as number) + (out[above + i] as number);
      return;
    case 3:
    case 4:
      for (let i = 0; i < row; i++) {
        const left = i >= pixel ? (out[to + i - pixel] as number) : 0;
        const up = above >= 0 ? (out[above + i] as number) : 0;
        const upLeft = above >= 0 && i >= pixel ? (out[above + i - pixel] as number) : 0;
        out[to + i] = (out[to + i] as number) + (type === 3 ? (left + up) >> 1 : paeth(left, up, upLeft));
      }
      return;
    default:
  }
};

const paeth = (left: number, up: number, upLeft: number): number => {
  const p = left + up - upLeft;
  const a = Math.abs(p - left);
  const b = Math.abs(p - up);
  const c = Math.abs(p - upLeft);
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
};

const tiff = (data: Uint8Array, row: number, pixel: number, bits: number): Uint8Array => {
  if (bits !== 8) throw new PdfError('unsupported', 'a TIFF predictor with other than 8 bits');
  const out = Uint8Array.from(data);
  for (let start = 0; start < out.length; start += row) {
    for (let i = pixel; i < row; i++) out[start + i] = (out[start + i] ?? 0) + (out[start + i - pixel] ?? 0);
  }
  return out;
};

const number = (value: PdfObject, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const asciiHex = (data: Uint8Array): Uint8Array => {
  const end = data.indexOf(0x3e);
  const text = Buffer.from(end < 0 ? data : data.subarray(0, end))
    .toString('latin1')
    .replace(/\s+/g, '');
  return new Uint8Array(Buffer.from(text.length % 2 ? `${text}0` : text, 'hex'));
};

const ascii85 = (data: Uint8Array): Uint8Array => {
  const out: number[] = [];
  let group: number[] = [];
  for (const byte of data) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (byte >= 0x21 && byte <= 0x75) {
      group.push(byte - 0x21);
      if (group.length === 5) {
        out.push(...fromBase85(group));
        group = [];
      }
    }
  }
  if (group.length > 1) {
    const count = group.length - 1;
    while (group.length < 5) group.push(84);
    out.push(...fromBase85(group).slice(0, count));
  }
  return Uint8Array.from(out);
};

const fromBase85 = (digits: readonly number[]): number[] => {
  const value = digits.reduce((sum, digit) => sum * 85 + digit, 0);
  return [(value / 0x1000000) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
};

const runLength = (data: Uint8Array, maxBytes: number): Uint8Array => {
  const out = new Growing(maxBytes);
  for (let i = 0; i < data.length; ) {
    const length = data[i++] as number;
    if (length === 128) break;
    if (length < 128) {
      out.add(data.subarray(i, i + length + 1));
      i += length + 1;
    } else {
      out.add(new Uint8Array(257 - length).fill(data[i++] ?? 0));
    }
  }
  return out.bytes;
};

/** Bytes that come piece by piece, up to a bound. @throws PdfError `limit` beyond it */
class Growing {
  readonly #most: number;
  #buffer = new Uint8Array(4096);
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#most) throw new PdfError('limit', 'a stream decodes to too many bytes');
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}

/** The codes that stand for themselves, and the two that stand for nothing. */
const lzwStart: readonly Uint8Array[] = Array.from({ length: 258 }, (_, code) => Uint8Array.of(code & 0xff));

/** LZW (7.4.4.2): variable codes of 9 to 12 bits, 256 clears the table, 257 ends the data. */
const lzw = (data: Uint8Array, early: number, maxBytes: number): Uint8Array => {
  const table: Uint8Array[] = [...lzwStart];
  const out = new Growing(maxBytes);
  let width = 9;
  let buffer = 0;
  let bits = 0;
  let previous: Uint8Array | null = null;
  const reset = () => {
    table.length = lzwStart.length;
    width = 9;
    previous = null;
  };
  for (const byte of data) {
    buffer = ((buffer << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (buffer >> bits) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      reset();
      continue;
    }
    const before: Uint8Array | null = previous;
    const known = table[code];
    if (!known && !before) throw new PdfError('damaged', 'an LZW code has no meaning');
    const entry: Uint8Array = known ?? extend(before as Uint8Array, (before as Uint8Array)[0] as number);
    out.add(entry);
    if (before && table.length < 4096) table.push(extend(before, entry[0] as number));
    previous = entry;
    if (table.length + early >= 1 << width && width < 12) width++;
  }
  return out.bytes;
};

const extend = (bytes: Uint8Array, last: number): Uint8Array => {
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  out[bytes.length] = last;
  return out;
};
