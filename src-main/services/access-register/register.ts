import { beyondBaseline, type Beyond } from '../../domain/role-baseline.ts';
import type { Role } from '../../domain/roles.ts';
import { account, accounts, programAccount, roleHistory, type ReadableVault } from '../../vault/index.ts';
import { settingAt } from '../settings/in-force.ts';

/** A role that somebody held then, since when (UTC), and who gave it. */
interface Held {
  readonly role: Role;
  readonly since: string;
  readonly grantedBy: string;
}

/** Who had access at the end of a day, UTC. */
export interface Register {
  readonly day: string;
  readonly people: {
    readonly accountId: string;
    readonly userName: string;
    readonly fullName: string;
    readonly roles: Held[];
  }[];
  /** The procedure that said then what may be held, and what was beyond it. */
  readonly procedure: string | null;
  readonly beyond: Beyond[];
}

/**
 * The accounts that were active at the end of the day, with the roles that they held then (483 to NAMSA 1998; Annex 11,
 * 12.3): computed from the history, kept nowhere. Window, command line and dossier all have it from here.
 */
export const registerOn = (db: ReadableVault, day: string): Register => {
  const end = `${day}T23:59:59.999Z`;
  const heldThen = (from: string, until: string | null): boolean => from <= end && (until === null || until > end);
  const name = (id: string): string => (id === programAccount.id ? 'Countersign' : (account(db, id)?.fullName ?? id));
  const people = accounts(db)
    .filter(({ createdAt, deactivatedAt }) => heldThen(createdAt, deactivatedAt))
    .map(({ id, userName, fullName }) => ({
      accountId: id,
      userName,
      fullName,
      roles: roleHistory(db, id)
        .filter(({ grantedAt, revokedAt }) => heldThen(grantedAt, revokedAt))
        .map(({ role, grantedAt, grantedBy }) => ({ role, since: grantedAt, grantedBy: name(grantedBy) })),
    }));
  const baseline = settingAt(db, 'access.baseline', end);
  const holders = people.map((one) => ({ ...one, roles: one.roles.map(({ role }) => role) }));
  return { day, people, procedure: baseline.procedure, beyond: [...beyondBaseline(baseline, holders)] };
};
