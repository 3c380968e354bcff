import type { Handlers, Output } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import type { JsonValue } from '../../domain/result.ts';
import { account, auditTrail, verifyAuditChain, type ReadableVault, type StoredAuditEntry } from '../../vault/index.ts';
import { callerWith, type ServiceContext } from '../context.ts';

type AuditRow = Output<'audit.list'>['entries'][number];

const pageSize = 100;

/** An entry of the audit trail as screens show it: values as text. */
export const auditRow = (db: ReadableVault, entry: StoredAuditEntry): AuditRow => ({
  seq: entry.seq,
  at: entry.at,
  zone: entry.zone,
  who: entry.account.userName,
  roles: [...entry.account.roles],
  action: entry.action,
  subject: {
    ...entry.subject,
    name: entry.subject.type === 'account' ? (account(db, entry.subject.id)?.fullName ?? null) : null,
  },
  reason: entry.reason,
  changes: entry.changes.map((change) => ({ path: change.path, old: text(change.old), new: text(change.new) })),
  hash: entry.hash,
});

const text = (value: JsonValue): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Reading the audit trail and proving its chain. */
export const auditHandlers = (context: ServiceContext): Pick<Handlers, 'audit.list' | 'audit.verify'> => ({
  'audit.list': ({ before, subject }) => {
    const caller = callerWith(context, 'read-audit-trail');
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const page = auditTrail(db, {
        order: 'newest-first',
        limit: pageSize,
        ...(subject === null || subject === '' ? {} : { subjectId: subject }),
        ...(before === null ? {} : { after: String(before) }),
      });
      return ok({
        entries: page.items.map((entry) => auditRow(db, entry)),
        next: page.next === null ? null : Number(page.next),
      });
    });
  },
  'audit.verify': () => {
    const caller = callerWith(context, 'read-audit-trail');
    if (!caller.ok) return caller;
    const report = caller.value.vault.read((db) => verifyAuditChain(db));
    return ok({
      ok: report.intact,
      entries: report.verified,
      head: report.head.hash,
      firstBad: report.firstBad === null ? null : { seq: report.firstBad.seq, why: report.firstBad.defect },
    });
  },
});
