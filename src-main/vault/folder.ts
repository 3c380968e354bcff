import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the parts of a vault lie in its folder. */
export interface VaultFiles {
  readonly folder: string;
  /** The database, encrypted; SQLite keeps `vault.db-wal` beside it while it is open. */
  readonly database: string;
  /** The wrapped keys. */
  readonly slots: string;
  /** Empty; held by the process that has the vault open. */
  readonly lock: string;
  /** The last entry of the trail that was acknowledged. */
  readonly head: string;
}

export const vaultFiles = (folder: string): VaultFiles => ({
  folder,
  database: join(folder, 'vault.db'),
  slots: join(folder, 'keyslots.json'),
  lock: join(folder, 'vault.lock'),
  head: join(folder, 'vault.head'),
});

/** Whether this process may write there: the mode bits and the mount, not the room left. */
export const mayWrite = (...paths: readonly string[]): boolean => {
  try {
    paths.forEach((path) => accessSync(path, constants.R_OK | constants.W_OK));
    return true;
  } catch {
    return false;
  }
};

/**
 * Replaces a file whole: after a crash at any moment there is the old content or the new, never a mixture. The old bytes
 * are then overwritten where they lay, so that a key slot that was taken away is gone from the disk; drives that copy on
 * write may keep them all the same, and so do backups.
 */
export const replaceFile = (path: string, content: string): void => {
  const temporary = `${path}.new`;
  const old = openOld(path);
  try {
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      // Not one `writeSync`: on a disk that takes a part and no more, that answers how much, and fails not.
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (old !== null) closeSync(old);
    throw error;
  }
  syncFolder(dirname(path));
  if (old !== null) scrub(old);
};

/** What a file's name is about to be taken from. Windows replaces no file that is open. */
const openOld = (path: string): number | null => {
  try {
    return process.platform === 'win32' ? null : openSync(path, 'r+');
  } catch {
    return null;
  }
};

/** Overwrites a file that has no name any more, as far as the file system lets that reach the disk, and closes it. */
const scrub = (descriptor: number): void => {
  try {
    const { nlink, size } = fstatSync(descriptor);
    // Under another name somebody else keeps it.
    if (nlink > 0) return;
    writeSync(descriptor, Buffer.alloc(size), 0, size, 0);
    fsyncSync(descriptor);
  } catch {
    // The new file stands; the old bytes are as they would be without this.
  } finally {
    closeSync(descriptor);
  }
};

/** Makes names in a folder durable. Windows cannot and need not. */
export const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
