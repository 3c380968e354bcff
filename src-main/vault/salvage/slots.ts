import { slotSchema, newSlotFile, readSlotFile, type Slot, type SlotFile } from '../key-slots.ts';

/**
 * The slots that a damaged `keyslots.json` still holds: each is sealed for itself, so that a flaw in one leaves the others
 * as they were. Null where the vault's id or the salt of the names is gone, without which none opens.
 */
export const readSlotsPastDamage = (text: string): { readonly file: SlotFile; readonly sound: boolean } | null => {
  const sound = readSlotFile(text);
  if (sound.ok) return { file: sound.value, sound: true };
  const vaultId = /"vaultId": "([0-9a-f-]{36})"/.exec(text)?.[1];
  const salt = /"salt": "([A-Za-z0-9+/]{43}=)"/.exec(text)?.[1];
  if (vaultId === undefined || salt === undefined) return null;
  const slots = text
    .split(/^ {4}\{$/m)
    .slice(1)
    .flatMap(slotIn);
  return slots.length === 0 ? null : { file: { ...newSlotFile(vaultId), salt, slots }, sound: false };
};

/** The slot at the head of a piece of the text, laid out as this program lays it out. */
const slotIn = (piece: string): readonly Slot[] => {
  const end = /^ {4}\},?$/m.exec(piece);
  if (end === null) return [];
  try {
    const parsed = slotSchema.safeParse(JSON.parse(`{${piece.slice(0, end.index)}}`));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
};
