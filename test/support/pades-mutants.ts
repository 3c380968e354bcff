/** A small seeded generator (mulberry32): the same seed, the same mutants on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const tokens = [
  'obj',
  'endobj',
  'stream',
  'endstream',
  'xref',
  'trailer',
  'startxref',
  '%%EOF',
  '<<',
  '>>',
  '[',
  ']',
  'R',
  'null',
  '/Length',
  '/Prev',
  '/Root',
  '/Kids',
  '/Parent',
  '/Fields',
  '/V',
  '/ByteRange',
  '/Contents',
  '/Type',
  '/XRefStm',
  '/W',
  '/Index',
  '/Size',
  '/Filter',
  '/FlateDecode',
  '/Encrypt',
  '/ObjStm',
  '/First',
  '/N',
  '/Annots',
  '/DSS',
]; // prettier-ignore

const numbers = ['0', '-1', '1', '4294967296', '9007199254740993', '2147483647', '99999999999999999999'];

/** One mutant of a PDF: bytes flipped, tokens and numbers swapped, pieces cut, doubled or moved (structure-aware). */
export const mutate = (source: Uint8Array, random: () => number): Uint8Array => {
  let out = Buffer.from(source);
  const at = (limit: number) => Math.floor(random() * limit);
  for (let edits = 1 + at(4); edits > 0; edits--) {
    const position = at(out.length);
    switch (at(7)) {
      case 0:
        out[position] = at(256);
        break;
      case 1: {
        const found = out.indexOf(tokens[at(tokens.length)] as string, position);
        if (found >= 0) out.write(tokens[at(tokens.length)] as string, found, 'latin1');
        break;
      }
      case 2: {
        const match = /\d+/.exec(out.subarray(position, position + 400).toString('latin1'));
        if (match) {
          const start = position + match.index;
          const number = Buffer.from(random() < 0.5 ? String(at(200)) : (numbers[at(numbers.length)] as string));
          out = Buffer.concat([out.subarray(0, start), number, out.subarray(start + match[0].length)]);
        }
        break;
      }
      case 3:
        out = Buffer.concat([out.subarray(0, position), out.subarray(position + at(200))]);
        break;
      case 4: {
        const piece = out.subarray(position, position + at(500));
        out = Buffer.concat([out.subarray(0, position), piece, piece, out.subarray(position + piece.length)]);
        break;
      }
      case 5: {
        const from = at(out.length);
        out = Buffer.concat([out.subarray(0, position), out.subarray(from, from + at(300)), out.subarray(position)]);
        break;
      }
      default: {
        // A reference or an offset to somewhere else.
        const match = /(\d+) 0 R/.exec(out.subarray(position).toString('latin1', 0, 2000));
        if (match) {
          const start = position + match.index;
          const ref = Buffer.from(`${at(60)} 0 R`);
          out = Buffer.concat([out.subarray(0, start), ref, out.subarray(start + match[0].length)]);
        }
      }
    }
  }
  return new Uint8Array(out);
};
