import type { Handlers } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import { Role, roleLabel } from '../../domain/roles.ts';
import { accounts, auditTrail, type Account, type ReadableVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { reviewFor } from './access.ts';
import { safeCsv } from './export.ts';

/** Headings that an import takes for what they are. */
const header = ['Account', 'Full name', 'E-mail', 'Roles', 'Status', 'Created', 'Last login', 'Privileged'];

/**
 * Countersign's own accounts are reviewed like those of any system (21 CFR 11.300(b); Annex 11, 12): its vault writes the
 * account list that another system would export, and the review goes its usual way.
 */
export const ownAccountHandlers = (context: ServiceContext): Pick<Handlers, 'access.ownAccounts'> => ({
  'access.ownAccounts': ({ recordId }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const { vault } = review.value.caller;
    const rows = vault.read((db) => accounts(db).map((one) => rowOf(db, one)));
    const extractedAt = vault.write(vault, (_, audit) => {
      audit.record({
        action: 'access.own-accounts',
        subject: { type: 'record', id: recordId },
        details: { rows: rows.length },
      });
      return audit.at;
    });
    const { name, id } = vault.identity;
    return ok({
      fileName: `accounts-of-${id.slice(0, 8)}-${extractedAt.slice(0, 10)}.csv`,
      bytes: safeCsv(header, rows),
      rows: rows.length,
      source: `Countersign, vault ${name} (${id})`,
      extractor: `Countersign ${context.version}`,
      query: 'All accounts of this vault, those taken out of use too',
      extractedAt,
    });
  },
});

const rowOf = (db: ReadableVault, { id, userName, fullName, email, roles, status, createdAt }: Account): string[] => [
  userName,
  fullName,
  email ?? '',
  roles.map((role) => roleLabel[role]).join(';'),
  status,
  createdAt.slice(0, 10),
  lastLogin(db, id)?.slice(0, 10) ?? '',
  roles.includes(Role.Administrator) ? 'yes' : 'no',
];

/** UTC; from the audit trail, which has every login. */
const lastLogin = (db: ReadableVault, accountId: string): string | undefined =>
  auditTrail(db, {
    subjectType: 'account',
    subjectId: accountId,
    actions: ['session.open'],
    order: 'newest-first',
    limit: 1,
  }).items[0]?.at;
