import { createHash } from 'node:crypto';
import { canonicalize } from '../domain/canonical-json.ts';
import { accounts } from './accounts.ts';
import type { AuditSubject } from './audit/entry.ts';
import type { AuditWriter } from './audit/writer.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { slotId, type SlotFailure, type SlotFile } from './key-slots.ts';
import { lastRecoveryKit } from './recovery-kit.ts';
import { kitSlotId } from './recovery-slot.ts';
import { saveSetting, setting } from './settings.ts';
import type { Stamp } from './stamp.ts';

/** Keys of `vault_setting` by which the database knows what the slot file held. */
const failuresTakenKey = 'slots.failures-taken';
const slotsDigestKey = 'slots.digest';
const boxesKey = 'slots.boxes';

/** The number of the last failed login that stands in the audit trail. */
export const failuresTaken = (db: ReadableVault): number => Number(setting(db, failuresTakenKey) ?? 0);

/** Takes the failed logins that the slot file keeps over into the audit trail, each once. */
export const takeFailures = (db: WritableVault, audit: AuditWriter, slots: SlotFile): void => {
  const taken = failuresTaken(db);
  const subjectOf = subjects(db, slots);
  const fresh = slots.failures.filter((failure) => failure.n > taken);
  for (const failure of fresh) {
    const { n, at, zone, locked, factor } = failure;
    audit.record({
      action: 'session.refuse',
      subject: subjectOf(failure),
      eventAt: at,
      details: { attempt: n, attemptedAt: at, attemptedZone: zone, locked, factor },
    });
  }
  const lost = slots.failureCount - taken - fresh.length;
  if (lost > 0) audit.record({ action: 'session.refuse', subject: nobody, details: { notKept: lost } });
  saveSetting(db, audit, failuresTakenKey, slots.failureCount);
};

const nobody: AuditSubject = { type: 'user-name', id: 'unknown' };

const subjects = (db: ReadableVault, slots: SlotFile): ((failure: SlotFailure) => AuditSubject) => {
  const owners = new Map(accounts(db).map((one) => [slotId(slots, one.userName), one.id]));
  const kit = lastRecoveryKit(db);
  return ({ id, factor }) => {
    if (factor === 'recovery-kit')
      return { type: 'recovery-kit', id: kit && kitSlotId(slots, kit.number) === id ? kit.number : 'unknown' };
    const owner = owners.get(id);
    return owner === undefined ? nobody : { type: 'account', id: owner };
  };
};

/** What the database remembers of the wrapped keys; null in a vault that was just made. */
export const knownDigest = (db: ReadableVault): unknown => setting(db, slotsDigestKey) ?? null;

/** Lets the database know the wrapped keys of a slot file. */
export const saveSlotsDigest = (db: WritableVault, stamp: Stamp, file: SlotFile): void => {
  saveSetting(db, stamp, slotsDigestKey, slotsDigest(file));
};

/** A digest of the wrapped keys; counters and locks change without it. */
export const slotsDigest = (file: SlotFile): string => {
  const kept = file.slots.map(({ id, dataKey, authorityKey, secondFactor }) =>
    secondFactor === null ? [id, dataKey, authorityKey] : [id, dataKey, authorityKey, secondFactor.secret],
  );
  const { recovery } = file;
  const kit = recovery === null ? [] : [[recovery.number, recovery.slot.dataKey, recovery.slot.authorityKey]];
  return createHash('sha256')
    .update(canonicalize([...kept, ...kit]))
    .digest('hex');
};

/** The public key of each slot's box, by the slot's id. */
export type Boxes = Readonly<Record<string, string>>;

/** The boxes of a slot file as it stands, whoever wrote it. */
export const boxesOf = ({ slots, recovery }: SlotFile): Boxes =>
  Object.fromEntries(
    [...slots, ...(recovery === null ? [] : [recovery.slot])].flatMap(({ id, box }) =>
      box === null ? [] : [[id, box.publicKey]],
    ),
  );

/**
 * The boxes that the vault knows to be their owners': made in an open vault, or proven by a login. The slot file lies in the
 * clear, and what is sealed to a public key that somebody put there is theirs to open. Null in a vault of a version that
 * did not keep them.
 */
export const knownBoxes = (db: ReadableVault): Boxes | null => (setting(db, boxesKey) ?? null) as Boxes | null;

/** Lets the database know the boxes that a write of its own changes; what was not known before stays unknown. */
export const saveBoxes = (db: WritableVault, stamp: Stamp, before: SlotFile, next: SlotFile, proven?: string): void => {
  const [was, is] = [boxesOf(before), boxesOf(next)];
  const known = knownBoxes(db) ?? (knownDigest(db) === slotsDigest(before) ? was : {});
  const kept = Object.keys(is).flatMap((id) => {
    const ours = is[id] !== was[id] || id === proven ? is[id] : known[id];
    return ours === undefined ? [] : [[id, ours]];
  });
  saveSetting(db, stamp, boxesKey, Object.fromEntries(kept) as Record<string, string>);
};
