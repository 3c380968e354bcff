import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { faulting } from '../failures.ts';
import { pageSize, readWal, untilDamage, type Wal } from '../wal.ts';

const saltLength = 16;
const ivLength = 16;
const hmacLength = 64;
/** Bytes at the end of each page that are the cipher's, not SQLite's. */
const reserved = ivLength + hmacLength;
/** Bytes of a page that are SQLite's. */
export const usableSize = pageSize - reserved;

/** What was found of the log that a crash left beside a database. */
export interface WalFindings {
  readonly frames: number;
  /** Frames whose page is not what was written; null in place of one whose page is not known either. */
  readonly damaged: readonly number[];
  readonly headerDamaged: boolean;
  /** Frames behind the last commit: of a transaction that nobody was told is done. */
  readonly uncommitted: number;
}

/** How the log is read: with all that can be proven of it, as far as SQLite takes it, up to the first bad frame, or not. */
export type LogReading = 'past-damage' | 'as-sqlite' | 'left-out';

/**
 * The pages of an encrypted database (SQLCipher 4: AES-256-CBC under the raw key, an HMAC-SHA-512 of each page and its
 * number), read one by one past all damage, with what the write-ahead log holds of them. Nothing is written: SQLite
 * itself would take the log into the database as soon as it opened it.
 */
export class Pages {
  readonly #descriptor: number;
  readonly #key: Uint8Array;
  readonly #macKey: Buffer;
  readonly #wal: Wal | null;
  readonly #log: LogReading;
  /** Where the newest version of a page lies in the log; null where that version is damaged. */
  readonly #newer = new Map<number, number | null>();
  /** Pages that the database has: what its log or its size says. */
  readonly count: number;
  readonly wal: WalFindings | null;
  /** Whether any page was what was written: otherwise the key is another one, or the salt was hit. */
  readonly keyFits: boolean;

  private constructor(file: string, key: Uint8Array, log: LogReading) {
    this.#descriptor = openSync(file, 'r');
    this.#key = key;
    this.#log = log;
    const wal = log === 'left-out' ? null : readWal(`${file}-wal`);
    this.#wal = log === 'past-damage' ? wal : wal && untilDamage(wal);
    const filePages = Math.ceil(statSync(file).size / pageSize);
    const salt = Buffer.alloc(saltLength);
    readSync(this.#descriptor, salt, 0, saltLength, 0);
    const found = this.#fitting(salt, filePages);
    this.keyFits = found !== null;
    this.#macKey = found ?? this.#macKeyOf(salt);
    const last = this.#takeWal(filePages);
    this.wal = last.findings;
    const header = this.read(1);
    // A file that was cut short still says in its header how long it was.
    this.count = Math.max(last.count, header?.readUInt32BE(28) ?? 0, filePages);
  }

  static open(file: string, key: Uint8Array, log: LogReading = 'past-damage'): Pages {
    return faulting(() => new Pages(file, key, log));
  }

  /** The page's plain bytes, its reserve cut off, or null where it is missing or not what was written. */
  read(number: number): Buffer | null {
    const stored = this.#stored(number);
    return stored !== null && this.#authentic(stored, number) ? this.#decrypted(stored, number) : null;
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#macKey.fill(0);
  }

  #stored(number: number): Buffer | null {
    const offset = this.#newer.get(number);
    if (offset === null) return null;
    if (offset !== undefined) return this.#wal?.bytes.subarray(offset, offset + pageSize) ?? null;
    return this.#inFile(number);
  }

  #inFile(number: number): Buffer | null {
    const page = Buffer.alloc(pageSize);
    try {
      const length = readSync(this.#descriptor, page, 0, pageSize, (number - 1) * pageSize);
      return length === pageSize ? page : null;
    } catch {
      // A sector that cannot be read is a damaged page like any other.
      return null;
    }
  }

