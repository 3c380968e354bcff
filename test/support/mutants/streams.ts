import { deflateSync, inflateSync } from 'node:zlib';
import { below, matchFrom, splice } from './random.ts';
import { mutateTokens, oddNumber } from './tokens.ts';

/** 16 MiB of nothing in 16 KiB. */
const bomb = deflateSync(Buffer.alloc(16 * 1024 * 1024), { level: 9 });

/** A stream's data changed in what it decodes to, in how it is encoded, or in how long it says it is. */
export const mutateStreams = (source: Buffer, random: () => number): Buffer => {
  const word = matchFrom(source, /(?<!end)stream\r?\n/, below(random, source.length), 500_000);
  if (!word) return source;
  const end = source.indexOf('endstream', word.end);
  if (end < 0) return source;
  const data = source.subarray(word.end, end);
  switch (below(random, 5)) {
    case 0: {
      const byte = Buffer.of(below(random, 256));
      const at = word.end + below(random, Math.max(1, data.length));
      return splice(source, at, at + 1, byte);
    }
    case 1: {
      const before = source.lastIndexOf('/Length', word.start);
      const number = before < 0 ? null : matchFrom(source, /\d+/, before, 30);
      return number ? splice(source, number.start, number.end, oddNumber(random)) : source;
    }
    case 2:
      return splice(source, word.end, end, bomb);
    default: {
      let plain: Buffer;
      try {
        plain = inflateSync(data, { maxOutputLength: 1 << 22 });
      } catch {
        return source;
      }
      if (plain.length === 0) return source;
      const encoded = deflateSync(mutateTokens(plain, random));
      const rest = data.length - encoded.length;
      return splice(source, word.end, end, rest > 0 ? Buffer.concat([encoded, Buffer.alloc(rest, 10)]) : encoded);
    }
  }
};
