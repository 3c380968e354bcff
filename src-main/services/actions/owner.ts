import { fail, ok, type Result } from '../../domain/result.ts';
import { account } from '../../vault/index.ts';
import type { Caller } from '../context.ts';

/** An owner as the vault keeps it: an account by its name, or a person without one who is named. */
export const ownerOf = (
  { vault }: Caller,
  owner: { readonly accountId: string | null; readonly name: string },
): Result<{ readonly ownerId: string | null; readonly ownerName: string }> => {
  if (owner.accountId === null)
    return owner.name === '' ? fail('actions/owner-missing') : ok({ ownerId: null, ownerName: owner.name });
  const { accountId } = owner;
  const found = vault.read((db) => account(db, accountId));
  return found?.status === 'active'
    ? ok({ ownerId: found.id, ownerName: found.fullName })
    : fail('actions/owner-unknown', { accountId });
};
