import { type FileCipher, openEncryption, type Unlock } from './encryption.ts';
import { costOfFailure, decode } from './filters.ts';
import { Lexer } from './lexer.ts';
import { type Limits, PdfError } from './limits.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from './objects.ts';
import { everything, type Permissions } from './permissions.ts';
import { readRevisions, type Revision } from './revisions.ts';
import { type Budget, budgetOf, rawSpan, spend, type XrefEntry } from './xref.ts';

/** Bounds of reading, and what opens an encrypted file (C39). */
export interface ReadOptions extends Unlock {
  readonly limits?: Limits | undefined;
}

/** One object in one state of the file. `since` is the revision that wrote it. */
interface Version {
  readonly since: number;
  readonly entry: XrefEntry;
  value?: PdfObject;
  end?: number;
  members?: ObjectStream;
}

interface ObjectStream {
  readonly data: Uint8Array;
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
  readonly values: (PdfObject | undefined)[];
}

/**
 * A PDF read lazily: cross-references at once, objects when asked for, each once. Every revision stays visible, so that
 * a signature is read in the state of the file that it signed.
 */
export class PdfDocument {
  readonly bytes: Uint8Array;
  readonly limits: Limits;
  readonly revisions: readonly Revision[];
  /** What is odd about the file's structure, as sentences. Nothing here was repaired. */
  readonly anomalies: string[] = [];
  /** `locked`: encrypted, and the password given does not open it. */
  readonly encryption: 'none' | 'open' | 'locked';
  #cipher: FileCipher | null = null;
  /** Number of the encryption dictionary. */
  #clear = -1;
  readonly #budget: Budget;
  readonly #versions = new Map<number, Version[]>();
  readonly #views: PdfView[];

