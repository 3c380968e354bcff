import { createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { AuditHead } from './audit/entry.ts';
import { isOfDisk } from './failures.ts';
import { replaceFile } from './folder.ts';

/**
 * `vault.head`: the last audit entry that was acknowledged, beside the database. SQLite cannot know of a transaction whose
 * frames are gone from the end of its log, nor of a log that is gone as a whole; this file does. It has two lines, written
 * in turn after each commit, so that a crash in the middle of one leaves the other:
 *
 *     SEQ (16 characters) HASH (64 hex digits) MAC (64 hex digits, HMAC-SHA-256 under a key made from the data key)
 *
 * It is written after the commit and not flushed with it: after a power cut it may be some entries behind, and is never
 * ahead of what was acknowledged. Where the disk takes no more, it stays behind likewise. Who can write files but has no
 * key can take it away or put an older one back, and cannot make it claim anything.
 */
export class HeadMark {
  readonly #descriptor: number;
  readonly #key: Buffer;
  #turn: 0 | 1;

  private constructor(descriptor: number, key: Buffer, turn: 0 | 1) {
    this.#descriptor = descriptor;
    this.#key = key;
    this.#turn = turn;
  }

  /** What the file says; null where there is none, or nothing in it that was written under this key. */
  static read(file: string, dataKey: Uint8Array): AuditHead | null {
    const key = keyOf(dataKey);
    try {
      const heads = linesOf(file, key).filter((head) => head !== null);
      return heads.sort((a, b) => b.seq - a.seq)[0] ?? null;
    } finally {
      key.fill(0);
    }
  }

  /** Takes up the file for a session whose trail ends with `head`; null where the disk does not take it. */
  static begin(file: string, dataKey: Uint8Array, head: AuditHead): HeadMark | null {
    const key = keyOf(dataKey);
    try {
      const [first, second] = linesOf(file, key);
      // Another history, e.g. one that was accepted: no line of the old one may stay.
      const fresh = first === null || second === null || Math.max(first.seq, second.seq) > head.seq;
      if (fresh) replaceFile(file, lineOf(key, head) + lineOf(key, head));
      return new HeadMark(openSync(file, 'r+'), key, fresh || first.seq <= second.seq ? 0 : 1);
    } catch (error) {
      key.fill(0);
      if (!isOfDisk(error)) throw error;
      return null;
    }
  }

  /** Says that everything up to this entry was acknowledged. */
  advance(head: AuditHead): void {
    try {
      writeSync(this.#descriptor, lineOf(this.#key, head), this.#turn * lineLength, 'latin1');
      this.#turn = this.#turn === 0 ? 1 : 0;
    } catch (error) {
      if (!isOfDisk(error)) throw error;
    }
  }

  close(): void {
    try {
      fsyncSync(this.#descriptor);
    } catch (error) {
      if (!isOfDisk(error)) throw error;
    } finally {
      this.#key.fill(0);
      closeSync(this.#descriptor);
    }
  }
}

const seqLength = 16;
const digestLength = 64;
const lineLength = seqLength + 1 + digestLength + 1 + digestLength + 1;

const keyOf = (dataKey: Uint8Array): Buffer => createHmac('sha256', dataKey).update('countersign/vault.head').digest();

const lineOf = (key: Uint8Array, { seq, hash }: AuditHead): string => {
  const text = `${String(seq).padStart(seqLength)} ${hash}`;
  return `${text} ${createHmac('sha256', key).update(text).digest('hex')}\n`;
};

const linesOf = (file: string, key: Uint8Array): readonly [AuditHead | null, AuditHead | null] => {
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  return [headOf(text.slice(0, lineLength), key), headOf(text.slice(lineLength, 2 * lineLength), key)];
};

const headOf = (line: string, key: Uint8Array): AuditHead | null => {
  const head = { seq: Number(line.slice(0, seqLength)), hash: line.slice(seqLength + 1, seqLength + 1 + digestLength) };
  if (line.length !== lineLength || !Number.isSafeInteger(head.seq)) return null;
  return timingSafeEqual(Buffer.from(line, 'latin1'), Buffer.from(lineOf(key, head), 'latin1')) ? head : null;
};
