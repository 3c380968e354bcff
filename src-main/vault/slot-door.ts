import { accounts } from './accounts.ts';
import type { AuditWriter } from './audit/writer.ts';
import type { ReadableVault } from './handle.ts';
import { slotId, type Slot, type SlotFile } from './key-slots.ts';
import { kitInForce } from './recovery-kit.ts';
import { boxesOf, failuresTaken, knownBoxes, knownDigest, slotsDigest } from './slot-ledger.ts';

/** What the slot file has that the database does not know of, when a session begins. */
export interface DoorFindings {
  /** Anything at all, failed tries included. */
  readonly strange: boolean;
  /** The ids of the slots of active accounts. */
  readonly known: ReadonlySet<string>;
  /** The file is not the one that was written last. */
  readonly differs: boolean;
  /** How many slots are nobody's. */
  readonly orphans: number;
  /** How many slots have a box that is not known to be their owner's. */
  readonly foreignBoxes: number;
  /** The number of a kit that was used, or made in a transaction that did not land, or put there by somebody. */
  readonly strayKit: string | null;
}

/** Holds the slot file against the database. `own` is the slot that opened it, which has just proven itself. */
export const foundAtTheDoor = (db: ReadableVault, file: SlotFile, own: string): DoorFindings => {
  const known = new Set(accounts(db, { status: 'active' }).map((one) => slotId(file, one.userName)));
  const digest = knownDigest(db);
  const boxes = knownBoxes(db);
  const strayKit = kitInForce(db, file) === null ? (file.recovery?.number ?? null) : null;
  const orphans = file.slots.filter((slot) => !known.has(slot.id)).length;
  const foreignBoxes = Object.entries(boxesOf(file)).filter(
    ([id, key]) => boxes !== null && id !== own && boxes[id] !== key,
  ).length;
  const differs = foreignBoxes > 0 || (digest !== null && digest !== slotsDigest(file));
  const strange = differs || orphans > 0 || strayKit !== null || file.failureCount > failuresTaken(db);
  return { strange, known, differs, orphans, foreignBoxes, strayKit };
};

/** What was found, in the audit trail. */
export const recordFindings = (
  audit: AuditWriter,
  subject: { readonly type: string; readonly id: string },
  { differs, orphans, foreignBoxes, strayKit }: DoorFindings,
): void => {
  if (differs) audit.record({ action: 'slots.differ', subject, details: { orphans, strange: foreignBoxes } });
  if (orphans > 0) audit.record({ action: 'slots.remove-orphans', subject, details: { orphans } });
  if (strayKit !== null) audit.record({ action: 'recovery.remove', subject: { type: 'recovery-kit', id: strayKit } });
};

/** The slot file without what is nobody's, with the opener's slot as its login brought it up to date. */
export const afterTheDoor = (file: SlotFile, { known, strayKit }: DoorFindings, upgraded: Slot | null): SlotFile => ({
  ...file,
  slots: file.slots
    .filter((slot) => known.has(slot.id))
    .map((slot) => (slot.id === upgraded?.id ? { ...upgraded, failed: slot.failed, lockedAt: slot.lockedAt } : slot)),
  recovery: strayKit === null ? file.recovery : null,
  failures: [],
});
