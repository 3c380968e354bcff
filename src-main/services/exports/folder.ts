import { createHash, hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import type { WrittenFile } from '../../package/zip-writer.ts';
import { faultOf, WriteFault, type WriteFailure } from './new-file.ts';

/** A folder of files that comes into being whole, or not at all. */
export interface NewFolder {
  readonly files: ReadonlyMap<string, WrittenFile>;
  /** Writes a file from pieces, over one that stood there. `path` is ours: relative, with `/`. @throws WriteFault */
  write(path: string, pieces: Iterable<Uint8Array>): WrittenFile;
  /** Writes bytes under their own SHA-256, once however often they come; answers the file's path. @throws WriteFault */
  writeOnce(bytes: Uint8Array): WrittenFile;
  /** @throws WriteFault */
  finish(): void;
  abandon(): void;
}

/** Begins a folder. Its place must be free, or an empty folder. */
export const newFolder = (path: string): Result<NewFolder, Failure<WriteFailure>> => {
  const building = `${path}.part`;
  try {
    if (existsSync(path) && readdirSync(path).length > 0) return fail('exports/exists');
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true, mode: 0o700 });
  } catch (error) {
    const fault = faultOf(error);
    return fail(fault.code, { cause: fault.message });
  }
  let open = true;
  const files = new Map<string, WrittenFile>();
  const attempt = <T>(work: () => T): T => {
    if (!open) throw new Error('the folder is closed');
    try {
      return work();
    } catch (error) {
      throw isSystemError(error) ? faultOf(error) : error;
    }
  };
  const write = (name: string, pieces: Iterable<Uint8Array>): WrittenFile =>
    attempt(() => {
      const file = join(building, name);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const descriptor = openSync(file, 'w', 0o600);
      const sha256 = createHash('sha256');
      let size = 0;
      try {
        for (const piece of pieces) {
          sha256.update(piece);
          for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done);
          size += piece.length;
        }
      } finally {
        closeSync(descriptor);
      }
      const written = { path: name, size, sha256: sha256.digest('hex') };
      files.set(name, written);
      return written;
    });
  return ok({
    files,
    write,
    writeOnce: (bytes) => {
      const sha256 = hash('sha256', bytes, 'hex');
      const name = `blobs/${sha256.slice(0, 2)}/${sha256}`;
      return files.get(name) ?? write(name, [bytes]);
    },
    finish: () =>
      attempt(() => {
        if (existsSync(path)) {
          if (readdirSync(path).length > 0) throw new WriteFault('exports/exists', path);
          rmdirSync(path);
        }
        renameSync(building, path);
        open = false;
      }),
    abandon: () => {
      if (!open) return;
      open = false;
      rmSync(building, { recursive: true, force: true });
    },
  });
};

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
