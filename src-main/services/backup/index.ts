import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers, Output } from '../../contract/index.ts';
import { backupDue, nextDrill } from '../../domain/backup.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import {
  administratorLockMs,
  auditTrail,
  drillName,
  restoreVault,
  type AuditEntry,
  type OpenVault,
  type RestoreReport,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { placeText } from '../session/known-vaults.ts';
import { clearLeftovers, leftoversOf } from './leftovers.ts';
import { heldIn, onSameVolume } from './place.ts';
import { backupPlan, saveBackupPlace, type BackupPlan } from './plan.ts';
import { takeBackup } from './take.ts';

type BackupState = Output<'backup.state'>;
type BackupCall = 'backup.state' | 'backup.choosePlace' | 'backup.take' | 'backup.clearLeftovers' | 'backup.drill';

/** Backups: where, how often, how long; taking one; proving that one can be restored (Annex 11 s.7.2; draft 16.3). */
export const backupHandlers = (context: ServiceContext): Pick<Handlers, BackupCall> => ({
  'backup.state': () => {
    const caller = context.caller();
    return caller.ok ? ok(stateOf(context, caller.value)) : caller;
  },
  'backup.choosePlace': async ({ sameVolumeReason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const place = await context.host.chooseFolder('backup');
    if (place === null) return ok(stateOf(context, caller.value));
    const same = onSameVolume(place, vault.folder);
    if (same && sameVolumeReason === null) return fail('backup/same-volume');
    return changed(context, caller.value, same ? sameVolumeReason : null, (plan) => ({
      ...plan,
      place,
      sameVolumeReason: same ? sameVolumeReason : null,
    }));
  },
  'backup.take': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const taken = takeBackup(context, caller.value.vault);
    return taken.ok ? ok(stateOf(context, caller.value)) : taken;
  },
  'backup.clearLeftovers': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    clearLeftovers(caller.value.vault);
    return ok(stateOf(context, caller.value));
  },
  'backup.drill': async ({ generation, passPhrase }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const plan = vault.read(backupPlan);
    const { place } = plan;
    const found = place === null ? undefined : heldIn(place, vault).generations.find(({ id }) => id === generation);
    if (!found) return fail('backup/no-such-generation');
    const { clock } = context;
    const restored = await drill(context, caller.value, found.folder, passPhrase);
    if (!restored.ok && ofTheTry.includes(restored.error.code)) return restored;
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'backup.drill',
        subject: { type: 'vault', id: vault.identity.id },
        details: {
          generation,
          passed: restored.ok,
          nextDue: restored.ok ? nextDrill(plan, clock.now().toISOString(), null) : null,
          head: restored.ok ? { ...restored.value.head } : null,
          result: restored.ok ? 'Read in full and sound' : restored.error.code,
        },
      }),
    );
    return ok(stateOf(context, caller.value));
  },
});

/** What says something about the pass phrase that was tried, and nothing about the backup. */
const ofTheTry: readonly string[] = ['backup/drill-runs', 'backup/wrong-pass-phrase', 'vault/account-locked'];

/** One drill at a time: tries that ran beside each other would all come before the first of them was counted. */
const drilling = new WeakSet<OpenVault>();

/**
 * Opens the backup with the caller's pass phrase. A wrong one counts, locks and is recorded as at the door: else whoever
 * finds the window open could try as many as they like against the copy.
 */
