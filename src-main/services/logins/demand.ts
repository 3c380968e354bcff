import type { Role } from '../../domain/roles.ts';
import {
  saveSetting,
  setting,
  type Account,
  type OpenVault,
  type ReadableVault,
  type Stamp,
  type WritableVault,
} from '../../vault/index.ts';

const key = 'logins.second-factor-roles';

/** The roles whose holders have to log in with a second factor. */
export const secondFactorRoles = (db: ReadableVault): readonly Role[] => (setting(db, key) ?? []) as readonly Role[];

export const saveSecondFactorRoles = (db: WritableVault, stamp: Stamp, roles: readonly Role[]): void =>
  saveSetting(db, stamp, key, roles);

export const demandsSecondFactor = (db: ReadableVault, { roles }: Pick<Account, 'roles'>): boolean =>
  secondFactorRoles(db).some((role) => roles.includes(role));

/** Whether an account has to enrol a second factor before it can do anything else. */
export const mustEnrol = (vault: OpenVault, account: Account): boolean =>
  vault.read((db) => demandsSecondFactor(db, account)) && !vault.slotState(account.id).secondFactor;
