import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { verifyAuditChain } from './audit/verify.ts';
import type { AuditHead } from './audit/entry.ts';
import { Connection } from './driver.ts';
import { faulting, isOfDisk, VaultFault } from './failures.ts';
import { replaceFile, syncFolder, vaultFiles } from './folder.ts';
import { readable } from './handle.ts';
import { assertPages } from './health.ts';
import { readSlotFile, writeSlotFile, type SlotFile } from './key-slots.ts';
import { markUnfinished, unmark } from './unfinished.ts';

/** What a backup holds, as read back from it. */
export interface BackupReport {
  readonly folder: string;
  /** Size of the copied database. */
  readonly bytes: number;
  /** The last audit entry in the copy. */
  readonly head: AuditHead;
}

/**
 * Copies an open vault into a new folder that is itself a vault: consistent, encrypted under the same key, without free
 * pages. The copy is opened and read in full (pages, audit chain, key slots) before it appears under its name.
 *
 * @throws VaultFault `vault/exists`, `vault/read-only`, `vault/disk-full`, or `vault/database-damaged` and
 * `vault/slots-damaged` when what was read back is not what was written.
 */
export const copyVault = (source: Connection, dataKey: Uint8Array, slots: SlotFile, folder: string): BackupReport => {
  if (existsSync(folder)) throw new VaultFault('vault/exists', 'backup');
  const building = vaultFiles(`${folder}.${randomUUID()}`);
  try {
    faulting(() => {
      mkdirSync(building.folder, { recursive: true, mode: 0o700 });
      markUnfinished(building.folder, { purpose: 'backup', vaultId: slots.vaultId });
    });
    source.copyInto(building.database);
    const head = readBack(building.database, dataKey);
    const report = { folder, bytes: statSync(building.database).size, head };
    faulting(() => {
      const text = writeSlotFile(slots);
      replaceFile(building.slots, text);
      // Without them nobody opens the copy.
      if (readFileSync(building.slots, 'utf8') !== text) throw new VaultFault('vault/slots-damaged', 'of the copy');
      writeFileSync(building.lock, '', { mode: 0o600 });
      unmark(building.folder);
      renameSync(building.folder, folder);
      syncFolder(dirname(folder));
    });
    return report;
  } finally {
    rmSync(building.folder, { recursive: true, force: true });
  }
};

/** The id of the vault that a folder is a copy of, as its slot file says; null where there is no sound one that can be read. */
export const backupOwner = (folder: string): string | null => {
  const { slots } = vaultFiles(folder);
  try {
    const file = existsSync(slots) ? readSlotFile(readFileSync(slots, 'utf8')) : null;
    return file?.ok === true ? file.value.vaultId : null;
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return null;
  }
};

const readBack = (file: string, dataKey: Uint8Array): AuditHead => {
  const copy = Connection.open(file, dataKey, 'existing');
  try {
    assertPages(copy);
    const report = verifyAuditChain(readable(copy));
    if (!report.intact) throw new VaultFault('vault/database-damaged', 'audit trail of the copy');
    return report.head;
  } finally {
    copy.close();
  }
};