const drill = async (
  context: ServiceContext,
  { vault, account: self }: Caller,
  backup: string,
  passPhrase: string,
): Promise<Result<RestoreReport>> => {
  const { clock, version, kdf } = context;
  const { userName, id } = self;
  const lockedAt = vault.slotState(id).lockedAt;
  const unlocksAt = lockedAt === null ? null : new Date(Date.parse(lockedAt) + administratorLockMs);
  if (unlocksAt !== null && clock.now() < unlocksAt)
    return fail('vault/account-locked', { unlocksAt: unlocksAt.toISOString() });
  if (drilling.has(vault)) return fail('backup/drill-runs');
  drilling.add(vault);
  try {
    const restored = await restoreVault({
      backup,
      folder: join(tmpdir(), drillName(vault.identity.id)),
      userName,
      passPhrase,
      purpose: 'drill',
      clock,
      appVersion: version,
      ...(kdf === undefined ? {} : { kdf }),
    });
    if (restored.ok || restored.error.code !== 'vault/wrong-credentials') return restored;
    // It may be today's, and have been another one when the backup was taken.
    const today = await vault.authenticate({ userName, passPhrase });
    return today.ok || today.error.code === 'vault/wrong-credentials'
      ? fail('backup/wrong-pass-phrase', today.ok ? {} : (today.error.details ?? {}))
      : today;
  } finally {
    drilling.delete(vault);
  }
};

/** Changes the place, with its old and new values in the trail. */
const changed = (
  context: ServiceContext,
  caller: Caller,
  reason: string | null,
  change: (plan: BackupPlan) => BackupPlan,
): Result<BackupState> => {
  const { vault } = caller;
  const before = vault.read(backupPlan);
  const after = change(before);
  vault.write(vault, (db, audit) => {
    saveBackupPlace(db, audit, after);
    audit.record({
      action: 'backup.plan',
      subject: { type: 'vault', id: vault.identity.id },
      changes: (['place', 'sameVolumeReason'] as const)
        .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
        .map((name) => ({ path: `/${name}`, old: before[name], new: after[name] })),
      reason,
    });
  });
  return ok(stateOf(context, caller));
};

const stateOf = ({ clock }: ServiceContext, { vault }: Caller): BackupState =>
  vault.read((db) => {
    const plan = backupPlan(db);
    const trail = (actions: readonly string[]) => auditTrail(db, { actions, order: 'newest-first', limit: 100 }).items;
    const heads = new Map(
      trail(['vault.backup']).map(({ details }) => [
        wordOf(details['folder']).split(/[\\/]/).at(-1),
        (details['head'] as { readonly seq: number }).seq,
      ]),
    );
    const drills = trail(['backup.drill']).map(drillOf);
    const { generations, unreadable } =
      plan.place === null ? { generations: [], unreadable: [] } : heldIn(plan.place, vault);
    const firstBackup = generations.at(-1)?.takenAt ?? null;
    const next = nextDrill(plan, drills.find(({ passed }) => passed)?.at ?? null, firstBackup);
    const now = clock.now().toISOString();
    return {
      place: plan.place === null ? null : placeText(plan.place),
      sameVolumeReason: plan.sameVolumeReason,
      everyHours: plan.everyHours,
      keep: plan.keep,
      due: plan.place !== null && backupDue(plan, plan.lastTaken, now),
      drillEveryDays: plan.drillEveryDays,
      nextDrill: next,
      drillDue: next !== null && next <= now,
      lastTaken: plan.lastTaken,
      lastFailure: plan.lastFailure,
      generations: generations.map(({ id, takenAt, bytes }) => ({ id, takenAt, bytes, head: heads.get(id) ?? null })),
      unreadable: [...unreadable],
      drills,
      leftovers: leftoversOf(vault).map(({ name, place, bytes, startedAt, removable }) => ({
        name,
        place: placeText(place),
        bytes,
        startedAt,
        removable,
      })),
    };
  });

/** A detail that was written as text. */
const wordOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

const headOf = (value: JsonValue | undefined): number | null => {
  const seq = value !== null && typeof value === 'object' && 'seq' in value ? value.seq : null;
  return typeof seq === 'number' ? seq : null;
};

const drillOf = ({ at, account, details }: AuditEntry): BackupState['drills'][number] => ({
  at,
  who: account.userName,
  generation: wordOf(details['generation']),
  passed: details['passed'] === true,
  result: wordOf(details['result']),
  head: headOf(details['head']),
});
