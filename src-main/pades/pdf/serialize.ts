import { fromLatin1, PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from './objects.ts';

/** PDF syntax for a value (ISO 32000-2, 7.3), one character a byte. A stream must be indirect: it throws here. */
export const serialize = (value: PdfObject): string => {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return numeral(value);
  if (value instanceof PdfName) return `/${value.value.replace(/[^!-~]|[#()<>[\]{}/%]/g, escapeName)}`;
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof PdfString) return value.hex ? hexString(value.bytes) : literal(value.bytes);
  if (value instanceof PdfDict) {
    let out = '<<';
    for (const [key, entry] of value.entries) out += `${serialize(new PdfName(key))} ${serialize(entry)}\n`;
    return `${out}>>`;
  }
  if (value instanceof PdfStream) throw new TypeError('a stream cannot be a direct object (7.3.8.1)');
  return `[${value.map(serialize).join(' ')}]`;
};

const numeral = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`PDF has no number ${value}`);
  if (Number.isInteger(value)) return value.toFixed(0);
  // The shortest text that reads back as the same number: an object that is written again must not change by rounding.
  const shortest = String(value);
  return shortest.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : shortest;
};

const escapeName = (character: string): string => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const hexString = (bytes: Uint8Array): string => `<${Buffer.from(bytes).toString('hex')}>`;

/** A literal string whose control characters are escaped, so that no tool that mends line ends can change it. */
const literal = (bytes: Uint8Array): string => {
  let out = '(';
  for (const byte of bytes) {
    if (byte === 0x28 || byte === 0x29 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`;
    else if (byte < 0x20 || byte === 0x7f) out += `\\${byte.toString(8).padStart(3, '0')}`;
    else out += String.fromCharCode(byte);
  }
  return `${out})`;
};

/** An indirect object's bytes: `num gen obj ... endobj`, with a stream's data given in full. */
export const serializeIndirect = (ref: PdfRef, value: PdfObject): Uint8Array[] => {
  const head = `${ref.num} ${ref.gen} obj\n`;
  if (!(value instanceof PdfStream)) return [fromLatin1(`${head}${serialize(value)}\nendobj\n`)];
  return [
    fromLatin1(`${head}${serialize(value.dict)}\nstream\n`),
    value.source.subarray(value.start),
    fromLatin1('\nendstream\nendobj\n'),
  ];
};
