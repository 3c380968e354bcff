import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { backupOwner } from './backup.ts';
import { faulting, refusals, VaultFault, type VaultFailure } from './failures.ts';
import { syncFolder, vaultFiles } from './folder.ts';
import type { AuditHead } from './audit/entry.ts';
import { checkVault, type VaultCheck } from './health.ts';
import type { VaultEnvironment } from './open-vault.ts';
import type { Credentials } from './slot-attempts.ts';
import { markUnfinished, unmark } from './unfinished.ts';
import { openVault } from './vault.ts';

/** What a restored vault was found to hold. */
export interface RestoreReport {
  readonly folder: string;
  /** The last audit entry that the backup holds: the one that was reported when it was taken. */
  readonly head: AuditHead;
  readonly check: VaultCheck;
}

export interface RestoreInput extends VaultEnvironment, Credentials {
  /** The backup's folder. It is read and never written. */
  readonly backup: string;
  /** Where the vault is to stand; it must not exist yet. */
  readonly folder: string;
  /** `drill` leaves no trace in the copy's own trail: nobody works with it. */
  readonly purpose: 'restore' | 'drill';
}

/**
 * Puts a copy of a backup in place as a vault: opened with somebody's pass phrase, read in full, and with the restore in
 * its own audit trail. It appears whole or not at all, and never over another vault. A restore is an administrator's act, as
 * a backup is; a drill proves a backup for whoever can open it. Failures: those of opening a vault, `vault/exists`,
 * `vault/not-administrator`, and `vault/database-damaged` where anything in it is not what it was.
 */
export const restoreVault = async (input: RestoreInput): Promise<Result<RestoreReport, Failure<VaultFailure>>> => {
  const from = vaultFiles(input.backup);
  if (!existsSync(from.database) || !existsSync(from.slots)) return fail('vault/not-found');
  if (existsSync(input.folder)) return fail('vault/exists');
  const building = vaultFiles(`${input.folder}.${randomUUID()}`);
  try {
    const copied = refusals(() => {
      faulting(() => {
        mkdirSync(building.folder, { recursive: true, mode: 0o700 });
        const vaultId = backupOwner(input.backup);
        if (vaultId !== null) markUnfinished(building.folder, { purpose: 'restore', vaultId });
        copyFileSync(from.database, building.database);
        copyFileSync(from.slots, building.slots);
        // A folder that somebody copied by hand has its newest entries in the log alone, and says which the last one is.
        for (const [file, copy] of [
          [`${from.database}-wal`, `${building.database}-wal`],
          [from.head, building.head],
        ] as const)
          if (existsSync(file)) copyFileSync(file, copy);
        writeFileSync(building.lock, '', { mode: 0o600 });
      });
      return ok(undefined);
    });
    if (!copied.ok) return copied;
    const { userName, passPhrase, code = null, clock, appVersion, kdf } = input;
    const environment = { clock, appVersion, ...(kdf === undefined ? {} : { kdf }) };
    const opened = await openVault({
      folder: building.folder,
      userName,
      passPhrase,
      code,
      asking: input.purpose === 'drill' ? 'pass-phrase' : 'everything',
      ...environment,
    });
    if (!opened.ok) return opened;
    const vault = opened.value;
    if (input.purpose === 'restore' && !vault.hasAuthority) {
      vault.close('exit');
      return fail('vault/not-administrator');
    }
    return refusals(() => {
      const report = { folder: input.folder, head: vault.foundHead, check: vault.read((db) => checkVault(db)) };
      if (!report.check.intact) {
        vault.close('exit');
        throw new VaultFault('vault/database-damaged', 'the backup');
      }
      if (input.purpose === 'restore')
        vault.write(vault, (_, audit) =>
          audit.record({
            action: 'vault.restore',
            subject: { type: 'vault', id: vault.identity.id },
            details: { from: input.backup, head: { ...report.head } },
          }),
        );
      vault.close('exit');
      if (input.purpose === 'restore')
        faulting(() => {
          unmark(building.folder);
          renameSync(building.folder, input.folder);
          syncFolder(dirname(input.folder));
        });
      return ok(report);
    });
  } finally {
    rmSync(building.folder, { recursive: true, force: true });
  }
};
