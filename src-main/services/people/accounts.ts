import type { Handlers } from '../../contract/index.ts';
import { Role, roleConflict } from '../../domain/roles.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  account,
  accounts,
  createAccount,
  grantRole,
  revokeRole,
  setAccountStatus,
  updateAccount,
  useReset,
  userNameFree,
  type Account,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { accountView, viewOf } from './account-view.ts';
import { retireKey } from './key-loss.ts';
import { judgePassPhrase } from './pass-phrases.ts';
import { resetAllowed } from './resets.ts';

type AccountCall =
  | 'accounts.list'
  | 'accounts.create'
  | 'accounts.setRoles'
  | 'accounts.resetPassPhrase'
  | 'accounts.deactivate'
  | 'accounts.unlock';

/** Keeping accounts: the administrator's duty. Every change names its reason and lands with its audit entry. */
export const accountHandlers = (context: ServiceContext): Pick<Handlers, AccountCall> => {
  const target = (accountId: string): Result<{ caller: Caller; found: Account }> => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const found = caller.value.vault.read((db) => account(db, accountId));
    return found ? ok({ caller: caller.value, found }) : fail('accounts/not-found');
  };
  /** One that is in use: whoever left gets neither roles nor a pass phrase. */
  const activeTarget = (accountId: string): ReturnType<typeof target> => {
    const chosen = target(accountId);
    return chosen.ok && chosen.value.found.status !== 'active' ? fail('accounts/not-found') : chosen;
  };

  return {
    'accounts.list': () => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const all = caller.value.vault.read((db) => accounts(db));
      return ok({ accounts: all.map((one) => viewOf(context, caller.value, one)) });
    },
    'accounts.create': async ({ userName, fullName, email, roles, passPhrase }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault } = caller.value;
      const conflict = roleConflict(roles);
      if (conflict !== null) return fail('accounts/role-conflict', { problem: conflict });
      const judged = await judgePassPhrase(context, vault, { accountId: null, userName, fullName }, passPhrase);
      if (!judged.ok) return judged;
      const free = vault.read((db) => userNameFree(db, userName));
      if (!free.ok) return free;
      let id = '';
      let refused: Failure | null = null;
      try {
        const added = await vault.addSlot(
          vault,
          { accountId: () => id, passPhrase, administrator: roles.includes(Role.Administrator) },
          (db, audit) => {
            const created = createAccount(db, audit, { userName, fullName, email, roles, mustChangePassPhrase: true });
            if (!created.ok) {
              refused = created.error;
              throw new Error(created.error.code);
            }
            id = created.value.id;
            judged.value(db, audit, id);
            audit.record({
              action: 'account.create',
              subject: { type: 'account', id },
              changes: [
                { path: '/userName', old: null, new: created.value.userName },
                { path: '/fullName', old: null, new: fullName },
                { path: '/email', old: null, new: email },
                { path: '/roles', old: null, new: [...roles] },
              ],
            });
          },
        );
        return added.ok ? accountView(context, caller.value, id) : added;
      } catch (error) {
        if (refused !== null) return { ok: false, error: refused };
        throw error;
      }
    },
    'accounts.setRoles': ({ accountId, roles, reason }) => {
      const chosen = activeTarget(accountId);
      if (!chosen.ok) return chosen;
      const { caller, found } = chosen.value;
      const conflict = roleConflict(roles);
      if (conflict !== null) return fail('accounts/role-conflict', { problem: conflict });
      // An administrator's key slot is of another kind; who needs both kinds of access has two accounts (MHRA 6.16).
      if (roles.includes(Role.Administrator) !== found.roles.includes(Role.Administrator))
        return fail('accounts/role-conflict', {
          problem: 'An account is made as administrator or not, and stays so. Create a second account instead.',
        });
      caller.vault.write(caller.vault, (db, audit) => {
        found.roles.filter((one) => !roles.includes(one)).forEach((one) => revokeRole(db, audit, accountId, one));
        roles
          .filter((one) => !found.roles.includes(one))
          .forEach((one) => {
            grantRole(db, audit, accountId, one);
          });
        audit.record({
          action: 'account.set-roles',
          subject: { type: 'account', id: accountId },
          changes: [{ path: '/roles', old: [...found.roles], new: [...roles] }],
          reason,
        });
      });
      return accountView(context, caller, accountId);
    },
    'accounts.resetPassPhrase': async ({ accountId, passPhrase, reason }) => {
      const chosen = activeTarget(accountId);
      if (!chosen.ok) return chosen;
      const { caller, found } = chosen.value;
      const { userName, fullName } = found;
      // One's own is changed with the one there is: an open window alone is nobody's word.
      if (accountId === caller.account.id) return fail('accounts/own-pass-phrase');
      const allowed = resetAllowed(caller.vault, accountId, caller.account.id);
      if (!allowed.ok) return allowed;
      const { value: approval } = allowed;
      const judged = await judgePassPhrase(context, caller.vault, { accountId, userName, fullName }, passPhrase);
      if (!judged.ok) return judged;
      const administers = found.roles.includes(Role.Administrator);
      const reset = await caller.vault.resetSlot(
        caller.vault,
        { accountId, passPhrase, administrator: administers },
        (db, audit) => {
          updateAccount(db, audit, accountId, { mustChangePassPhrase: true });
          judged.value(db, audit, accountId);
          if (approval !== null) useReset(db, audit, approval.id);
          audit.record({
            action: 'account.reset-pass-phrase',
            subject: { type: 'account', id: accountId },
            reason,
            details: approval === null ? {} : { secondFactor: 'removed', approvedBy: approval.decidedBy },
          });
        },
      );
      return reset.ok ? accountView(context, caller, accountId) : reset;
    },
    'accounts.deactivate': async ({ accountId, reason }) => {
      const chosen = target(accountId);
      if (!chosen.ok) return chosen;
      const { caller, found } = chosen.value;
      if (accountId === caller.account.id) return fail('accounts/own-account');
      if (found.status === 'deactivated') return accountView(context, caller, accountId);
      const revoke = await retireKey(
        caller.vault,
        accountId,
        { reason: 'affiliationChanged', invalidSince: null },
        context.clock.now(),
      );
      const removed = caller.vault.removeSlot(caller.vault, accountId, (db, audit) => {
        revoke?.(db, audit);
        setAccountStatus(db, audit, accountId, 'deactivated');
        audit.record({
          action: 'account.deactivate',
          subject: { type: 'account', id: accountId },
          changes: [{ path: '/status', old: 'active', new: 'deactivated' }],
          reason,
        });
      });
      return removed.ok ? accountView(context, caller, accountId) : removed;
    },
    'accounts.unlock': ({ accountId, reason }) => {
      const chosen = target(accountId);
      if (!chosen.ok) return chosen;
      const { caller } = chosen.value;
      const unlocked = caller.vault.unlockSlot(caller.vault, accountId, (_, audit) => {
        audit.record({ action: 'account.unlock', subject: { type: 'account', id: accountId }, reason });
      });
      return unlocked.ok ? accountView(context, caller, accountId) : unlocked;
    },
  };
};
