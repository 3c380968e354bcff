/** The eight basic types of ISO 32000-2, 7.3, as plain values. Numbers compare by value: `1` and `1.0` are the same. */
export type PdfObject =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfDict
  | PdfStream
  | readonly PdfObject[];

/** A name (7.3.5), `#xx` decoded, one character a byte. */
export class PdfName {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** An indirect reference (7.3.10). */
export class PdfRef {
  readonly num: number;
  readonly gen: number;

  constructor(num: number, gen: number) {
    this.num = num;
    this.gen = gen;
  }
}

/** A string (7.3.4). `start` and `end` bound its token in the file; both are -1 inside an object stream. */
export class PdfString {
  readonly bytes: Uint8Array;
  readonly hex: boolean;
  readonly start: number;
  readonly end: number;

  constructor(bytes: Uint8Array, hex = false, start = -1, end = -1) {
    this.bytes = bytes;
    this.hex = hex;
    this.start = start;
    this.end = end;
  }
}

/** A dictionary (7.3.7). Of a key that stands twice the last value counts; `duplicates` names such keys where the values differ. */
export class PdfDict {
  readonly entries: Map<string, PdfObject>;
  readonly duplicates: readonly string[];
  readonly start: number;
  readonly end: number;

  constructor(entries = new Map<string, PdfObject>(), duplicates: readonly string[] = [], start = -1, end = -1) {
    this.entries = entries;
    this.duplicates = duplicates;
    this.start = start;
    this.end = end;
  }

  get(key: string): PdfObject {
    return this.entries.get(key) ?? null;
  }

  /** A copy with some entries set; `null` removes one (7.3.7: a null value equals an absent one). */
  with(changes: Readonly<Record<string, PdfObject>>): PdfDict {
    const entries = new Map(this.entries);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) entries.delete(key);
      else entries.set(key, value);
    }
    return new PdfDict(entries);
  }
}

/** A stream (7.3.8): its dictionary, where its encoded data starts in `source`, and the object it is (null: made here). */
export class PdfStream {
  readonly dict: PdfDict;
  readonly source: Uint8Array;
  readonly start: number;
  readonly id: PdfRef | null;

  constructor(dict: PdfDict, source: Uint8Array, start: number, id: PdfRef | null = null) {
    this.dict = dict;
    this.source = source;
    this.start = start;
    this.id = id;
  }
}

export const name = (value: string): PdfName => new PdfName(value);

export const dict = (entries: Readonly<Record<string, PdfObject>>): PdfDict =>
  new PdfDict(new Map(Object.entries(entries).filter(([, value]) => value !== null)));

/** A stream made here: its data stands alone, /Length is set. */
export const stream = (entries: PdfDict, data: Uint8Array): PdfStream =>
  new PdfStream(entries.with({ Length: data.length }), data, 0);

/** One byte a character, as PDF's own syntax is written. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

export const fromLatin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** A text string (7.9.2.2) to text: UTF-16BE or UTF-8 by its mark, else PDFDocEncoding read as Latin-1. */
export const decodeText = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  return latin1(bytes);
};

/** Text to a text string (7.9.2.2): ASCII as it is, all else as UTF-16BE with its mark. */
export const encodeText = (text: string): PdfString => {
  // oxlint-disable-next-line no-control-regex -- printable ASCII is what PDFDocEncoding shares with every reader
  if (/^[\x20-\x7e]*$/.test(text)) return new PdfString(fromLatin1(text));
  const bytes = new Uint8Array(2 + text.length * 2);
  bytes.set([0xfe, 0xff]);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 + 2 * i] = unit >> 8;
    bytes[3 + 2 * i] = unit & 0xff;
  }
  return new PdfString(bytes);
};