  #authentic(page: Buffer, number: number, macKey: Uint8Array = this.#macKey): boolean {
    const place = Buffer.alloc(4);
    place.writeUInt32LE(number);
    const mac = createHmac('sha512', macKey)
      .update(page.subarray(number === 1 ? saltLength : 0, pageSize - hmacLength))
      .update(place)
      .digest();
    return mac.equals(page.subarray(pageSize - hmacLength));
  }

  #decrypted(page: Buffer, number: number): Buffer {
    const iv = page.subarray(pageSize - reserved, pageSize - hmacLength);
    const cipher = createDecipheriv('aes-256-cbc', this.#key, iv).setAutoPadding(false);
    const start = number === 1 ? saltLength : 0;
    const plain = Buffer.concat([cipher.update(page.subarray(start, pageSize - reserved)), cipher.final()]);
    return number === 1 ? Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), plain]) : plain;
  }

  #macKeyOf(salt: Uint8Array): Buffer {
    return pbkdf2Sync(
      this.#key,
      salt.map((byte) => byte ^ 0x3a),
      2,
      32,
      'sha512',
    );
  }

  /**
   * The key of the HMACs, from the salt at the head of the file. One damaged byte there would make every page look
   * damaged: it is found by trying.
   */
  #fitting(salt: Buffer, filePages: number): Buffer | null {
    const samples = [2, 1, 3, Math.floor(filePages / 2), filePages].flatMap((number) => {
      const page = this.#inFile(number);
      return number > 0 && page !== null ? [{ number, page }] : [];
    });
    const fits = (candidate: Uint8Array): Buffer | null => {
      const macKey = this.#macKeyOf(candidate);
      return samples.some(({ number, page }) => this.#authentic(page, number, macKey)) ? macKey : null;
    };
    const asStored = fits(salt);
    if (asStored !== null) return asStored;
    for (let at = 0; at < saltLength; at += 1)
      for (let change = 1; change < 256; change += 1) {
        const found = fits(salt.map((byte, index) => (index === at ? byte ^ change : byte)));
        if (found !== null) return found;
      }
    return null;
  }

  /** Notes where the log's committed pages lie; answers how many pages the last commit left. */
  #takeWal(filePages: number): { readonly count: number; readonly findings: WalFindings | null } {
    const wal = this.#wal;
    if (wal === null) return { count: 0, findings: null };
    const stated = wal.frames.map((frame) => ({ ...frame, page: this.#isPage(wal, frame) ? frame.page : 0 }));
    // Where not one frame holds the page that it says, the log is another vault's: no number makes a page of ours of it.
    const judged =
      this.#log === 'past-damage' && stated.some(({ page }) => page > 0)
        ? stated.map((frame) => (frame.page > 0 ? frame : { ...frame, page: this.#pageOf(wal, frame, filePages) }))
        : stated;
    const lastCommit = judged.findLastIndex(({ commit, page, sound }) => commit > 0 && (sound || page > 0));
    const committed = judged.slice(0, lastCommit + 1);
    for (const { page, offset, number } of committed) {
      if (page > 0) this.#newer.set(page, offset);
      else {
        const claimed = wal.frames.find((frame) => frame.number === number)?.page ?? 0;
        if (claimed > 0) this.#newer.set(claimed, null);
      }
    }
    return {
      count: judged[lastCommit]?.commit ?? 0,
      findings: {
        frames: wal.frames.length,
        damaged: committed.filter(({ page }) => page === 0).map(({ number }) => number),
        headerDamaged: !wal.headerSound,
        uncommitted: judged.length - committed.length,
      },
    };
  }

  /** Whether the page in a frame is what was written as the one that its header says. */
  #isPage(wal: Wal, { page, offset }: Wal['frames'][number]): boolean {
    return page > 0 && this.#authentic(wal.bytes.subarray(offset, offset + pageSize), page);
  }

  /** The number of the page in a frame whose header is damaged, found by its HMAC; 0 where its bytes are those of no page. */
  #pageOf(wal: Wal, { offset }: Pick<Wal['frames'][number], 'offset'>, filePages: number): number {
    const bytes = wal.bytes.subarray(offset, offset + pageSize);
    const highest = Math.max(filePages, ...wal.frames.map((frame) => (frame.sound ? frame.page : 0)));
    for (let number = 1; number <= highest; number += 1) if (this.#authentic(bytes, number)) return number;
    return 0;
  }
}
