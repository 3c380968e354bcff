import { account, auditTrail, type OpenVault, type ReadableVault } from '../../vault/index.ts';
import type { LoginFacts } from './sessions.ts';

/** Events of a kind that are counted. */
const most = 200;

/**
 * How this account's last logins and signatures went, read from the audit trail once a login has just been made, which is left
 * out. What came since the login before is what has a higher number: a clock that was set back hides nothing.
 */
export const loginFacts = (vault: OpenVault): Omit<LoginFacts, 'history'> =>
  vault.read((db) => {
    const { items } = auditTrail(db, {
      subjectType: 'account',
      subjectId: vault.accountId,
      actions: ['session.open', 'session.refuse'],
      order: 'newest-first',
      limit: most,
    });
    const earlier = items.slice(1);
    const last = earlier.findIndex((entry) => entry.action === 'session.open');
    const since = last < 0 ? earlier : earlier.slice(0, last);
    const before = earlier[last] ?? null;
    const signing = auditTrail(db, {
      accountId: vault.accountId,
      actions: ['signing.refuse'],
      order: 'oldest-first',
      after: JSON.stringify([before?.seq ?? 0]),
      limit: most,
    }).items;
    const failures = [...since, ...signing].map((entry) => entry.eventAt ?? entry.at).sort();
    return {
      failedLogins: since.length,
      failedSignings: signing.length,
      lastFailure: failures.at(-1) ?? null,
      lastLogin: before?.at ?? null,
      recovered: recoveredSince(db, before?.seq ?? 0),
    };
  });

/** The last use of the recovery kit, where it came after this entry. */
const recoveredSince = (db: ReadableVault, seq: number): LoginFacts['recovered'] => {
  const [last] = auditTrail(db, { actions: ['vault.recover'], order: 'newest-first', limit: 1 }).items;
  if (last === undefined || last.seq <= seq) return null;
  return { at: last.at, userName: account(db, last.subject.id)?.userName ?? last.subject.id };
};
