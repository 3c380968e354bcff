import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Connection } from './driver.ts';
import { faulting, VaultFault } from './failures.ts';
import { replaceFile, syncFolder, type VaultFiles } from './folder.ts';
import { assertPages } from './health.ts';
import { rotated, unrotated, writeSlotFile, type SlotFile } from './key-slots.ts';
import { versionOf } from './migrate.ts';

/**
 * Rotating the data key touches two files, and a crash may fall between any two steps. The order is: a copy of the
 * database under the new key, read back in full; the slot file with both keys; the copy in place of the database; the
 * slot file with the new key alone. At every moment one of the keys in the slot file opens the database that is there.
 */
const copyOf = (files: VaultFiles): string => `${files.database}.next`;

/**
 * The first step: a consistent copy under the new key. `finish` runs on it before it is closed, for what only the
 * rotated database shall know.
 *
 * @throws VaultFault `vault/disk-full`, `vault/io-error`, or `vault/database-damaged` where the copy does not read back
 */
export const copyUnderKey = (
  files: VaultFiles,
  source: Connection,
  keys: { readonly present: Uint8Array; readonly next: Uint8Array },
  finish: (copy: Connection) => void,
): void => {
  const file = copyOf(files);
  faulting(() => rmSync(file, { force: true }));
  source.copyInto(file);
  const old = Connection.open(file, keys.present, 'existing');
  try {
    old.rekey(keys.next);
  } finally {
    old.close();
  }
  const copy = Connection.open(file, keys.next, 'existing');
  try {
    finish(copy);
    assertPages(copy);
  } finally {
    copy.close();
  }
};

/** The remaining steps, the database closed: the copy takes its place, and the slots forget the old key. */
export const putInPlace = (files: VaultFiles, slots: SlotFile): void =>
  faulting(() => {
    if (existsSync(`${files.database}-wal`)) throw new VaultFault('vault/io-error', 'the write-ahead log stayed');
    replaceFile(files.slots, writeSlotFile(slots));
    renameSync(copyOf(files), files.database);
    syncFolder(dirname(files.database));
    replaceFile(files.slots, writeSlotFile(rotated(slots)));
  });

/** Which of the two keys opens the database, and the slots as they are then to stand. */
export interface Settled {
  readonly dataKey: Buffer;
  readonly slots: SlotFile;
}

/**
 * Sees an interrupted rotation to its end, or back to its beginning, whichever the database says; without one, only
 * clears away a copy that was never put in place.
 */
export const settleRotation = (
  files: VaultFiles,
  slots: SlotFile,
  keys: { readonly dataKey: Buffer; readonly nextDataKey: Buffer | null },
): Settled => {
  const { dataKey, nextDataKey } = keys;
  const begun = slots.slots.some((slot) => slot.nextDataKey !== null);
  const tookOver = nextDataKey !== null && !opens(files.database, dataKey) && opens(files.database, nextDataKey);
  if (existsSync(copyOf(files))) faulting(() => rmSync(copyOf(files), { force: true }));
  if (!begun) return { dataKey, slots };
  const settled = tookOver ? rotated(slots) : unrotated(slots);
  faulting(() => replaceFile(files.slots, writeSlotFile(settled)));
  (tookOver ? dataKey : nextDataKey)?.fill(0);
  return { dataKey: tookOver ? nextDataKey : dataKey, slots: settled };
};

const opens = (file: string, key: Uint8Array): boolean => {
  const connection = openedOrNull(file, key);
  connection?.close();
  return connection !== null;
};

const openedOrNull = (file: string, key: Uint8Array): Connection | null => {
  let connection: Connection | null = null;
  try {
    connection = Connection.open(file, key, 'existing');
    versionOf(connection);
    return connection;
  } catch (error) {
    connection?.close();
    if (error instanceof VaultFault && error.code === 'vault/database-damaged') return null;
    throw error;
  }
};