  /**
   * @param unlock opens an encrypted file; without it what is only restricted opens.
   * @throws PdfError where the chain of cross-references cannot be followed.
   */
  constructor(bytes: Uint8Array, limits: Limits, unlock: Unlock = {}) {
    this.bytes = bytes;
    this.limits = limits;
    this.#budget = budgetOf(limits);
    const { revisions, anomalies } = readRevisions(bytes, limits, this.#budget);
    this.revisions = revisions;
    this.anomalies.push(...anomalies);
    for (const revision of this.revisions) this.#enter(revision);
    this.#views = this.revisions.map((revision) => new PdfView(this, revision));
    this.encryption = this.#openEncryption(unlock);
  }

  /** The encoded data of a stream with its encryption, where there is one, taken off. */
  decrypted(stream: PdfStream, data: Uint8Array): Uint8Array {
    return this.#cipher ? this.#cipher.decryptStream(stream, data) : data;
  }

  /** An object as it is to be written under `id`: encrypted where the file is. @throws PdfError where it stays shut. */
  encrypted(value: PdfObject, id: PdfRef): PdfObject {
    if (this.encryption === 'locked') throw new PdfError('unsupported', 'the file is encrypted, and stays shut');
    return this.#cipher ? this.#cipher.encrypt(value, id) : value;
  }

  /** What may be done with the file by whoever opened it. */
  get permissions(): Permissions {
    return this.#cipher?.permissions ?? everything;
  }

  /** The file encryption key and the dictionary it belongs to; null where nothing is encrypted, or it stays shut. */
  get encryptionKey(): { readonly key: Uint8Array; readonly dict: PdfDict } | null {
    const first = this.at(1);
    const dict = first.dict(first.trailer.get('Encrypt'));
    return this.#cipher && dict ? { key: this.#cipher.fileKey, dict } : null;
  }

  /** Only a file that is encrypted from its first revision on is: /Encrypt cannot come later (7.6.1). */
  #openEncryption(unlock: Unlock): PdfDocument['encryption'] {
    const first = this.at(1);
    const entry = first.trailer.get('Encrypt');
    const dictionary = first.dict(entry);
    if (!dictionary) return 'none';
    const id = first.resolve(first.array(first.trailer.get('ID'))[0] ?? null);
    try {
      this.#cipher = openEncryption(
        resolvedThrough(first, dictionary),
        id instanceof PdfString ? id.bytes : new Uint8Array(),
        unlock,
      );
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
      this.anomalies.push(error.message);
    }
    if (!this.#cipher) return 'locked';
    // What was read so far is the encryption dictionary, whose strings are in the clear; all else is read anew.
    for (const versions of this.#versions.values()) for (const version of versions) delete version.value;
    if (entry instanceof PdfRef) this.#clear = entry.num;
    return 'open';
  }

  /** The file as it stood after revision `number`. */
  at(number: number): PdfView {
    const view = this.#views[number - 1];
    if (!view) throw new RangeError(`there is no revision ${number}`);
    return view;
  }

  get latest(): PdfView {
    return this.at(this.revisions.length);
  }

  /** Numbers of the objects whose state revision `number` sets anew, freed ones and members of a rewritten stream too. */
  changedIn(number: number): ReadonlySet<number> {
    const changed = new Set<number>();
    const containers = new Set<number>();
    for (const section of this.revisions[number - 1]?.sections ?? []) {
      for (const num of section.entries.keys()) {
        if (this.#version(num, number)?.since === number) {
          changed.add(num);
          containers.add(num);
        }
      }
    }
    for (const [num, versions] of this.#versions) {
      const version = this.#pick(versions, number);
      if (version?.entry.kind === 'compressed' && containers.has(version.entry.container)) changed.add(num);
    }
    return changed;
  }

  /** The entry of an object at a revision, or null. */
  entryAt(num: number, revision: number): XrefEntry | null {
    return this.#version(num, revision)?.entry ?? null;
  }

  /** Every object number that any revision names. */
  numbers(): Iterable<number> {
    return this.#versions.keys();
  }

  /** The value of an object at a revision; null where it is free, unknown or unreadable (7.3.10). */
  valueAt(num: number, gen: number, revision: number): PdfObject {
    const version = this.#version(num, revision);
    if (!version || version.entry.kind === 'free') return null;
    if (version.entry.kind === 'compressed') return gen === 0 ? this.#member(num, version.entry, revision) : null;
    if (version.entry.gen !== gen) return null;
    if (version.value === undefined) this.#load(num, version, version.entry);
    return version.value ?? null;
  }

  /** The bytes `[start, end)` that an uncompressed object takes at a revision, without its stream; null where none. */
  spanAt(num: number, revision: number): readonly [number, number] | null {
    const version = this.#version(num, revision);
    if (version?.entry.kind !== 'offset') return null;
    if (version.value === undefined) this.#load(num, version, version.entry);
    return version.end === undefined ? null : [version.entry.offset, version.end];
  }

  spendDecoded(bytes: number): void {
    spend(this.#budget, 'decodedBytes', bytes);
  }

  get decodedBytesLeft(): number {
    return this.#budget.decodedBytes;
  }

  #load(num: number, version: Version, entry: { readonly offset: number; readonly gen: number }): void {
    spend(this.#budget, 'objects');
    version.value = null;
    try {
      // What a revision says must stand in that revision: bytes that come later are not its own (C35).
      const own = this.revisions[version.since - 1];
      const bytes = own && own.eof >= 0 ? this.bytes.subarray(0, own.end) : this.bytes;
      const found = new Lexer(bytes, entry.offset, this.limits).indirectObject();
      if (!found || found.num !== num || found.gen !== entry.gen) {
        this.anomalies.push(`object ${num} does not stand where revision ${version.since} says`);
        return;
      }
      version.value =
        this.#cipher && num !== this.#clear
          ? this.#cipher.decryptStrings(found.value, new PdfRef(num, found.gen))
          : found.value;
      version.end = found.end;
    } catch (error) {
      if (!(error instanceof PdfError) || error.code === 'limit') throw error;
      this.anomalies.push(`object ${num} of revision ${version.since} cannot be read: ${error.message}`);
    }
  }

  #member(num: number, entry: { readonly container: number; readonly index: number }, revision: number): PdfObject {
    const container = this.#version(entry.container, revision);
    if (container?.entry.kind !== 'offset') return null;
    if (!container.members) {
      const stream = this.valueAt(entry.container, container.entry.gen, revision);
      if (!(stream instanceof PdfStream)) return null;
      container.members = this.#openObjectStream(stream, revision);
    }
    const { data, numbers, offsets, values } = container.members;
    const index = numbers[entry.index] === num ? entry.index : numbers.indexOf(num);
    const offset = offsets[index];
    if (offset === undefined) {
      this.anomalies.push(`object ${num} is not in its object stream ${entry.container}`);
      return null;
    }
    if (values[index] === undefined) {
      spend(this.#budget, 'objects');
      values[index] = null;
      try {
        values[index] = new Lexer(data, offset, this.limits, false).object();
      } catch (error) {
        if (!(error instanceof PdfError) || error.code === 'limit') throw error;
        this.anomalies.push(`object ${num} in object stream ${entry.container} cannot be read: ${error.message}`);
      }
    }
    return values[index];
  }

  #openObjectStream(stream: PdfStream, revision: number): ObjectStream {
    const empty: ObjectStream = { data: new Uint8Array(), numbers: [], offsets: [], values: [] };
    const count = stream.dict.get('N');
    const first = stream.dict.get('First');
    if (typeof count !== 'number' || typeof first !== 'number') return empty;
    let data: Uint8Array;
    try {
      data = this.at(revision).data(stream);
    } catch (error) {
      if (!(error instanceof PdfError) || error.code === 'limit') throw error;
      this.anomalies.push(`an object stream cannot be decoded: ${error.message}`);
      return empty;
    }
    const lexer = new Lexer(data, 0, this.limits, false);
    const numbers: number[] = [];
    const offsets: number[] = [];
    for (let i = 0; i < count; i++) {
      const num = lexer.integer();
      const offset = lexer.integer();
      if (num < 0 || offset < 0) break;
      numbers.push(num);
      offsets.push(first + offset);
    }
    return { data, numbers, offsets, values: [] };
  }

  #version(num: number, revision: number): Version | null {
    const versions = this.#versions.get(num);
    return versions ? this.#pick(versions, revision) : null;
  }

