import type { Output } from '../../contract/index.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  account,
  currentSigningKey,
  openResets,
  type Account,
  type OpenVault,
  type ReadableVault,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { readOffer } from '../trust/offer.ts';
import { certificateFacts } from './certificate-facts.ts';
import { keyEndOf, keyStateOf } from './key-state.ts';

type AccountView = Output<'accounts.create'>;

/** An account as administrators see it. */
export const viewOf = (context: ServiceContext, { vault }: Caller, found: Account): AccountView => ({
  accountId: found.id,
  userName: found.userName,
  fullName: found.fullName,
  email: found.email,
  roles: [...found.roles],
  status: found.status,
  locked: found.status === 'active' && vault.slotState(found.id).lockedAt !== null,
  createdAt: found.createdAt,
  secondFactor: found.status === 'active' && vault.slotState(found.id).secondFactor,
  reset: resetStateOf(vault, found.id),
  ...vault.read((db) => ({
    key: keyStateOf(db, found.id, context.clock.now()),
    offered: offeredOf(db, found.id),
    keyEnds: keyEndOf(db, found.id, context.clock.now()),
  })),
});

const offeredOf = (db: ReadableVault, accountId: string): AccountView['offered'] => {
  const key = currentSigningKey(db, accountId);
  return key?.offered == null
    ? null
    : { ...certificateFacts(readOffer(key.offered).certificate), token: key.token?.label ?? null };
};

const resetStateOf = (vault: OpenVault, accountId: string): AccountView['reset'] => {
  const [open] = vault.read((db) => openResets(db, accountId));
  return open === undefined ? 'none' : open.decision === null ? 'asked' : 'approved';
};

/** The same, read anew: the answer to every change of an account. */
export const accountView = (
  context: ServiceContext,
  caller: Caller,
  accountId: string,
): Result<AccountView, Failure<'accounts/not-found'>> => {
  const found = caller.vault.read((db) => account(db, accountId));
  return found ? ok(viewOf(context, caller, found)) : fail('accounts/not-found');
};
