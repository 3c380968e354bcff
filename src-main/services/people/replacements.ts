import type { Output } from '../../contract/index.ts';
import { fail, type Failure } from '../../domain/result.ts';
import { parseCertificate, readCsr, samePublicKey } from '../../pki/index.ts';
import {
  account,
  currentSigningKey,
  newestCertificates,
  type NewestCertificate,
  type ReadableVault,
  type SigningKey,
} from '../../vault/index.ts';
import type { Caller } from '../context.ts';
import { readOffer } from '../trust/offer.ts';

type Waiting = Output<'keys.replacements'>['waiting'];

/**
 * What stands against a certificate for another key than the one that its owner had: two persons have to agree, so that no
 * administrator makes themselves somebody else's key by revoking the one there is (21 CFR 11.200(a)(3), 11.300(c)). The
 * first certificate needs no such word: enrolment has one. Nor does the next one of the same key.
 * @param spki of the key that the certificate is to be for
 */
export const replacementObstacle = (
  db: ReadableVault,
  accountId: string,
  issuer: string,
  spki: Uint8Array,
): { readonly ok: false; readonly error: Failure<'keys/needs-second-person' | 'keys/same-person'> } | null => {
  const [newest] = newestCertificates(db, accountId);
  if (newest === undefined || (newest.revokedAt === null && isOf(newest, spki))) return null;
  if (newest.approvedBy === null) return fail('keys/needs-second-person');
  return newest.approvedBy === issuer ? fail('keys/same-person') : null;
};

const isOf = ({ der }: NewestCertificate, spki: Uint8Array): boolean =>
  samePublicKey(parseCertificate(der).publicKey.spki, spki);

/** The public half of a key that waits for a certificate; null where none waits. */
const waitingKey = (key: SigningKey | undefined): Uint8Array | null => {
  if (key?.offered != null) return parseCertificate(readOffer(key.offered).certificate).publicKey.spki;
  if (key?.status !== 'requested' || key.request === null) return null;
  const request = readCsr(key.request);
  return request.ok ? request.value.publicKey.spki : null;
};

/** The certificate whose replacement a second person may approve: out of use, or with another key waiting. */
export const replaceable = (db: ReadableVault, accountId: string): NewestCertificate | undefined => {
  const [newest] = newestCertificates(db, accountId);
  if (newest === undefined || newest.revokedAt !== null) return newest;
  const spki = waitingKey(currentSigningKey(db, accountId));
  return spki === null || isOf(newest, spki) ? undefined : newest;
};

/** Whose key is out of use, or is to be another one, and has no other certificate yet. */
export const waitingReplacements = (db: ReadableVault, { account: self }: Caller): Waiting =>
  newestCertificates(db).flatMap(({ accountId }) => {
    const owner = account(db, accountId);
    const old = replaceable(db, accountId);
    if (owner?.status !== 'active' || old === undefined) return [];
    const { fullName, userName } = owner;
    return [
      {
        accountId,
        fullName,
        userName,
        because: old.revokedAt === null ? 'new-key' : old.revocationReason === 'keyCompromise' ? 'lost' : 'revoked',
        since: old.invalidSince ?? old.revokedAt,
        requested: waitingKey(currentSigningKey(db, accountId)) !== null,
        approvedBy: old.approvedBy === null ? null : (account(db, old.approvedBy)?.fullName ?? old.approvedBy),
        mayApprove: old.approvedBy === null && accountId !== self.id,
      },
    ];
  });
