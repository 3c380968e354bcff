import type { Output } from '../../contract/index.ts';
import { fail, type Failure } from '../../domain/result.ts';
import { account, currentSigningKey, lostCertificates, type ReadableVault } from '../../vault/index.ts';
import type { Caller } from '../context.ts';

type Waiting = Output<'keys.replacements'>['waiting'];

/**
 * What stands against issuing a certificate in place of one whose key was lost: two persons have to agree, so that nobody
 * makes themselves somebody else's key by reporting it lost (21 CFR 11.200(a)(3), 11.300(c)).
 */
export const replacementObstacle = (
  db: ReadableVault,
  accountId: string,
  issuer: string,
): { readonly ok: false; readonly error: Failure<'keys/needs-second-person' | 'keys/same-person'> } | null => {
  const [lost] = lostCertificates(db, accountId);
  if (lost === undefined) return null;
  if (lost.approvedBy === null) return fail('keys/needs-second-person');
  return lost.approvedBy === issuer ? fail('keys/same-person') : null;
};

/** Who lost a key and has no other certificate yet. */
export const waitingReplacements = (db: ReadableVault, { account: self }: Caller): Waiting =>
  lostCertificates(db).flatMap(({ accountId, since, approvedBy }) => {
    const owner = account(db, accountId);
    if (owner?.status !== 'active') return [];
    const { fullName, userName } = owner;
    return [
      {
        accountId,
        fullName,
        userName,
        lostAt: since,
        requested: currentSigningKey(db, accountId)?.status === 'requested',
        approvedBy: approvedBy === null ? null : (account(db, approvedBy)?.fullName ?? approvedBy),
        mayApprove: approvedBy === null && accountId !== self.id,
      },
    ];
  });
