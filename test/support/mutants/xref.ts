import { below, matchFrom, pick, splice } from './random.ts';
import { oddNumber } from './tokens.ts';

const lastOf = (source: Buffer, word: string): number => Math.max(0, source.lastIndexOf(word));

/** Cross-references bent: offsets, /Prev, /Size, startxref, entries of tables, and whole revisions put behind. */
export const mutateXref = (source: Buffer, random: () => number): Buffer => {
  switch (below(random, 6)) {
    case 0: {
      const entry = matchFrom(source, /\d{10} \d{5} [nf]/, below(random, source.length), 100_000);
      if (!entry) return source;
      const offset = String(below(random, source.length)).padStart(10, '0');
      return splice(source, entry.start, entry.end, pick(random, [`${offset} 00000 n`, '0000000000 65535 f']));
    }
    case 1: {
      const key = pick(random, ['/Prev', '/Size', '/XRefStm', '/W', '/Index', '/Length', '/First', '/N']);
      const found = source.indexOf(key, below(random, source.length));
      const number = found < 0 ? null : matchFrom(source, /\d+/, found + key.length, 40);
      const put = random() < 0.5 ? String(below(random, source.length)) : oddNumber(random);
      return number ? splice(source, number.start, number.end, put) : source;
    }
    case 2: {
      const number = matchFrom(source, /\d+/, lastOf(source, 'startxref'), 40);
      return number ? splice(source, number.start, number.end, String(below(random, source.length + 50))) : source;
    }
    case 3: {
      const reference = matchFrom(source, /\/(Root|Info|Encrypt) \d+ 0 R/, below(random, source.length), 100_000);
      return reference ? splice(source, reference.end - 4, reference.end - 4, String(below(random, 9))) : source;
    }
    default:
      return addRevision(source, random);
  }
};

/** An incremental update that a forger might write: an object of the file anew, taken from elsewhere in it or bent. */
const addRevision = (source: Buffer, random: () => number): Buffer => {
  const object = matchFrom(source, /(?<=[\r\n])\d+ 0 obj/, below(random, source.length), 200_000);
  const previous = matchFrom(source, /\d+/, lastOf(source, 'startxref'), 40);
  const root = matchFrom(source, /\/Root \d+ \d+ R/, 0, source.length);
  if (!object || !previous || !root) return source;
  const end = source.indexOf('endobj', object.end);
  if (end < 0 || end - object.end > 100_000) return source;
  const num = random() < 0.7 ? Number.parseInt(object.text, 10) : below(random, 40);
  const body = source.toString('latin1', object.end, end);
  const bent =
    random() < 0.5 ? body.replace(/\d+ 0 R/, `${below(random, 40)} 0 R`) : body.replace(/\(([^)]*)\)/, '(Forged)');
  const text = `\n${num} 0 obj${bent}endobj\n`;
  const at = source.length + 1;
  const table = `xref\n${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<</Size ${num + 500}${root.text}/Prev ${previous.text}>>\nstartxref\n${source.length + text.length}\n%%EOF\n`;
  return Buffer.concat([source, Buffer.from(text + table + trailer, 'latin1')]);
};
