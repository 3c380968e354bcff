import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';

export type WriteFailure = 'exports/exists' | 'exports/cannot-write' | 'exports/disk-full';

/** What a disk answered while an export was written. */
export class WriteFault extends Error {
  readonly code: WriteFailure;
  constructor(code: WriteFailure, cause: string) {
    super(cause);
    this.code = code;
  }
}

/** A file that comes into being whole, or not at all. */
export interface NewFile {
  /** @throws WriteFault */
  write(bytes: Uint8Array): void;
  /** Gives the file its name. @throws WriteFault, also where another file has that name by now. */
  finish(): void;
  /** Leaves nothing behind. Nothing happens after `finish`. */
  abandon(): void;
}

/** Begins a file beside its place; evidence is never overwritten. */
export const newFile = (path: string): Result<NewFile, Failure<WriteFailure>> => {
  if (existsSync(path)) return fail('exports/exists');
  const building = `${path}.part`;
  let descriptor: number | null;
  try {
    rmSync(building, { force: true });
    descriptor = openSync(building, 'wx', 0o600);
  } catch (error) {
    const fault = faultOf(error);
    return fail(fault.code, { cause: fault.message });
  }
  const attempt = (work: (descriptor: number) => void): void => {
    if (descriptor === null) throw new Error('the file is closed');
    try {
      work(descriptor);
    } catch (error) {
      throw faultOf(error);
    }
  };
  return ok({
    write: (bytes) =>
      attempt((open) => {
        for (let done = 0; done < bytes.length; ) done += writeSync(open, bytes, done);
      }),
    finish: () =>
      attempt((open) => {
        fsyncSync(open);
        closeSync(open);
        descriptor = null;
        nameOnce(building, path);
      }),
    abandon: () => {
      if (descriptor === null) return;
      closeSync(descriptor);
      descriptor = null;
      rmSync(building, { force: true });
    },
  });
};

/** A link is made only where no file has the name; file systems without links are asked first and renamed on. */
const nameOnce = (from: string, to: string): void => {
  try {
    linkSync(from, to);
    rmSync(from);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || existsSync(to)) {
      rmSync(from, { force: true });
      throw new WriteFault('exports/exists', to);
    }
    renameSync(from, to);
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What the system said, as one of our codes. */
export const faultOf = (error: unknown): WriteFault => {
  if (error instanceof WriteFault) return error;
  const code = codeOf(error);
  const known =
    code === 'EEXIST' ? 'exports/exists' : code === 'ENOSPC' || code === 'EDQUOT' ? 'exports/disk-full' : null;
  return new WriteFault(known ?? 'exports/cannot-write', error instanceof Error ? error.message : String(error));
};
