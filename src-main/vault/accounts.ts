import { randomUUID } from 'node:crypto';
import { ok, type Result } from '../domain/result.ts';
import type { Role } from '../domain/roles.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import type { Stamp } from './stamp.ts';
import { foldUserName, freeUserName, type UserNameFailure } from './user-name.ts';

export type AccountStatus = 'active' | 'deactivated';

/** A person's account. Never deleted and its user name never given again (21 CFR 11.100(a)). */
export interface Account {
  readonly id: string;
  readonly userName: string;
  readonly fullName: string;
  readonly email: string | null;
  readonly status: AccountStatus;
  /** True after an administrator chose the pass phrase (draft Annex 11, 11.4). */
  readonly mustChangePassPhrase: boolean;
  /** The roles held now. */
  readonly roles: readonly Role[];
  readonly createdAt: string;
  readonly deactivatedAt: string | null;
}

/** Who the audit trail and the database mean when nobody acted: migrations, failed logins, repairs. Not an account. */
export const programAccount = { id: 'program', userName: 'program', roles: [] } as const;

/** The program as the actor of a write. */
export const programActor = { accountId: programAccount.id } as const;

interface AccountRow extends Omit<Account, 'roles' | 'mustChangePassPhrase'> {
  readonly mustChange: number;
  readonly roles: string;
}

const select = `
  SELECT id, user_name AS userName, full_name AS fullName, email, status, must_change_pass_phrase AS mustChange,
    created_at AS createdAt, deactivated_at AS deactivatedAt,
    (SELECT json_group_array(role ORDER BY role) FROM account_role WHERE account_id = account.id AND revoked_at IS NULL) AS roles
  FROM account`;

const accountOf = ({ mustChange, roles, ...row }: AccountRow): Account => ({
  ...row,
  mustChangePassPhrase: mustChange === 1,
  roles: JSON.parse(roles) as Role[],
});

export const account = (db: ReadableVault, id: string): Account | undefined => {
  const row = db.get<AccountRow>(`${select} WHERE id = ?`, id);
  return row && accountOf(row);
};

/** By user name, whatever its case or Unicode form. */
export const accountByUserName = (db: ReadableVault, userName: string): Account | undefined => {
  const row = db.get<AccountRow>(`${select} WHERE user_name_folded = ?`, foldUserName(userName));
  return row && accountOf(row);
};

/** All accounts by full name; an organisation has hundreds, so there are no pages. */
export const accounts = (db: ReadableVault, filter: { readonly status?: AccountStatus } = {}): readonly Account[] =>
  db
    .all<AccountRow>(
      `${select} WHERE status = coalesce(?, status) ORDER BY full_name COLLATE NOCASE, id`,
      filter.status ?? null,
    )
    .map(accountOf);

/** Active accounts that hold one of these roles now. */
export const accountsWithRole = (db: ReadableVault, roles: readonly Role[]): readonly Account[] =>
  accounts(db, { status: 'active' }).filter((candidate) => candidate.roles.some((role) => roles.includes(role)));

export interface NewAccount {
  readonly userName: string;
  readonly fullName: string;
  readonly email?: string | null;
  readonly roles: readonly Role[];
  readonly mustChangePassPhrase: boolean;
}

/** Whether a new account may have this name: nobody ever had it, or one that looks like it. */
export const userNameFree = (db: ReadableVault, userName: string): ReturnType<typeof freeUserName> =>
  freeUserName(userName, [programAccount, ...accounts(db)]);

/** Creates an account with its roles. It can log in once it has a key slot (`OpenVault.addSlot`). */
export const createAccount = (db: WritableVault, stamp: Stamp, input: NewAccount): Result<Account, UserNameFailure> => {
  const free = userNameFree(db, input.userName);
  if (!free.ok) return free;
  const { folded } = free.value;
  const id = randomUUID();
  db.run(
    `INSERT INTO account (id, user_name, user_name_folded, full_name, email, status, must_change_pass_phrase, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?)`,
    id,
    input.userName.normalize('NFC').trim(),
    folded,
    input.fullName,
    input.email ?? null,
    input.mustChangePassPhrase ? 1 : 0,
    stamp.at,
    stamp.at,
  );
  input.roles.forEach((role) => grantRole(db, stamp, id, role));
  return ok(existing(db, id));
};

export interface AccountUpdate {
  readonly fullName?: string;
  readonly email?: string | null;
  readonly mustChangePassPhrase?: boolean;
}

export const updateAccount = (db: WritableVault, stamp: Stamp, id: string, update: AccountUpdate): Account => {
  const before = existing(db, id);
  db.run(
    'UPDATE account SET full_name = ?, email = ?, must_change_pass_phrase = ?, updated_at = ? WHERE id = ?',
    update.fullName ?? before.fullName,
    update.email === undefined ? before.email : update.email,
    (update.mustChangePassPhrase ?? before.mustChangePassPhrase) ? 1 : 0,
    stamp.at,
    id,
  );
  return existing(db, id);
};

/** Deactivates or reactivates. The key slot is the caller's to remove or add. */
export const setAccountStatus = (db: WritableVault, stamp: Stamp, id: string, status: AccountStatus): Account => {
  db.run(
    'UPDATE account SET status = ?, deactivated_at = ?, updated_at = ? WHERE id = ?',
    status,
    status === 'deactivated' ? stamp.at : null,
    stamp.at,
    id,
  );
  return existing(db, id);
};

/** Grants a role; one that is held already stays as it was granted. */
export const grantRole = (db: WritableVault, stamp: Stamp, id: string, role: Role): void => {
  db.run(
    'INSERT INTO account_role (account_id, role, granted_at, granted_by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    role,
    stamp.at,
    stamp.account.id,
  );
};

/** Takes a role away; answers whether it was held. */
export const revokeRole = (db: WritableVault, stamp: Stamp, id: string, role: Role): boolean =>
  db.run(
    'UPDATE account_role SET revoked_at = ?, revoked_by = ? WHERE account_id = ? AND role = ? AND revoked_at IS NULL',
    stamp.at,
    stamp.account.id,
    id,
    role,
  ) > 0;

/** One grant of a role, standing or revoked: the register "who could approve on date X" (Annex 11, 12.3) reads these. */
export interface RoleGrant {
  readonly accountId: string;
  readonly role: Role;
  readonly grantedAt: string;
  readonly grantedBy: string;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
}

export const roleHistory = (db: ReadableVault, accountId: string): readonly RoleGrant[] =>
  db.all<RoleGrant>(
    `SELECT account_id AS accountId, role, granted_at AS grantedAt, granted_by AS grantedBy, revoked_at AS revokedAt,
       revoked_by AS revokedBy
     FROM account_role WHERE account_id = ? ORDER BY granted_at, role`,
    accountId,
  );

const existing = (db: ReadableVault, id: string): Account => {
  const found = account(db, id);
  if (found === undefined) throw new Error(`no account ${id}`);
  return found;
};
