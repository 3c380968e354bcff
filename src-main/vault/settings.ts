import type { JsonValue } from '../domain/result.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';

/** A setting's value, or undefined where it was never set. The caller parses it: its shape is the service's concern. */
export const setting = (db: ReadableVault, key: string): JsonValue | undefined => {
  const row = db.get<{ readonly value: string }>('SELECT value FROM vault_setting WHERE key = ?', key);
  return row === undefined ? undefined : (JSON.parse(row.value) as JsonValue);
};

export const saveSetting = (db: WritableVault, stamp: Stamp, key: string, value: JsonValue): void => {
  db.run(
    `INSERT INTO vault_setting (key, value, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    key,
    JSON.stringify(value),
    stamp.at,
  );
};

/** What a vault is called and whose it is. Written once, when the vault is created. */
export interface VaultIdentity {
  /** Random UUID; stands in `keyslots.json` too. */
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly createdAt: string;
}

const identityKey = 'vault.identity';

/** Set in a copy that was salvaged from a damaged vault, and nowhere else. */
export const salvagedKey = 'vault.salvaged';

export const saveIdentity = (db: WritableVault, stamp: Stamp, identity: VaultIdentity): void =>
  saveSetting(db, stamp, identityKey, { ...identity });

/** @throws Error for a database without identity, which `createVault` never leaves. */
export const vaultIdentity = (db: ReadableVault): VaultIdentity => {
  const value = setting(db, identityKey);
  if (value === undefined) throw new Error('a vault without identity');
  return value as unknown as VaultIdentity;
};
