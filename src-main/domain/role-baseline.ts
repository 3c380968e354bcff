import { roleLabel, roles, type Role } from './roles.ts';
import type { RoleBaseline } from './settings/role-baseline.ts';

/** Somebody with the roles that they hold. */
interface Holder {
  readonly accountId: string;
  readonly fullName: string;
  readonly roles: readonly Role[];
}

/** Something that is beyond the procedure: of one person (`role` null), or of a role (`accountId` null). */
export interface Beyond {
  readonly accountId: string | null;
  readonly role: Role | null;
  readonly words: string;
}

/** What these people hold beyond what the procedure allows; empty where none is on record. */
export const beyondBaseline = (
  { procedure, mostRoles, mostHolders }: RoleBaseline,
  people: readonly Holder[],
): readonly Beyond[] => {
  if (procedure === null) return [];
  const persons = people.flatMap(({ accountId, fullName, roles: held }) =>
    mostRoles !== null && held.length > mostRoles
      ? [{ accountId, role: null, words: `${fullName} holds ${held.length} roles; the procedure allows ${mostRoles}.` }]
      : [],
  );
  const crowded = roles.flatMap((role) => {
    const most = mostHolders[role];
    const count = people.filter(({ roles: held }) => held.includes(role)).length;
    return most !== undefined && count > most
      ? [{ accountId: null, role, words: `${roleLabel[role]} is held by ${count}; the procedure allows ${most}.` }]
      : [];
  });
  return [...persons, ...crowded];
};
