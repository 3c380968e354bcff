import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import type { encodings } from '../../contract/index.ts';

export type Encoding = (typeof encodings)[number];

export interface DecodedList {
  readonly text: string;
  readonly encoding: Encoding;
  readonly by: 'mark' | 'content' | 'choice';
}

export type DecodeFailure =
  | 'access/file-empty'
  | 'access/file-binary'
  | 'access/file-truncated'
  | 'access/encoding-wrong';

/** Beginnings of files that are no text, by what people call them. */
const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a spreadsheet or ZIP file', [0x50, 0x4b, 0x03, 0x04]],
  ['an old spreadsheet or Office file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a compressed file', [0x1f, 0x8b]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
];

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const begins = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/**
 * Bytes of a list as text. The encoding is the chosen one, or found: by a byte order mark, by the zeros of UTF-16, by
 * being valid UTF-8; what is left is Windows-1252, a superset of the printable ISO-8859-1.
 */
export const decodeList = (bytes: Uint8Array, chosen: Encoding | null): Result<DecodedList, Failure<DecodeFailure>> => {
  if (bytes.length === 0) return fail('access/file-empty');
  const known = signatures.find(([, start]) => begins(bytes, start));
  if (known) return fail('access/file-binary', { looksLike: known[0] });
  const mark = marks.find(([, start]) => begins(bytes, start));
  const wide = mark ? null : zerosOf(bytes);
  if (wide === 'binary') return fail('access/file-binary', { looksLike: 'a binary file' });
  if (chosen !== null) return withEncoding(bytes, chosen, 'choice');
  if (mark) return withEncoding(bytes, mark[0], 'mark');
  if (wide !== null) return withEncoding(bytes, wide, 'content');
  const utf8 = withEncoding(bytes, 'utf-8', 'content');
  return utf8.ok || utf8.error.code !== 'access/encoding-wrong' ? utf8 : withEncoding(bytes, 'windows-1252', 'content');
};

/** Which byte of each pair is zero in a text of mostly Latin letters; `binary` where zeros follow no such order. */
const zerosOf = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'binary' | null => {
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  if (even + odd === 0) return bytes.includes(0) ? 'binary' : null;
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.05) return 'utf-16be';
  return 'binary';
};

const withEncoding = (
  bytes: Uint8Array,
  encoding: Encoding,
  by: DecodedList['by'],
): Result<DecodedList, Failure<DecodeFailure>> => {
  if (encoding === 'iso-8859-1') {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return nonEmpty({ text, encoding, by });
  }
  if (encoding.startsWith('utf-16') && bytes.length % 2 !== 0) return fail('access/file-truncated', { row: null });
  try {
    return nonEmpty({ text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, by });
  } catch {
    return endsInside(bytes, encoding)
      ? fail('access/file-truncated', { row: null })
      : fail('access/encoding-wrong', { encoding });
  }
};

/** Whether UTF-8 is broken at its very end alone: a file that was cut within a character. */
const endsInside = (bytes: Uint8Array, encoding: Encoding): boolean => {
  if (encoding !== 'utf-8') return false;
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const first = bytes[bytes.length - cut] ?? 0;
    if (first < 0xc0) continue;
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (length <= cut) return false;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      // One such letter in an otherwise plain text is as likely a single byte of Windows-1252.
      return bytes.subarray(0, bytes.length - cut).some((byte) => byte >= 0x80);
    } catch {
      return false;
    }
  }
  return false;
};

const nonEmpty = (list: DecodedList): Result<DecodedList, Failure<DecodeFailure>> =>
  list.text.trim() === '' ? fail('access/file-empty') : ok(list);
