import { type Limits, PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from './objects.ts';

// Character classes of ISO 32000-2, 7.2.3.
const REGULAR = 0;
const SPACE = 1;
const DELIMITER = 2;
const kinds = new Uint8Array(256);
for (const code of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) kinds[code] = SPACE;
for (const character of '()<>[]{}/%') kinds[character.charCodeAt(0)] = DELIMITER;

const hexValues = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  hexValues[digit.charCodeAt(0)] = i;
  hexValues[digit.toUpperCase().charCodeAt(0)] = i;
}

export const isSpace = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === SPACE;

/** A bare word where an object was expected (`endobj`, `xref`, `trailer`, ...). */
export class Keyword {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What an indirect object's head and body say (7.3.10). */
export interface IndirectObject {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfObject;
  /** First byte after `endobj`, or after the value where that word is missing or a stream follows. */
  readonly end: number;
}

/** Reads PDF syntax (ISO 32000-2, 7.2 and 7.3) from bytes, forwards from `pos`. */
export class Lexer {
  readonly bytes: Uint8Array;
  readonly #limits: Limits;
  /** False inside object streams: positions there are no positions in the file. */
  readonly #inFile: boolean;
  pos: number;

  constructor(bytes: Uint8Array, pos: number, limits: Limits, inFile = true) {
    this.bytes = bytes;
    this.pos = pos;
    this.#limits = limits;
    this.#inFile = inFile;
  }

  skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.pos];
      if (byte === undefined) return;
      if (kinds[byte] === SPACE) this.pos++;
      else if (byte === 0x25) {
        while (this.pos < bytes.length && bytes[this.pos] !== 0x0a && bytes[this.pos] !== 0x0d) this.pos++;
      } else return;
    }
  }

  /** The next word of regular characters; empty where none stands. */
  word(): string {
    this.skipSpace();
    const start = this.pos;
    while (this.pos < this.bytes.length && kinds[this.bytes[this.pos] as number] === REGULAR) this.pos++;
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(this.pos, start + 64)));
  }

  /** True and consumed, where the next word is `text`. */
  accept(text: string): boolean {
    this.skipSpace();
    for (let i = 0; i < text.length; i++) if (this.bytes[this.pos + i] !== text.charCodeAt(i)) return false;
    const after = this.bytes[this.pos + text.length];
    if (after !== undefined && kinds[after] === REGULAR) return false;
    this.pos += text.length;
    return true;
  }

  /** A non-negative integer, or -1 with nothing consumed. */
  integer(): number {
    this.skipSpace();
    let pos = this.pos;
    let value = 0;
    for (; pos < this.bytes.length; pos++) {
      const digit = (this.bytes[pos] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (value > Number.MAX_SAFE_INTEGER) return -1;
    }
    const after = this.bytes[pos];
    if (pos === this.pos || (after !== undefined && kinds[after] === REGULAR)) return -1;
    this.pos = pos;
    return value;
  }

  /** The next object. A bare word other than true, false, null throws: no object stands here. */
  object(depth = 0): PdfObject {
    const value = this.#next(depth);
    if (value instanceof Keyword) throw new PdfError('damaged', `no object at ${this.pos}: ${value.text}`);
    return value;
  }

  /** The next operand or operator of a content stream (7.8.2); undefined at its end. */
  contentItem(): PdfObject | Keyword | undefined {
    this.skipSpace();
    return this.pos >= this.bytes.length ? undefined : this.#next(0);
  }

  /** An indirect object at the current position (7.3.10); null where none stands. */
  indirectObject(): IndirectObject | null {
    const num = this.integer();
    if (num < 0) return null;
    const gen = this.integer();
    if (gen < 0 || !this.accept('obj')) return null;
    const value = this.#next(0);
    if (value instanceof Keyword) {
      // `1 0 obj endobj` stands for null.
      return value.text === 'endobj' ? { num, gen, value: null, end: this.pos } : null;
    }
    if (value instanceof PdfDict && this.accept('stream')) {
      if (this.bytes[this.pos] === 0x0d) this.pos++;
      if (this.bytes[this.pos] === 0x0a) this.pos++;
      return { num, gen, value: new PdfStream(value, this.bytes, this.pos, new PdfRef(num, gen)), end: this.pos };
    }
    this.accept('endobj');
    return { num, gen, value, end: this.pos };
  }

  #next(depth: number): PdfObject | Keyword {
    if (depth > this.#limits.depth) throw new PdfError('limit', 'objects are nested too deeply');
    this.skipSpace();
    const byte = this.bytes[this.pos];
    switch (byte) {
      case undefined:
        throw new PdfError('damaged', 'the bytes end inside an object');
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literalString();
      case 0x3c:
        return this.bytes[this.pos + 1] === 0x3c ? this.#dict(depth) : this.#hexString();
      case 0x5b:
        return this.#array(depth);
      default:
        return this.#numberOrWord(byte);
    }
  }

  #name(): PdfName {
    const { bytes } = this;
    const start = ++this.pos;
    let escaped = false;
    while (this.pos < bytes.length && kinds[bytes[this.pos] as number] === REGULAR) {
      if (bytes[this.pos] === 0x23) escaped = true;
      this.pos++;
    }
    let text = '';
    for (let i = start; i < this.pos; i++) text += String.fromCharCode(bytes[i] as number);
    if (escaped) {
      text = text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
    return new PdfName(text);
  }

  #literalString(): PdfString {
    const { bytes } = this;
    const start = this.pos++;
    const out: number[] = [];
    let open = 1;
    for (;;) {
      let byte = bytes[this.pos++];
      if (byte === undefined) throw new PdfError('damaged', 'a string has no end');
      if (byte === 0x28) open++;
      else if (byte === 0x29 && --open === 0) break;
      else if (byte === 0x0d) {
        if (bytes[this.pos] === 0x0a) this.pos++;
        byte = 0x0a;
      } else if (byte === 0x5c) {
        const escape = this.#escape();
        if (escape >= 0) out.push(escape);
        continue;
      }
      out.push(byte);
    }
    const from = this.#inFile ? start : -1;
    return new PdfString(Uint8Array.from(out), false, from, this.#inFile ? this.pos : -1);
  }

  /** The byte after a reverse solidus (7.3.4.2, table 3), or -1 for a line continuation. */
  #escape(): number {
    const { bytes } = this;
    const byte = bytes[this.pos++];
    switch (byte) {
      case 0x6e:
        return 0x0a;
      case 0x72:
        return 0x0d;
      case 0x74:
        return 0x09;
      case 0x62:
        return 0x08;
      case 0x66:
        return 0x0c;
      case 0x0d:
        if (bytes[this.pos] === 0x0a) this.pos++;
        return -1;
      case 0x0a:
        return -1;
      case undefined:
        throw new PdfError('damaged', 'a string has no end');
      default: {
        if (byte < 0x30 || byte > 0x37) return byte;
        let value = byte - 0x30;
        for (let i = 0; i < 2; i++) {
          const digit = (bytes[this.pos] ?? 0) - 0x30;
          if (digit < 0 || digit > 7) break;
          value = value * 8 + digit;
          this.pos++;
        }
        return value & 0xff;
      }
    }
  }

  #hexString(): PdfString {
    const { bytes } = this;
    const start = this.pos++;
    const end = bytes.indexOf(0x3e, this.pos);
    if (end < 0) throw new PdfError('damaged', 'a string has no end');
    const digits = hexDigits(bytes, this.pos, end) ?? this.#looseHexDigits(end);
    this.pos = end + 1;
    const from = this.#inFile ? start : -1;
    return new PdfString(digits, true, from, this.#inFile ? this.pos : -1);
  }

  /** Digits among white space, or an odd number of them (7.3.4.3). */
  #looseHexDigits(end: number): Uint8Array {
    const { bytes } = this;
    const out = new Uint8Array((end - this.pos + 1) >> 1);
    let length = 0;
    let high = -1;
    for (let i = this.pos; i < end; i++) {
      const code = bytes[i] as number;
      const value = hexValues[code] as number;
      if (value < 0) {
        if (kinds[code] === SPACE) continue;
        throw new PdfError('damaged', `a hexadecimal string holds the byte ${code}`);
      }
      if (high < 0) high = value;
      else {
        out[length++] = (high << 4) | value;
        high = -1;
      }
    }
    if (high >= 0) out[length++] = high << 4;
    return out.subarray(0, length);
  }

  #array(depth: number): PdfObject[] {
    this.pos++;
    const out: PdfObject[] = [];
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.pos] === 0x5d) {
        this.pos++;
        return out;
      }
      out.push(this.object(depth + 1));
    }
  }

  #dict(depth: number): PdfDict {
    const start = this.pos;
    this.pos += 2;
    const entries = new Map<string, PdfObject>();
    const duplicates: string[] = [];
    for (;;) {
      this.skipSpace();
      const byte = this.bytes[this.pos];
      if (byte === 0x3e && this.bytes[this.pos + 1] === 0x3e) {
        this.pos += 2;
        return new PdfDict(entries, duplicates, this.#inFile ? start : -1, this.#inFile ? this.pos : -1);
      }
      if (byte !== 0x2f) throw new PdfError('damaged', `a dictionary key is missing at ${this.pos}`);
      const key = this.#name().value;
      const value = this.object(depth + 1);
      if (entries.has(key) && !sameName(entries.get(key), value)) duplicates.push(key);
      if (value === null) entries.delete(key);
      else entries.set(key, value);
    }
  }

  /** A number such as `-12.5` or `.25` (7.3.3), or null with nothing consumed. */
  #real(): number | null {
    const { bytes } = this;
    let pos = this.pos;
    const sign = bytes[pos] === 0x2d ? -1 : 1;
    if (bytes[pos] === 0x2d || bytes[pos] === 0x2b) pos++;
    let digits = 0;
    let value = 0;
    let scale = 1;
    let fraction = false;
    for (; pos < bytes.length; pos++) {
      const byte = bytes[pos] as number;
      if (byte === 0x2e && !fraction) fraction = true;
      else if (byte >= 0x30 && byte <= 0x39) {
        if (++digits > 15) return null;
        value = value * 10 + byte - 0x30;
        if (fraction) scale *= 10;
      } else break;
    }
    const after = bytes[pos];
    if (digits === 0 || (after !== undefined && kinds[after] === REGULAR)) return null;
    this.pos = pos;
    return (sign * value) / scale;
  }

  #numberOrWord(first: number): PdfObject | Keyword {
    if (first >= 0x30 && first <= 0x39) {
      const num = this.integer();
      if (num >= 0) {
        // Look ahead for `gen R`; anything else leaves the position after the number.
        const after = this.pos;
        const gen = this.integer();
        if (gen >= 0) {
          this.skipSpace();
          const next = this.bytes[this.pos + 1];
          if (this.bytes[this.pos] === 0x52 && (next === undefined || kinds[next] !== REGULAR)) {
            this.pos++;
            return new PdfRef(num, gen);
          }
        }
        this.pos = after;
        return num;
      }
    }
    const real = this.#real();
    if (real !== null) return real;
    const start = this.pos;
    const text = this.word();
    if (text === '') {
      throw new PdfError('damaged', `an unexpected character at ${start}`);
    }
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
    // Real writers produce `--5`, `5.-3`, `1e3`: take the leading number as other readers do.
    const number = /^[+-]*(\d*\.?\d+|\d+\.)/.exec(text);
    if (number) return Number.parseFloat(text.replace(/^([+-])[+-]+/, '$1')) || 0;
    return new Keyword(text);
  }
}

/** Pairs of digits and nothing else, as /Contents has thousands of; null: something else is among them. */
const hexDigits = (bytes: Uint8Array, start: number, end: number): Uint8Array | null => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  const out = Buffer.from(text, 'hex');
  return out.length * 2 === text.length ? new Uint8Array(out.buffer, out.byteOffset, out.length) : null;
};

const sameName = (a: PdfObject | undefined, b: PdfObject): boolean =>
  a instanceof PdfName && b instanceof PdfName && a.value === b.value;
