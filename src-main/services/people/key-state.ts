import type { Output } from '../../contract/index.ts';
import { endsWithin } from '../../domain/certificate-end.ts';
import { certificate, currentSigningKey, type ReadableVault } from '../../vault/index.ts';

export type KeyState = Output<'keys.mine'>['state'];

/** Whether a person can sign now, and if not, why. */
export const keyStateOf = (db: ReadableVault, accountId: string, now: Date): KeyState => {
  const key = currentSigningKey(db, accountId);
  if (!key) return 'none';
  if (key.certificateId === null) return 'requested';
  const issued = certificate(db, key.certificateId);
  if (!issued || issued.revokedAt !== null) return 'revoked';
  if (Date.parse(issued.notAfter) < now.getTime()) return 'expired';
  return key.lockedAt === null ? 'active' : 'locked';
};

/** When the certificate of a person's key ends that is in use or was, until another one takes its place. */
export const keyEndOf = (db: ReadableVault, accountId: string, now: Date): Output<'accounts.create'>['keyEnds'] => {
  const key = currentSigningKey(db, accountId);
  const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
  return issued === undefined || issued.revokedAt !== null
    ? null
    : { at: issued.notAfter, within: endsWithin(issued.notAfter, now), issuedHere: issued.issuerId !== null };
};
