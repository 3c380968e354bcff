import type { Handlers, Output } from '../../contract/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { Duty } from '../../domain/roles.ts';
import { account, askReset, decideReset, openResets, type PassPhraseReset, type OpenVault } from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { reAuthenticate } from './re-authenticate.ts';
import { countsAsSecond } from './second-person.ts';

type ResetCall = 'accounts.resets' | 'accounts.askReset' | 'accounts.decideReset';
type Waiting = Output<'accounts.resets'>['waiting'];

/**
 * Resets of pass phrases that take a second factor away. The factor's secret opens with the forgotten pass phrase alone,
 * so that it cannot be kept: one administrator who could reset it would stand in for both factors. So a second person
 * agrees first, and nobody is both (21 CFR 11.200(a)(3), 11.300(c); draft Annex 11, 11.7).
 */
export const resetHandlers = (context: ServiceContext): Pick<Handlers, ResetCall> => ({
  'accounts.resets': () => {
    const caller = context.caller();
    return caller.ok ? ok({ waiting: waitingFor(caller.value) }) : caller;
  },
  'accounts.askReset': ({ accountId, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const found = vault.read((db) => account(db, accountId));
    if (found?.status !== 'active') return fail('accounts/not-found');
    if (accountId === caller.value.account.id) return fail('accounts/own-pass-phrase');
    if (!vault.slotState(accountId).secondFactor) return fail('accounts/reset-needs-nobody');
    if (vault.read((db) => openResets(db, accountId)).length > 0) return fail('accounts/reset-asked');
    vault.write(vault, (db, audit) => {
      askReset(db, audit, accountId, reason);
      audit.record({ action: 'account.ask-reset', subject: { type: 'account', id: accountId }, reason });
    });
    return ok({ waiting: waitingFor(caller.value) });
  },
  'accounts.decideReset': async ({ accountId, decision, reason, userName, passPhrase }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const undecided = (): PassPhraseReset | undefined =>
      vault.read((db) => openResets(db, accountId)).find((one) => one.decision === null);
    const asked = undecided();
    if (asked === undefined) return fail('accounts/no-reset');
    if (asked.askedBy === self.id || accountId === self.id) return fail('accounts/own-reset');
    const counts = vault.read((db) => countsAsSecond(db, self, Duty.HandleAlerts, accountId));
    if (!counts.ok) return counts;
    const proven = await reAuthenticate(caller.value, { userName, passPhrase });
    if (!proven.ok) return proven;
    // While the pass phrase was tried, somebody may have been quicker.
    if (undecided()?.id !== asked.id) return fail('accounts/no-reset');
    vault.write(vault, (db, audit) => {
      decideReset(db, audit, asked.id, decision);
      audit.record({
        action: decision === 'approved' ? 'account.approve-reset' : 'account.refuse-reset',
        subject: { type: 'account', id: accountId },
        reason,
        details: { askedBy: asked.askedBy },
      });
    });
    return ok({ waiting: waitingFor(caller.value) });
  },
});

/** The reset that the caller may carry out now, null where none is needed; or what stands against it. */
export const resetAllowed = (
  vault: OpenVault,
  accountId: string,
  self: string,
): Result<PassPhraseReset | null, Failure<'accounts/reset-needs-second-person' | 'accounts/reset-same-person'>> => {
  if (!vault.slotState(accountId).secondFactor) return ok(null);
  const [open] = vault.read((db) => openResets(db, accountId));
  if (open?.decision !== 'approved') return fail('accounts/reset-needs-second-person');
  return open.decidedBy === self ? fail('accounts/reset-same-person') : ok(open);
};

const waitingFor = ({ vault, account: self }: Caller): Waiting =>
  vault.read((db) => {
    const nameOf = (id: string): string => account(db, id)?.fullName ?? id;
    return openResets(db).map(({ accountId, reason, askedAt, askedBy, decision, decidedBy }) => ({
      accountId,
      fullName: nameOf(accountId),
      userName: account(db, accountId)?.userName ?? accountId,
      reason,
      askedAt,
      askedBy: nameOf(askedBy),
      approvedBy: decidedBy === null ? null : nameOf(decidedBy),
      mayDecide: decision === null && askedBy !== self.id && accountId !== self.id,
    }));
  });
