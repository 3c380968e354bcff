import type { JsonValue } from '../../domain/result.ts';
import { backupRule } from '../../domain/settings/backup-rule.ts';
import type { SettingKey } from '../../domain/settings/index.ts';
import { saveSetting, setting, type ReadableVault, type Stamp, type WritableVault } from '../../vault/index.ts';

const profileKey = 'logins.pass-phrase-profile';

/** The pass-phrase profile that was chosen when the vault was made. Whoever makes it is alone in it. */
export const beginWithProfile = (db: WritableVault, stamp: Stamp, profile: string): void =>
  saveSetting(db, stamp, profileKey, profile);

/**
 * What a vault began with where that is not the same everywhere: what was chosen when it was made, and what one
 * administrator set before these settings came under control. Undefined where it began as every vault does.
 */
export const begunWith = (db: ReadableVault, key: SettingKey): JsonValue | undefined => {
  switch (key) {
    case 'session.pass-phrases': {
      const profile = setting(db, profileKey);
      return profile === undefined ? undefined : { profile };
    }
    case 'session.second-factor': {
      const roles = setting(db, 'logins.second-factor-roles');
      return roles === undefined ? undefined : { roles };
    }
    case 'backup.rule': {
      const plan = setting(db, 'backup.plan');
      return plan === undefined
        ? undefined
        : { ...backupRule.initial, ...(plan as Readonly<Record<string, JsonValue>>) };
    }
    default:
      return undefined;
  }
};
