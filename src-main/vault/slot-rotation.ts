import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { accounts } from './accounts.ts';
import type { ReadableVault } from './handle.ts';
import { slotId, withNextDataKey, type Slot, type SlotFile } from './key-slots.ts';
import { recoveryOwner } from './recovery-slot.ts';
import { knownBoxes } from './slot-ledger.ts';

/**
 * The slot file with every slot holding the next data key too, or the names of those whose slot cannot take one: it has
 * no box yet, or one that is not known to be its owner's. Their next login mends the first and proves the second.
 */
export const slotsWithNextDataKey = (
  db: ReadableVault,
  file: SlotFile,
  next: Uint8Array,
): Result<SlotFile, Failure<'vault/slots-outdated'>> => {
  const owners = new Map(accounts(db, { status: 'active' }).map((one) => [slotId(file, one.userName), one]));
  const outdated: string[] = [];
  const boxes = knownBoxes(db) ?? {};
  const sealed = (slot: Slot, accountId: string): Slot | null =>
    slot.box?.publicKey === boxes[slot.id] ? withNextDataKey(file, slot, accountId, next) : null;
  const slots = file.slots.flatMap((slot): readonly Slot[] => {
    const owner = owners.get(slot.id);
    if (owner === undefined) return [];
    const taken = sealed(slot, owner.id);
    if (taken === null) outdated.push(owner.userName);
    return taken === null ? [] : [taken];
  });
  const { recovery: kit } = file;
  const renewed = kit && sealed(kit.slot, recoveryOwner(kit.number));
  if (kit !== null && renewed === null) outdated.push(`recovery kit ${kit.number}`);
  if (outdated.length > 0) return fail('vault/slots-outdated', { userNames: outdated });
  return ok({ ...file, slots, recovery: kit && renewed && { ...kit, slot: renewed } });
};
