import type { Role } from '../../domain/roles.ts';
import type { Account, OpenVault, ReadableVault } from '../../vault/index.ts';
import { settingInForce } from '../settings/in-force.ts';

/** The roles whose holders have to log in with a second factor. */
export const secondFactorRoles = (db: ReadableVault): readonly Role[] =>
  settingInForce(db, 'session.second-factor').roles;

export const demandsSecondFactor = (db: ReadableVault, { roles }: Pick<Account, 'roles'>): boolean =>
  secondFactorRoles(db).some((role) => roles.includes(role));

/** Whether an account has to enrol a second factor before it can do anything else. */
export const mustEnrol = (vault: OpenVault, account: Account): boolean =>
  vault.read((db) => demandsSecondFactor(db, account)) && !vault.slotState(account.id).secondFactor;
