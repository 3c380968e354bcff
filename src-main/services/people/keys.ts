import type { Handlers, Output } from '../../contract/index.ts';
import { defaultPassPhrasePolicy, passPhraseProblem } from '../../domain/pass-phrase.ts';
import { signingRoles } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  encryptPkcs8,
  generateKeyPair,
  issueCertificate,
  makeCsr,
  parseCertificate,
  readCsr,
} from '../../pki/index.ts';
import {
  account,
  activateSigningKey,
  addCertificate,
  certificate,
  clearFailedSigning,
  currentAuthority,
  currentSigningKey,
  requestSigningKey,
  retireSigningKey,
  revokeCertificate,
  type AuditWriter,
  type OpenVault,
  type SigningKey,
  type WritableVault,
} from '../../vault/index.ts';
import { callerWith, type Caller, type ServiceContext } from '../context.ts';
import { accountView } from './account-view.ts';
import { keyStateOf } from './key-state.ts';
import { nextList, withAuthorityKey } from './authority.ts';

type KeyCall = 'keys.mine' | 'keys.request' | 'keys.approve' | 'keys.unlock' | 'keys.revoke';

/** Wrong signing pass phrases after which a key is locked until an administrator unlocks it. */
export const signingAttempts = 5;

/** Years for which a person's certificate is issued. */
const certificateYears = 3;

/**
 * Takes a person's key out of use, for good: its certificate goes on the next revocation list. Answers what is to be
 * written, or null where there is no key. Needs an administrator's vault.
 */
export const retireKey = async (
  vault: OpenVault,
  accountId: string,
  reason: string,
  now: Date,
): Promise<((db: WritableVault, audit: AuditWriter) => void) | null> => {
  const { key, issued, issuing } = vault.read((db) => {
    const found = currentSigningKey(db, accountId);
    return {
      key: found,
      issued: found?.certificateId == null ? undefined : certificate(db, found.certificateId),
      issuing: currentAuthority(db, 'issuing'),
    };
  });
  if (!key) return null;
  const publish =
    issued && issuing ? await nextList(vault, issuing, now, [{ serial: issued.serial, revokedAt: now }]) : null;
  return (db, audit) => {
    if (issued && issued.revokedAt === null) revokeCertificate(db, audit, issued.id, { reason, invalidSince: null });
    retireSigningKey(db, audit, key.id);
    publish?.(db, audit);
  };
};

