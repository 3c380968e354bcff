import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupDue, keptGenerations } from '../../domain/backup.ts';
import { fail, type Result } from '../../domain/result.ts';
import {
  faulting,
  programActor,
  VaultFault,
  type Actor,
  type BackupReport,
  type OpenVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { generationName, heldIn, isPlace, onSameVolume } from './place.ts';
import { backupPlan, saveBackupPlace, type BackupPlan } from './plan.ts';

/** Takes a backup into the chosen place, verifies it by reading it back, and lets generations go that the rule drops. */
export const takeBackup = (
  { clock }: Pick<ServiceContext, 'clock'>,
  vault: OpenVault,
  actor: Actor = vault,
): Result<BackupReport> => {
  const plan = vault.read(backupPlan);
  if (plan.place === null) return fail('backup/no-place');
  const at = clock.now().toISOString();
  const taken = copyInto(plan, plan.place, vault, actor, at);
  const pruned = taken.ok ? prune(plan.place, vault, plan, at) : null;
  vault.write(actor, (db, audit) => {
    const lastFailure = taken.ok ? null : taken.error.code;
    saveBackupPlace(db, audit, { ...plan, lastTaken: taken.ok ? at : plan.lastTaken, lastFailure });
    const subject = { type: 'vault', id: vault.identity.id };
    if (!taken.ok) audit.record({ action: 'backup.fail', subject, details: { code: taken.error.code } });
    else audit.record({ action: 'backup.keep', subject, details: { ...pruned } });
  });
  return taken;
};

/**
 * The copy, where its place is what it was when it was chosen: of a drive that was pulled, the empty folder may be left that
 * it was mounted on, on the vault's own volume.
 */
const copyInto = (
  { sameVolumeReason }: BackupPlan,
  place: string,
  vault: OpenVault,
  actor: Actor,
  at: string,
): Result<BackupReport> => {
  if (!isPlace(place)) return fail('backup/place-unreachable');
  if (sameVolumeReason === null && onSameVolume(place, vault.folder)) return fail('backup/same-volume');
  return vault.backup(actor, join(place, generationName(vault.folder, at)), sameVolumeReason);
};

/**
 * Lets the generations go that the rule drops. What came of it is told and undoes no backup: names of those that went, and
 * causes by the name of those that the disk did not let go, or of the place where it could not be read.
 */
const prune = (
  place: string,
  vault: OpenVault,
  plan: Parameters<typeof keptGenerations>[1],
  now: string,
): { readonly dropped: readonly string[]; readonly notDropped?: Readonly<Record<string, string>> } => {
  const dropped: string[] = [];
  const notDropped: Record<string, string> = {};
  const attempt = (name: string, work: () => void): void => {
    try {
      faulting(work);
    } catch (error) {
      if (!(error instanceof VaultFault)) throw error;
      notDropped[name] = error.code;
    }
  };
  attempt(place, () => {
    const all = heldIn(place, vault).generations;
    const kept = keptGenerations(
      all.map(({ takenAt }) => takenAt),
      plan,
      now,
    );
    for (const { id, folder } of all.filter(({ takenAt }) => !kept.has(takenAt)))
      attempt(id, () => {
        rmSync(folder, { recursive: true, force: true });
        dropped.push(id);
      });
  });
  return Object.keys(notDropped).length === 0 ? { dropped } : { dropped, notDropped };
};

/**
 * Takes a backup where one is due and a place was chosen, as an act of the program: whoever happens to be logged in did
 * nothing. A failure stands in the plan and the audit trail, unless the vault itself cannot be read or written: then it is
 * due again at the next look. A salvaged copy is none to keep generations of.
 */
export const takeIfDue = (context: Pick<ServiceContext, 'clock' | 'caller'>): void => {
  try {
    const caller = context.caller();
    if (!caller.ok || caller.value.vault.salvaged) return;
    const { vault } = caller.value;
    const plan = vault.read(backupPlan);
    if (plan.place !== null && backupDue(plan, plan.lastTaken, context.clock.now().toISOString()))
      takeBackup(context, vault, programActor);
  } catch (error) {
    if (!(error instanceof VaultFault)) throw error;
  }
};
