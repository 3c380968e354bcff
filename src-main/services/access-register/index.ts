import type { Handlers, Output } from '../../contract/index.ts';
import { csvLine } from '../../domain/csv.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { roleLabel } from '../../domain/roles.ts';
import { account, accounts, roleHistory, type ReadableVault } from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { matrixCsv } from './matrix.ts';

type RegisterCall = 'register.onDay' | 'register.export' | 'register.matrix';
type Register = Output<'register.onDay'>;

/** Who had access at which level on a day (483 to NAMSA 1998; Annex 11, 12.3): computed from the history, kept nowhere. */
export const registerHandlers = (context: ServiceContext): Pick<Handlers, RegisterCall> => ({
  'register.onDay': ({ day }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return known(
      context,
      day,
      caller.value.vault.read((db) => registerOn(db, day)),
    );
  },
  'register.export': ({ day }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const register = known(
      context,
      day,
      vault.read((db) => registerOn(db, day)),
    );
    if (!register.ok) return register;
    const rows = register.value.people.flatMap(({ userName, fullName, roles }) =>
      roles.map(({ role, since, grantedBy }) => [day, userName, fullName, roleLabel[role], since, grantedBy]),
    );
    vault.write(vault, (_, audit) => {
      const subject = { type: 'vault', id: vault.identity.id };
      audit.record({ action: 'register.export', subject, details: { day, rows: rows.length } });
    });
    const head = ['Day', 'User name', 'Full name', 'Role', 'Held since (UTC)', 'Granted by'];
    const text = `\uFEFF${[head, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('')}`;
    return ok({ fileName: `access-register-${day}.csv`, bytes: Buffer.from(text) });
  },
  'register.matrix': () =>
    ok({ fileName: `roles-and-duties-${context.version}.csv`, bytes: Buffer.from(`\uFEFF${matrixCsv()}`) }),
});

/** Nobody knows who will have access on a later day. */
const known = (context: ServiceContext, day: string, register: Register): Result<Register> =>
  day > today(context) ? fail('register/day-later') : ok(register);

/** The accounts that were active at the end of the day, with the roles that they held then. */
export const registerOn = (db: ReadableVault, day: string): Register => {
  const end = `${day}T23:59:59.999Z`;
  const heldThen = (from: string, until: string | null): boolean => from <= end && (until === null || until > end);
  const name = (id: string): string => account(db, id)?.fullName ?? id;
  return {
    day,
    people: accounts(db)
      .filter(({ createdAt, deactivatedAt }) => heldThen(createdAt, deactivatedAt))
      .map(({ id, userName, fullName }) => ({
        accountId: id,
        userName,
        fullName,
        roles: roleHistory(db, id)
          .filter(({ grantedAt, revokedAt }) => heldThen(grantedAt, revokedAt))
          .map(({ role, grantedAt, grantedBy }) => ({ role, since: grantedAt, grantedBy: name(grantedBy) })),
      })),
  };
};
