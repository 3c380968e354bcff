import { inflateSync, constants } from 'node:zlib';
import { PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject } from './objects.ts';

/** Decodes a stream's data through its filters (ISO 32000-2, 7.4): all that cross-references, objects and metadata use. */
export const decode = (
  data: Uint8Array,
  filters: readonly PdfObject[],
  parameters: readonly PdfObject[],
  maxBytes: number,
): Uint8Array => {
  if (filters.length > 8) throw new PdfError('limit', 'a stream has too many filters');
  let out = data;
  filters.forEach((filter, index) => {
    const given = parameters[index];
    const parms = given instanceof PdfDict ? given : new PdfDict();
    out = decodeOne(out, filter instanceof PdfName ? filter.value : '', parms, maxBytes);
    if (out.length > maxBytes) throw new PdfError('limit', 'a stream decodes to too many bytes');
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
  for (let r = 0; r < rows; r++) {
    const type = data[r * (row + 1)];
    const from = r * (row + 1) + 1;
    const to = r * row;
    for (let i = 0; i < row; i++) {
      const left = i >= pixel ? (out[to + i - pixel] as number) : 0;
      const up = r > 0 ? (out[to + i - row] as number) : 0;
      const upLeft = r > 0 && i >= pixel ? (out[to + i - row - pixel] as number) : 0;
      out[to + i] = (data[from + i] ?? 0) + pngPrediction(type, left, up, upLeft);
    }
  }
  return out;
};

const pngPrediction = (type: number | undefined, left: number, up: number, upLeft: number): number => {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  if (type !== 4) return 0;
  const p = left + up - upLeft;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - upLeft)];
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
  const out: number[] = [];
  for (let i = 0; i < data.length; ) {
    const length = data[i++] as number;
    if (length === 128) break;
    if (out.length > maxBytes) throw new PdfError('limit', 'a stream decodes to too many bytes');
    if (length < 128) {
      for (let k = 0; k <= length && i < data.length; k++) out.push(data[i++] as number);
    } else {
      const byte = data[i++] ?? 0;
      for (let k = 0; k < 257 - length; k++) out.push(byte);
    }
  }
  return Uint8Array.from(out);
};

/** LZW (7.4.4.2): variable codes of 9 to 12 bits, 256 clears the table, 257 ends the data. */
const lzw = (data: Uint8Array, early: number, maxBytes: number): Uint8Array => {
  let table: Uint8Array[] = [];
  const out: Uint8Array[] = [];
  let total = 0;
  let width = 9;
  let buffer = 0;
  let bits = 0;
  let previous: Uint8Array | null = null;
  const reset = () => {
    table = Array.from({ length: 258 }, (_, i) => Uint8Array.of(i & 0xff));
    width = 9;
    previous = null;
  };
  reset();
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
    out.push(entry);
    total += entry.length;
    if (total > maxBytes) throw new PdfError('limit', 'a stream decodes to too many bytes');
    if (before && table.length < 4096) table.push(extend(before, entry[0] as number));
    previous = entry;
    if (table.length + early >= 1 << width && width < 12) width++;
  }
  return Buffer.concat(out);
};

const extend = (bytes: Uint8Array, last: number): Uint8Array => {
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  out[bytes.length] = last;
  return out;
};
