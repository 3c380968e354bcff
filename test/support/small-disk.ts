import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small file system of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it up to `left` bytes. */
  fill(left: number): void;
  /** Takes away what filled it. */
  free(): void;
  /** Makes it read-only, or writable again; possible only while nothing on it is open for writing. */
  readOnly(whether: boolean): void;
  dispose(): void;
}

/** Mounts one; null where this process may not mount. */
export const smallDisk = (megabytes: number): SmallDisk | null => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-small-'));
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (done.status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  const free = (): void => rmSync(filler, { recursive: true, force: true });
  return {
    folder,
    fill: (left) => {
      free();
      mkdirSync(filler);
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(join(filler, 'bytes'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
    },
    free,
    readOnly: (whether) => {
      const { status, stderr } = spawnSync('mount', ['-o', `remount,${whether ? 'ro' : 'rw'}`, folder]);
      if (status !== 0) throw new Error(stderr.toString());
    },
    dispose: () => {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
