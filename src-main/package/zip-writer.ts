import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** What a zip without the 64-bit extensions can say of itself (APPNOTE 4.4): files, and bytes up to the last of them. */
export const zipLimits = { files: 65_535, bytes: 0xffff_ffff } as const;

/** A zip is full: one more file, or these bytes, could not be named in it. */
export class ZipFull extends Error {}

/** A file that was written: its length and SHA-256 (lower-case hex) as it will be unpacked. */
export interface WrittenFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** A file of a zip that is being written; one at a time. */
export interface OpenFile {
  push(piece: Uint8Array): void;
  end(): WrittenFile;
}

/**
 * Writes a zip file by file, each in pieces, so that no more than a piece is held in memory. The same files in the same
 * order give the same bytes: every file bears the same time (the zip format's first) and the same rights.
 */
export class ZipWriter {
  readonly #zip: Zip;
  #files = 0;
  #bytes = 0;
  #failed: Error | null = null;

  /** `take` is handed the zip's bytes, in order. What it throws ends the writing. */
  constructor(take: (bytes: Uint8Array) => void) {
    this.#zip = new Zip((error, bytes) => {
      if (error) {
        this.#failed = error;
        return;
      }
      this.#bytes += bytes.length;
      if (this.#bytes > zipLimits.bytes) throw new ZipFull();
      take(bytes);
    });
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Begins a file; it takes pieces until its `end`. `stored`: what is compressed already (PDF) is not compressed again.
   * @throws ZipFull, here and while it takes pieces
   */
  begin(path: string, { stored = false }: { readonly stored?: boolean } = {}): OpenFile {
    this.#files += 1;
    if (this.#files > zipLimits.files) throw new ZipFull();
    const file = stored ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    // Local time, since that is what the format holds: the same digits wherever it is written.
    file.mtime = new Date(1980, 0, 1);
    file.os = unix;
    file.attrs = 0o100644 << 16;
    this.#zip.add(file);
    const hash = createHash('sha256');
    let size = 0;
    return {
      push: (piece) => {
        hash.update(piece);
        size += piece.length;
        if (size > zipLimits.bytes) throw new ZipFull();
        file.push(piece);
        this.#check();
      },
      end: () => {
        file.push(new Uint8Array(), true);
        this.#check();
        return { path, size, sha256: hash.digest('hex') };
      },
    };
  }

  /** A whole file at once. @throws ZipFull */
  add(path: string, bytes: Uint8Array, options: { readonly stored?: boolean } = {}): WrittenFile {
    const file = this.begin(path, options);
    file.push(bytes);
    return file.end();
  }

  /** Writes the directory at the end. */
  end(): void {
    this.#zip.end();
    this.#check();
  }

  #check(): void {
    if (this.#failed) throw this.#failed;
  }
}

const unix = 3;
