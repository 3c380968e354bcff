import type { Handlers } from '../../contract/index.ts';
import { Duty } from '../../domain/roles.ts';
import { fail, ok } from '../../domain/result.ts';
import {
  approveReplacement,
  certificatesOf,
  currentAuthority,
  currentSigningKey,
  retireSigningKey,
  revokeCertificate,
  type AuditWriter,
  type OpenVault,
  type WritableVault,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { callerForMore } from '../guard.ts';
import { accountView } from './account-view.ts';
import { listEntry, nextList } from './authority.ts';
import { reAuthenticate } from './re-authenticate.ts';
import { replaceable, waitingReplacements } from './replacements.ts';
import { countsAsSecond } from './second-person.ts';

type LossCall = 'keys.revoke' | 'keys.reportLost' | 'keys.replacements' | 'keys.approveReplacement';

/** Why a certificate is revoked, and since when its key may have been in other hands (ISO 8601, UTC); null: never. */
interface Revocation {
  readonly reason: string;
  readonly invalidSince: string | null;
}

/**
 * Takes a person's key out of use, for good: all its certificates that stand go on the next revocation list. Answers what
 * is to be written, or null where there is neither key nor certificate. In an administrator's vault the list is issued at
 * once; else when the next administrator logs in (`careForAuthority`).
 */
export const retireKey = async (
  vault: OpenVault,
  accountId: string,
  revocation: Revocation,
  now: Date,
): Promise<((db: WritableVault, audit: AuditWriter) => void) | null> => {
  const { key, issued, issuing } = vault.read((db) => ({
    key: currentSigningKey(db, accountId),
    issued: certificatesOf(db, accountId).filter(({ revokedAt }) => revokedAt === null),
    issuing: currentAuthority(db, 'issuing'),
  }));
  if (!key && issued.length === 0) return null;
  // What another authority issued stands on that authority's lists.
  const entries = issued
    .filter(({ issuerId }) => issuerId !== null)
    .map(({ serial }) => listEntry(serial, now, revocation));
  const publish =
    entries.length > 0 && issuing && vault.hasAuthority ? await nextList(vault, issuing, now, entries) : null;
  return (db, audit) => {
    for (const { id } of issued) revokeCertificate(db, audit, id, revocation);
    if (key) retireSigningKey(db, audit, key.id);
    publish?.(db, audit);
  };
};

/** Keys that are taken out of use, and those that take their place: what needs a second person of it. */
export const keyLossHandlers = (context: ServiceContext): Pick<Handlers, LossCall> => ({
  'keys.reportLost': async ({ accountId, lostAt, reason }) => {
    const caller = accountId === null ? context.caller() : callerForMore(context, 'keys.reportLost');
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const whose = accountId ?? self.id;
    const now = context.clock.now();
    if (Date.parse(lostAt) > now.getTime()) return fail('keys/invalid-since-later');
    const since = new Date(lostAt).toISOString();
    const retire = await retireKey(vault, whose, { reason: 'keyCompromise', invalidSince: since }, now);
    if (!retire) return fail('keys/none');
    vault.write(vault, (db, audit) => {
      retire(db, audit);
      audit.record({
        action: 'key.report-lost',
        subject: { type: 'account', id: whose },
        reason,
        eventAt: since,
        details: { lostAt: since, listIssued: vault.hasAuthority },
      });
    });
    return ok({ listIssued: vault.hasAuthority });
  },
  'keys.replacements': () => {
    const caller = context.caller();
    return caller.ok ? ok({ waiting: caller.value.vault.read((db) => waitingReplacements(db, caller.value)) }) : caller;
  },
  'keys.approveReplacement': async ({ accountId, reason, userName, passPhrase }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const old = vault.read((db) => replaceable(db, accountId));
    if (old?.approvedBy !== null) return fail('keys/no-request');
    if (accountId === self.id) return fail('keys/own-replacement');
    const counts = vault.read((db) => countsAsSecond(db, self, Duty.ApproveEnrolment, accountId));
    if (!counts.ok) return counts;
    const proven = await reAuthenticate(caller.value, { userName, passPhrase });
    if (!proven.ok) return proven;
    // While the pass phrase was tried, somebody may have been quicker, or another certificate the newest.
    const still = vault.read((db) => replaceable(db, accountId));
    if (still?.certificateId !== old.certificateId || still.approvedBy !== null) return fail('keys/no-request');
    vault.write(vault, (db, audit) => {
      approveReplacement(db, audit, old.certificateId);
      audit.record({ action: 'key.approve-replacement', subject: { type: 'account', id: accountId }, reason });
    });
    return ok({ waiting: vault.read((db) => waitingReplacements(db, caller.value)) });
  },
  'keys.revoke': async ({ accountId, reason, cause, invalidSince }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const now = context.clock.now();
    const since = invalidSince === null ? null : new Date(`${invalidSince}T00:00:00Z`).toISOString();
    if (since !== null && since > now.toISOString()) return fail('keys/invalid-since-later');
    const retire = await retireKey(vault, accountId, { reason: cause, invalidSince: since }, now);
    if (!retire) return fail('keys/none');
    vault.write(vault, (db, audit) => {
      retire(db, audit);
      audit.record({
        action: 'key.revoke',
        subject: { type: 'account', id: accountId },
        reason,
        details: { cause, invalidSince },
      });
    });
    return accountView(context, caller.value, accountId);
  },
});