  #pick(versions: readonly Version[], revision: number): Version | null {
    for (let i = versions.length - 1; i >= 0; i--) {
      const version = versions[i] as Version;
      if (version.since <= revision) return version;
    }
    return null;
  }

  /** Adds a revision's entries to the objects' histories; an entry that repeats the state before it changes nothing. */
  #enter(revision: Revision): void {
    for (const section of [...revision.sections].reverse()) {
      for (const [num, entry] of section.entries) {
        const versions = this.#versions.get(num);
        if (!versions) {
          this.#versions.set(num, [{ since: revision.number, entry }]);
          continue;
        }
        const last = versions.at(-1) as Version;
        if (sameEntry(last.entry, entry)) continue;
        if (last.since === revision.number) versions.pop();
        versions.push({ since: revision.number, entry });
      }
    }
  }
}

/** A dictionary with the references in it, and in the dictionaries inside it, replaced by their values. */
const resolvedThrough = (view: PdfView, source: PdfDict, depth = 0): PdfDict => {
  const entries = new Map<string, PdfObject>();
  for (const [key, value] of source.entries) {
    const found = view.resolve(value);
    entries.set(key, found instanceof PdfDict && depth < 3 ? resolvedThrough(view, found, depth + 1) : found);
  }
  return new PdfDict(entries);
};

const sameEntry = (a: XrefEntry, b: XrefEntry): boolean => {
  if (a.kind === 'offset') return b.kind === 'offset' && a.offset === b.offset && a.gen === b.gen;
  if (a.kind === 'compressed') return b.kind === 'compressed' && a.container === b.container && a.index === b.index;
  return b.kind === 'free';
};

/** One revision's state of the file: references resolve as they did then. */
export class PdfView {
  readonly document: PdfDocument;
  readonly revision: Revision;

  constructor(document: PdfDocument, revision: Revision) {
    this.document = document;
    this.revision = revision;
  }

  get trailer(): PdfDict {
    return this.revision.trailer;
  }

  /** The catalog (7.7.2), or null. */
  get catalog(): PdfDict | null {
    return this.dict(this.trailer.get('Root'));
  }

  /** Follows references to the value. */
  resolve(value: PdfObject): PdfObject {
    let current = value;
    for (let hops = 0; current instanceof PdfRef; hops++) {
      if (hops > 20) return null;
      current = this.document.valueAt(current.num, current.gen, this.revision.number);
    }
    return current;
  }

  /** The resolved entry of a dictionary. */
  get(dict: PdfDict, key: string): PdfObject {
    return this.resolve(dict.get(key));
  }

  /** The dictionary that `value` leads to, a stream's too; null where it is none. */
  dict(value: PdfObject): PdfDict | null {
    const found = this.resolve(value);
    if (found instanceof PdfStream) return found.dict;
    return found instanceof PdfDict ? found : null;
  }

  /** The array that `value` leads to, or an empty one. */
  array(value: PdfObject): readonly PdfObject[] {
    const found = this.resolve(value);
    return Array.isArray(found) ? (found as readonly PdfObject[]) : [];
  }

  /** The name that `value` leads to, or null. */
  name(value: PdfObject): string | null {
    const found = this.resolve(value);
    return found instanceof PdfName ? found.value : null;
  }

  /** The number that `value` leads to, or null. */
  number(value: PdfObject): number | null {
    const found = this.resolve(value);
    return typeof found === 'number' ? found : null;
  }

  /** The encoded data of a stream, as it stands in the file. */
  raw(stream: PdfStream): Uint8Array {
    return rawSpan(stream, this.get(stream.dict, 'Length'))[0];
  }

  /** The decoded data of a stream. @throws PdfError where it cannot be decoded within the bounds. */
  data(stream: PdfStream): Uint8Array {
    const list = (value: PdfObject): readonly PdfObject[] => {
      const found = this.resolve(value);
      if (Array.isArray(found)) return (found as readonly PdfObject[]).map((item) => this.resolve(item));
      return found === null ? [] : [found];
    };
    const raw = this.raw(stream);
    const plain = this.document.decrypted(stream, raw);
    const filters = list(stream.dict.get('Filter'));
    const { document } = this;
    try {
      const out = decode(plain, filters, list(stream.dict.get('DecodeParms')), document.decodedBytesLeft);
      document.spendDecoded(out.length);
      return out;
    } catch (error) {
      if (error instanceof PdfError) document.spendDecoded(costOfFailure(error, plain.length));
      throw error;
    }
  }
}
