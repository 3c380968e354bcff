import { existsSync, readFileSync } from 'node:fs';

/** A page as the write-ahead log holds it. */
export interface WalFrame {
  /** Its place in the log, from 1. */
  readonly number: number;
  /** The page it is a newer version of; as its header says. */
  readonly page: number;
  /** Pages of the database after the transaction that ends here; 0 where it does not end here. */
  readonly commit: number;
  /** Where the page's bytes begin in the log. */
  readonly offset: number;
  /** Whether header and page are what was written, by the checksum that the frame before it left. */
  readonly sound: boolean;
}

/** A write-ahead log (SQLite's file format, section 4), read without changing it. */
export interface Wal {
  readonly bytes: Buffer;
  readonly headerSound: boolean;
  /** The frames of the log's present generation; what an earlier one left behind them is not in it. */
  readonly frames: readonly WalFrame[];
}

const headerLength = 32;
const frameHeaderLength = 24;
/** The only page size that this program writes. */
export const pageSize = 4096;

/** Reads `vault.db-wal`; null where there is none, or nothing in it. */
export const readWal = (file: string): Wal | null => {
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  if (bytes.length < headerLength + frameHeaderLength + pageSize) return null;
  const littleEndian = (bytes.readUInt32BE(0) & 1) === 0;
  let running = checksum(bytes.subarray(0, 24), [0, 0], littleEndian);
  const headerSound =
    bytes.readUInt32BE(0) >>> 1 === 0x377f0682 >>> 1 &&
    bytes.readUInt32BE(8) === pageSize &&
    equal(running, [bytes.readUInt32BE(24), bytes.readUInt32BE(28)]);
  // A header that was hit may still have left the salts in the frames.
  const salts = headerSound ? bytes.subarray(16, 24) : bytes.subarray(headerLength + 8, headerLength + 16);
  const frames: WalFrame[] = [];
  const step = frameHeaderLength + pageSize;
  for (let at = headerLength, number = 1; at + step <= bytes.length; at += step, number += 1) {
    const sum = checksum(bytes.subarray(at, at + 8), running, littleEndian);
    const offset = at + frameHeaderLength;
    const found = checksum(bytes.subarray(offset, offset + pageSize), sum, littleEndian);
    const kept = [bytes.readUInt32BE(at + 16), bytes.readUInt32BE(at + 20)] as const;
    const sound = equal(found, kept);
    const ofGeneration = bytes.subarray(at + 8, at + 16).equals(salts);
    running = kept;
    if (!ofGeneration && !sound) continue;
    frames.push({
      number,
      page: bytes.readUInt32BE(at),
      commit: bytes.readUInt32BE(at + 4),
      offset,
      sound: sound && ofGeneration,
    });
  }
  return { bytes, headerSound, frames };
};

/**
 * What SQLite would pass over in silence: it takes the log up to its first bad frame and forgets the rest. After a power
 * cut that rest is one transaction that was never acknowledged; where two or more were committed behind the bad frame,
 * or the header is bad, acknowledged work stands in it. Answers what is damaged, or null.
 */
export const walDamage = ({ headerSound, frames }: Wal): string | null => {
  if (!headerSound) return frames.some(({ sound, commit }) => sound && commit > 0) ? 'write-ahead log, header' : null;
  const first = frames.findIndex(({ sound }, index) => !sound || frames[index]?.number !== index + 1);
  if (first < 0) return null;
  const commitsBehind = frames.slice(first).filter(({ commit, sound }) => commit > 0 && sound).length;
  const frame = frames[first];
  const own = frame !== undefined && !frame.sound && frame.commit > 0 ? 1 : 0;
  return commitsBehind + own >= 2 ? `write-ahead log, frame ${first + 1}` : null;
};

/** The log as SQLite takes it: up to the first bad frame, and nothing where its header is bad. */
export const untilDamage = (wal: Wal): Wal => {
  const bad = wal.frames.findIndex(({ sound, number }, index) => !sound || number !== index + 1);
  const kept = bad < 0 ? wal.frames : wal.frames.slice(0, bad);
  return { ...wal, frames: wal.headerSound ? kept : [] };
};

type Sums = readonly [number, number];

const equal = (a: Sums, b: Sums): boolean => a[0] === b[0] && a[1] === b[1];

const checksum = (bytes: Buffer, [first, second]: Sums, littleEndian: boolean): Sums => {
  let [s1, s2] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    s1 = (s1 + (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + s2) >>> 0;
    s2 = (s2 + (littleEndian ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + s1) >>> 0;
  }
  return [s1, s2];
};
