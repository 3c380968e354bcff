import { Duty, may } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { issueCertificate, parseCertificate, readCsr } from '../../pki/index.ts';
import {
  account,
  activateSigningKey,
  addCertificate,
  certificate,
  currentAuthority,
  currentSigningKey,
  renewSigningKey,
  type AuditWriter,
  type OpenVault,
  type SigningKey,
  type WritableVault,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { admitCertificate } from '../trust/admit.ts';
import { readOffer, writeChain } from '../trust/offer.ts';
import { withAuthorityKey } from './authority.ts';
import { replacementObstacle } from './replacements.ts';

/** Years for which a person's certificate is issued. */
const certificateYears = 3;

/** What is to be certified: the key of a request (PKCS#10, DER), as this person's. */
interface Certification {
  readonly accountId: string;
  readonly pkcs10: Uint8Array;
  readonly sameKey?: boolean;
}

/**
 * Issues a certificate for the key that a request shows the possession of, to somebody whose roles sign;
 * `keep` writes what follows from it.
 * @param wish whose; with `sameKey` for the key that they have, else another one needs two persons ({@link replacementObstacle})
 */
export const certify = async (
  { clock }: Pick<ServiceContext, 'clock'>,
  { vault, account: issuer }: Caller,
  { accountId, pkcs10, sameKey = false }: Certification,
  keep: (
    db: WritableVault,
    audit: AuditWriter,
    issued: { readonly id: string; readonly serial: string; readonly notAfter: string },
  ) => void,
) => {
  const { owner, issuing } = vault.read((db) => ({
    owner: account(db, accountId),
    issuing: currentAuthority(db, 'issuing'),
  }));
  if (owner?.status !== 'active' || !issuing) return fail('keys/no-request');
  if (!may(owner.roles, Duty.Sign)) return fail('access/denied', { duty: Duty.Sign });
  const request = readCsr(pkcs10);
  if (!request.ok) return request;
  const { spki } = request.value.publicKey;
  const obstacle = () => (sameKey ? null : vault.read((db) => replacementObstacle(db, accountId, issuer.id, spki)));
  const waits = obstacle();
  if (waits !== null) return waits;
  const now = clock.now();
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + certificateYears);
  // The name comes from the account, not from the request: the administrator certifies who the vault says it is.
  const der = await withAuthorityKey(vault, issuing, (ca) =>
    issueCertificate(ca, {
      spki,
      subject: {
        commonName: owner.fullName,
        userName: owner.userName,
        organisation: vault.identity.organisation,
        ...(owner.email === null ? {} : { email: owner.email }),
      },
      notBefore: now,
      notAfter,
    }),
  );
  const { serial } = parseCertificate(der);
  // While it was issued, another one may have become the newest.
  const meanwhile = obstacle();
  if (meanwhile !== null) return meanwhile;
  vault.write(vault, (db, audit) => {
    const until = notAfter.toISOString();
    const added = addCertificate(db, audit, {
      serial,
      issuerId: issuing.id,
      accountId,
      der,
      chain: null,
      notAfter: until,
    });
    keep(db, audit, { id: added.id, serial, notAfter: until });
  });
  return ok({ der, requested: request.value.subject.text });
};

/**
 * Takes the certificate that waits as that person's: the one that the administrator saw, if it still may be theirs. From
 * then on its owner signs with it.
 */
export const acceptOffer = (
  { clock }: Pick<ServiceContext, 'clock'>,
  { key, vault, caller }: Administered,
  identityProof: string,
  fingerprint: string | null,
): Result<void> => {
  if (key.offered === null) return fail('keys/no-request');
  const owner = vault.read((db) => account(db, key.accountId));
  if (owner?.status !== 'active') return fail('keys/no-request');
  if (!may(owner.roles, Duty.Sign)) return fail('access/denied', { duty: Duty.Sign });
  const { certificate: der, chain } = readOffer(key.offered);
  const admitted = vault.read((db) => admitCertificate(db, owner.id, der, chain, clock.now()));
  if (!admitted.ok) return admitted;
  const { serial, issuer, notAfter, fingerprint: id } = admitted.value;
  if (fingerprint !== id) return fail('keys/offer-changed');
  const waits = vault.read((db) => replacementObstacle(db, owner.id, caller.account.id, admitted.value.publicKey.spki));
  if (waits !== null) return waits;
  vault.write(vault, (db, audit) => {
    const until = notAfter.toISOString();
    if (certificate(db, id) === undefined)
      addCertificate(db, audit, {
        serial,
        issuerId: null,
        accountId: owner.id,
        der,
        chain: writeChain(chain),
        notAfter: until,
      });
    if (key.status === 'requested') activateSigningKey(db, key.id, id);
    else renewSigningKey(db, key.id, id);
    audit.record({
      action: 'key.accept',
      subject: { type: 'account', id: owner.id },
      reason: identityProof,
      details: { serial, notAfter: until, issuer: issuer.text, fingerprint: id },
    });
  });
  return ok(undefined);
};

/** A person's key, and the administrator who is to do something with it. */
export interface Administered {
  readonly caller: Caller;
  readonly vault: OpenVault;
  readonly key: SigningKey;
}

export const administered = (context: ServiceContext, accountId: string): Result<Administered> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault } = caller.value;
  const key = vault.read((db) => currentSigningKey(db, accountId));
  return key ? ok({ caller: caller.value, vault, key }) : fail('keys/none');
};
