import { below, matchFrom, pick, splice } from './random.ts';

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
];

const numbers = ['0', '-1', '1', '4294967296', '9007199254740993', '2147483647', '99999999999999999999'];

/** Numbers that readers stumble over. */
export const oddNumber = (random: () => number): string =>
  random() < 0.5 ? String(below(random, 200)) : pick(random, numbers);

/** Tokens swapped, numbers and references turned, pieces cut, doubled or moved: the file's own syntax against it. */
export const mutateTokens = (source: Buffer, random: () => number): Buffer => {
  const at = below(random, source.length);
  switch (below(random, 6)) {
    case 0: {
      const found = source.indexOf(pick(random, tokens), at);
      const put = pick(random, tokens);
      return found < 0 ? source : splice(source, found, found + put.length, put);
    }
    case 1: {
      const number = matchFrom(source, /\d+/, at);
      return number ? splice(source, number.start, number.end, oddNumber(random)) : source;
    }
    case 2: {
      const reference = matchFrom(source, /\d+ 0 R/, at);
      return reference ? splice(source, reference.start, reference.end, `${below(random, 60)} 0 R`) : source;
    }
    case 3:
      return splice(source, at, Math.min(source.length, at + below(random, 200)), '');
    case 4:
      return splice(source, at, at, source.subarray(at, at + below(random, 500)));
    default: {
      const from = below(random, source.length);
      return splice(source, at, at, source.subarray(from, from + below(random, 300)));
    }
  }
};
