import { append } from './append.ts';
import type { PdfDocument } from './document.ts';
import { fromLatin1, name, PdfDict, type PdfObject, PdfRef, PdfStream } from './objects.ts';
import { serialize, serializeIndirect } from './serialize.ts';

/** An update as bytes, and where its objects begin. */
export interface BuiltUpdate {
  /** What comes behind the file as it is. */
  readonly bytes: Uint8Array;
  /** Byte offset in the whole file of each written object's `num gen obj`. */
  readonly offsets: ReadonlyMap<number, number>;
}

/**
 * An incremental update in the making (ISO 32000-2, 7.5.6). Bytes are only appended: the old file is an exact prefix of
 * the new one. The cross-reference has the kind of the file's last one. In an encrypted file, which must be open, objects
 * are encrypted as they are set.
 */
export class Update {
  readonly #document: PdfDocument;
  readonly #objects = new Map<number, { readonly ref: PdfRef; readonly chunks: readonly Uint8Array[] }>();
  #next: number;

  constructor(document: PdfDocument) {
    this.#document = document;
    let size = 0;
    for (const { trailer } of document.revisions) {
      const given = trailer.get('Size');
      if (typeof given === 'number') size = Math.max(size, given);
      // A trailer may refer to an object that is not there: a new one under its number would give it a meaning.
      for (const value of trailer.entries.values()) size = Math.max(size, highestReference(value) + 1);
    }
    for (const num of document.numbers()) size = Math.max(size, num + 1);
    this.#next = size;
  }

  /** A new object's number, to be filled by `set` or `setRaw`. */
  reserve(): PdfRef {
    return new PdfRef(this.#next++, 0);
  }

  add(value: PdfObject): PdfRef {
    const ref = this.reserve();
    this.set(ref, value);
    return ref;
  }

  /** Writes an object anew, or a new one under a reserved number. */
  set(ref: PdfRef, value: PdfObject): void {
    this.#objects.set(ref.num, { ref, chunks: serializeIndirect(ref, this.#document.encrypted(value, ref)) });
  }

  /** Writes an object whose body is given as bytes: positions inside it, and its encryption, are the caller's. */
  setRaw(ref: PdfRef, body: Uint8Array): void {
    const head = fromLatin1(`${ref.num} ${ref.gen} obj\n`);
    this.#objects.set(ref.num, { ref, chunks: [head, body, fromLatin1('\nendobj\n')] });
  }

  /** The file with this update at its end. */
  applied(): Uint8Array {
    return append(this.#document.bytes, this.build().bytes);
  }

  build(): BuiltUpdate {
    const { bytes } = this.#document;
    const chunks: Uint8Array[] = [];
    let at = bytes.length;
    const push = (chunk: Uint8Array) => {
      chunks.push(chunk);
      at += chunk.length;
    };
    const last = bytes.at(-1);
    if (last !== 0x0a && last !== 0x0d) push(fromLatin1('\n'));
    const offsets = new Map<number, number>();
    const generations = new Map<number, number>();
    for (const [num, { ref, chunks: body }] of [...this.#objects].sort(([a], [b]) => a - b)) {
      offsets.set(num, at);
      generations.set(num, ref.gen);
      for (const chunk of body) push(chunk);
    }
    const start = at;
    const newest = this.#document.revisions.at(-1);
    if (newest?.sections[0]?.kind === 'stream') {
      const ref = this.reserve();
      for (const chunk of this.#xrefStream(ref, start, offsets, generations)) push(chunk);
    } else push(this.#xrefTable(offsets, generations));
    push(fromLatin1(`startxref\n${start}\n%%EOF\n`));
    return { bytes: Buffer.concat(chunks, at - bytes.length), offsets };
  }

  /** All entries of the trailer before, as 7.5.6 demands: /ID names the file (14.4), and others may mean something to somebody. */
  #trailer(size: number): PdfDict {
    const newest = this.#document.revisions.at(-1);
    const from = newest?.trailer ?? new PdfDict();
    const carried = [...from.entries].filter(([key]) => !ofOneSection.has(key));
    return new PdfDict(new Map(carried)).with({ Size: size, Prev: newest?.sections[0]?.offset ?? null });
  }

  #xrefTable(offsets: ReadonlyMap<number, number>, generations: ReadonlyMap<number, number>): Uint8Array {
    let out = 'xref\n';
    for (const run of runs(offsets.keys())) {
      out += `${run[0]} ${run.length}\n`;
      for (const num of run) {
        const offset = String(offsets.get(num)).padStart(10, '0');
        out += `${offset} ${String(generations.get(num)).padStart(5, '0')} n \n`;
      }
    }
    return fromLatin1(`${out}trailer\n${serialize(this.#trailer(this.#next))}\n`);
  }

  #xrefStream(
    ref: PdfRef,
    start: number,
    offsets: ReadonlyMap<number, number>,
    generations: ReadonlyMap<number, number>,
  ): Uint8Array[] {
    const all = new Map(offsets).set(ref.num, start);
    const index: number[] = [];
    const rows: number[] = [];
    for (const run of runs(all.keys())) {
      index.push(run[0] as number, run.length);
      for (const num of run) {
        const offset = all.get(num) as number;
        const gen = generations.get(num) ?? 0;
        rows.push(1, (offset / 0x1000000) & 0xff, (offset >>> 16) & 0xff, (offset >>> 8) & 0xff, offset & 0xff);
        rows.push(gen >> 8, gen & 0xff);
      }
    }
    const data = Uint8Array.from(rows);
    const entries = this.#trailer(this.#next).with({
      Type: name('XRef'),
      W: [1, 4, 2],
      Index: index,
      Length: data.length,
    });
    return serializeIndirect(ref, new PdfStream(entries, data, 0));
  }
}

/** The highest object number that a direct value refers to; -1 for none. */
const highestReference = (value: PdfObject): number => {
  if (value instanceof PdfRef) return value.num;
  const inside = value instanceof PdfDict ? [...value.entries.values()] : Array.isArray(value) ? value : [];
  return (inside as readonly PdfObject[]).reduce<number>(
    (highest, item) => Math.max(highest, highestReference(item)),
    -1,
  );
};

/** Entries about one cross-reference section alone (7.5.5, 7.5.8.2). */
const ofOneSection: ReadonlySet<string> = new Set([
  ...['Size', 'Prev', 'XRefStm'],
  ...['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'],
]);

/** Consecutive numbers together, ascending. */
const runs = (numbers: Iterable<number>): number[][] => {
  const out: number[][] = [];
  for (const num of [...numbers].sort((a, b) => a - b)) {
    const run = out.at(-1);
    if (run && run.at(-1) === num - 1) run.push(num);
    else out.push([num]);
  }
  return out;
};
