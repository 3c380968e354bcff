import type { Handlers, Output } from '../../contract/index.ts';
import { riskOf, unusualActions } from '../../domain/audit-events.ts';
import { fail, ok, type Failure } from '../../domain/result.ts';
import type { JsonValue } from '../../domain/result.ts';
import {
  account,
  accounts,
  auditTrail,
  clearFailedSigning,
  foldUserName,
  frozenHeads,
  verifyAuditChain,
  type ReadableVault,
  type StoredAuditEntry,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { ownKey, stillInUse, withOwnKey } from '../signing/own-key.ts';
import { signCheckpoint } from './checkpoint.ts';
import type { JudgedEvidence } from './evidence.ts';
import { verifyTrail } from './verify.ts';

type AuditRow = Output<'audit.list'>['entries'][number];

const pageSize = 100;

/** An entry of the audit trail as screens show it: values as text. */
export const auditRow = (db: ReadableVault, entry: StoredAuditEntry): AuditRow => ({
  seq: entry.seq,
  at: entry.at,
  zone: entry.zone,
  who: entry.account.userName,
  roles: [...entry.account.roles],
  eventAt: entry.eventAt ?? null,
  station: entry.station ?? null,
  action: entry.action,
  risk: riskOf(entry.action),
  subject: {
    ...entry.subject,
    name: entry.subject.type === 'account' ? (account(db, entry.subject.id)?.fullName ?? null) : null,
  },
  reason: entry.reason,
  changes: entry.changes.map((change) => ({ path: change.path, old: text(change.old), new: text(change.new) })),
  details: Object.entries(entry.details).map(([name, value]) => ({ name, value: text(value) })),
  hash: entry.hash,
});

const text = (value: JsonValue): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Reading the audit trail and proving its chain. */
export const auditHandlers = (
  context: ServiceContext,
): Pick<Handlers, 'audit.list' | 'audit.verify' | 'audit.checkpoint'> => ({
  'audit.list': ({ before, subject, who, from, to, unusual }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const person = who === null ? null : accounts(db).find((one) => foldUserName(one.userName) === foldUserName(who));
      const page = auditTrail(db, {
        order: 'newest-first',
        limit: pageSize,
        ...(subject === null || subject === '' ? {} : { subjectId: subject }),
        ...(person === null ? {} : { accountId: person?.id ?? '' }),
        ...(from === null ? {} : { from: `${from}T00:00:00.000Z` }),
        ...(to === null ? {} : { to: `${to}T23:59:59.999Z` }),
        ...(unusual ? { actions: unusualActions } : {}),
        ...(before === null ? {} : { after: JSON.stringify([before]) }),
      });
      return ok({
        entries: page.items.map((entry) => auditRow(db, entry)),
        next: page.next === null ? null : (page.items.at(-1)?.seq ?? null),
      });
    });
  },
  'audit.checkpoint': async ({ userName, ...secrets }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    if (foldUserName(userName) !== foldUserName(self.userName)) return fail('signing/wrong-user');
    const now = context.clock.now();
    const own = vault.read((db) => ownKey(db, self.id, now));
    if (!own.ok) return own;
    const subject = { type: 'vault', id: vault.identity.id };
    return withOwnKey(context, caller.value, own.value, secrets, { subject, details: {} }, async (signer) => {
      // Nobody puts their name to a history that does not hold.
      const report = vault.read((db) => verifyAuditChain(db, frozenHeads(db)));
      if (!report.intact) return fail('audit/not-intact', { seq: report.firstBad?.seq ?? 0 });
      const checkpoint = { vaultId: vault.identity.id, ...report.head, at: now.toISOString() };
      const bytes = await signCheckpoint(checkpoint, signer);
      const still = stillInUse(caller.value, own.value, context);
      if (!still.ok) return still;
      vault.write(vault, (db, audit) => {
        clearFailedSigning(db, own.value.key.id);
        audit.record({
          action: 'audit.checkpoint',
          subject,
          details: { head: { ...report.head }, certificate: own.value.certificate.serial },
        });
      });
      const day = checkpoint.at.slice(0, 10);
      return ok({
        fileName: `audit-trail-${day}-${checkpoint.seq}.checkpoint`,
        bytes,
        seq: checkpoint.seq,
        at: checkpoint.at,
      });
    });
  },
  'audit.verify': ({ files }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const { report, guardsMissing, evidence, outcome } = verifyTrail(vault, vault, files, { now: context.clock.now() });
    return ok({
      outcome,
      entries: report.verified,
      head: report.head.hash,
      firstBad: report.firstBad === null ? null : { seq: report.firstBad.seq, why: report.firstBad.defect },
      guardsMissing: [...guardsMissing],
      evidence: evidence.map(({ name, judged }) => ({
        name,
        refused: judged.ok ? null : { code: judged.error.code, vaultId: vaultIdOf(judged.error.details) },
        judged: judged.ok ? viewOf(judged.value) : null,
      })),
    });
  },
});

const vaultIdOf = (details: Failure['details']): string | null => {
  const id = details?.['vaultId'];
  return typeof id === 'string' ? id : null;
};

const viewOf = ({ kind, head, signer, at, standing, place, proof }: JudgedEvidence) => ({
  kind,
  seq: head.seq,
  signer,
  at,
  standing,
  place,
  proof,
});
