import type { ReadableVault, WritableVault } from './handle.ts';
import type { SlotFile } from './key-slots.ts';
import { saveSetting, setting } from './settings.ts';
import type { Stamp } from './stamp.ts';

/** What the vault knows of the last recovery kit that was made. It holds nothing that opens anything. */
export interface RecoveryKit {
  readonly number: string;
  /** UTC, ISO 8601. */
  readonly madeAt: string;
  /** Account ids: the administrator who made it, and the second person who was present. */
  readonly madeBy: string;
  readonly witness: string;
  /** Who took part A, and who part B. */
  readonly holders: readonly [string, string];
  readonly usedAt: string | null;
}

const key = 'recovery.kit';

export const lastRecoveryKit = (db: ReadableVault): RecoveryKit | undefined => {
  const kept = setting(db, key);
  return kept === undefined ? undefined : (kept as unknown as RecoveryKit);
};

export const saveRecoveryKit = (db: WritableVault, stamp: Stamp, kit: RecoveryKit): void =>
  saveSetting(db, stamp, key, { ...kit });

/** The kit that opens the vault now: the one in the slot file, if it is the last that was made and was not used. */
export const kitInForce = (db: ReadableVault, { recovery }: Pick<SlotFile, 'recovery'>): RecoveryKit | null => {
  const kit = lastRecoveryKit(db);
  return kit !== undefined && kit.usedAt === null && kit.number === recovery?.number ? kit : null;
};