/** Signing keys: made by their owners, certified and revoked by an administrator, used by nobody else. */
export const keyHandlers = (context: ServiceContext): Pick<Handlers, KeyCall> => {
  const mine = (vault: OpenVault, accountId: string): Output<'keys.mine'> =>
    vault.read((db) => {
      const key = currentSigningKey(db, accountId);
      const der = key?.certificateId == null ? undefined : certificate(db, key.certificateId)?.der;
      return {
        state: keyStateOf(db, accountId, context.clock.now()),
        algorithm: key ? (key.algorithm as 'ecdsa-p256' | 'rsa-3072') : null,
        requestedAt: key?.createdAt ?? null,
        certificate: der === undefined ? null : certificateView(der),
        attemptsLeft: signingAttempts - (key?.failedAttempts ?? 0),
      };
    });

  return {
    'keys.mine': () => {
      const caller = context.caller();
      return caller.ok ? ok(mine(caller.value.vault, caller.value.account.id)) : caller;
    },
    'keys.request': async ({ signingPassPhrase, algorithm }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault, account: self } = caller.value;
      if (!self.roles.some((role) => signingRoles.includes(role))) return fail('access/denied', { duty: 'sign' });
      if (vault.read((db) => currentSigningKey(db, self.id))) return fail('keys/exists');
      const problem = passPhraseProblem(defaultPassPhrasePolicy, signingPassPhrase, self.userName);
      if (problem !== null) return fail('accounts/weak-pass-phrase', { problem });
      const pair = await generateKeyPair(algorithm);
      const subject = {
        commonName: self.fullName,
        userName: self.userName,
        organisation: vault.identity.organisation,
        ...(self.email === null ? {} : { email: self.email }),
      };
      const request = await makeCsr({ pkcs8: pair.pkcs8, subject });
      const encryptedPkcs8 = await encryptPkcs8(
        pair.pkcs8,
        signingPassPhrase,
        context.keyIterations === undefined ? {} : { iterations: context.keyIterations },
      );
      pair.pkcs8.fill(0);
      vault.write(vault, (db, audit) => {
        requestSigningKey(db, audit, { accountId: self.id, algorithm, encryptedPkcs8, request });
        audit.record({ action: 'key.request', subject: { type: 'account', id: self.id }, details: { algorithm } });
      });
      return ok(mine(vault, self.id));
    },
    'keys.approve': async ({ accountId, identityProof }) => {
      const target = administered(context, accountId);
      if (!target.ok) return target;
      const { vault, key } = target.value;
      const { owner, issuing } = vault.read((db) => ({
        owner: account(db, accountId),
        issuing: currentAuthority(db, 'issuing'),
      }));
      if (key.status !== 'requested' || owner?.status !== 'active' || !issuing) return fail('keys/no-request');
      const request = readCsr(key.request);
      if (!request.ok) return request;
      const now = context.clock.now();
      const notAfter = new Date(now);
      notAfter.setUTCFullYear(notAfter.getUTCFullYear() + certificateYears);
      // The name comes from the account, not from the request: the administrator certifies who the vault says it is.
      const der = await withAuthorityKey(vault, issuing, (ca) =>
        issueCertificate(ca, {
          spki: request.value.publicKey.spki,
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
      const info = parseCertificate(der);
      vault.write(vault, (db, audit) => {
        const added = addCertificate(db, audit, {
          serial: info.serial,
          issuerId: issuing.id,
          accountId,
          der,
          notAfter: notAfter.toISOString(),
        });
        activateSigningKey(db, key.id, added.id);
        audit.record({
          action: 'key.approve',
          subject: { type: 'account', id: accountId },
          reason: identityProof,
          details: { serial: info.serial, notAfter: notAfter.toISOString() },
        });
      });
      return accountView(context, target.value.caller, accountId);
    },
    'keys.unlock': ({ accountId, reason }) => {
      const target = administered(context, accountId);
      if (!target.ok) return target;
      const { vault, key } = target.value;
      vault.write(vault, (db, audit) => {
        clearFailedSigning(db, key.id);
        audit.record({ action: 'key.unlock', subject: { type: 'account', id: accountId }, reason });
      });
      return accountView(context, target.value.caller, accountId);
    },
    'keys.revoke': async ({ accountId, reason }) => {
      const target = administered(context, accountId);
      if (!target.ok) return target;
      const { vault } = target.value;
      const retire = await retireKey(vault, accountId, 'unspecified', context.clock.now());
      if (retire)
        vault.write(vault, (db, audit) => {
          retire(db, audit);
          audit.record({ action: 'key.revoke', subject: { type: 'account', id: accountId }, reason });
        });
      return accountView(context, target.value.caller, accountId);
    },
  };
};

const administered = (
  context: ServiceContext,
  accountId: string,
): Result<{ readonly caller: Caller; readonly vault: OpenVault; readonly key: SigningKey }> => {
  const caller = callerWith(context, 'manage-accounts');
  if (!caller.ok) return caller;
  const { vault } = caller.value;
  const key = vault.read((db) => currentSigningKey(db, accountId));
  return key ? ok({ caller: caller.value, vault, key }) : fail('keys/none');
};

const certificateView = (der: Uint8Array): NonNullable<Output<'keys.mine'>['certificate']> => {
  const info = parseCertificate(der);
  return {
    serial: info.serial,
    subject: info.subject.text,
    issuer: info.issuer.text,
    notBefore: info.notBefore.toISOString(),
    notAfter: info.notAfter.toISOString(),
    fingerprint: info.fingerprint,
  };
};
