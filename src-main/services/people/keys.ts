import { hash } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { Duty, signingRoles } from '../../domain/roles.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  decryptPkcs8,
  encryptPkcs8,
  generateKeyPair,
  issueCertificate,
  makeCsr,
  parseCertificate,
  readCsr,
  readPemOrDer,
  writePem,
} from '../../pki/index.ts';
import {
  account,
  activateSigningKey,
  addCertificate,
  approveReplacement,
  certificate,
  certificatesOf,
  clearFailedSigning,
  currentAuthority,
  currentSigningKey,
  renewSigningKey,
  requestSigningKey,
  retireSigningKey,
  revokeCertificate,
  type AuditWriter,
  type OpenVault,
  type SigningKey,
  type WritableVault,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { callerForMore } from '../guard.ts';
import { admitCertificate } from '../trust/admit.ts';
import { readOffer, writeChain } from '../trust/offer.ts';
import { accountView } from './account-view.ts';
import { keyStateOf } from './key-state.ts';
import { myKey } from './my-key.ts';
import { listEntry, nextList, withAuthorityKey } from './authority.ts';
import { policyOf, weakness } from './pass-phrases.ts';
import { reAuthenticate } from './re-authenticate.ts';
import { replaceable, replacementObstacle, waitingReplacements } from './replacements.ts';
import { countsAsSecond } from './second-person.ts';

type KeyCall =
  | 'keys.mine'
  | 'keys.request'
  | 'keys.exportRequest'
  | 'keys.approve'
  | 'keys.renew'
  | 'keys.certifyRequest'
  | 'keys.unlock'
  | 'keys.revoke'
  | 'keys.reportLost'
  | 'keys.replacements'
  | 'keys.approveReplacement';

/** Years for which a person's certificate is issued. */
const certificateYears = 3;

/** Why a certificate is revoked, and since when its key may have been in other hands (ISO 8601, UTC); null: never. */
interface Revocation {
  readonly reason: string;
  readonly invalidSince: string | null;
}

/**
 * Takes a person's key out of use, for good: all its certificates that stand go on the next revocation list. Answers what
 * is to be written, or null where there is neither key nor certificate. In an administrator's vault the list is issued at
 * once; else when the next administrator logs in (`renewRevocationLists`).
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

/** Signing keys: made by their owners, certified and revoked by an administrator, used by nobody else. */
export const keyHandlers = (context: ServiceContext): Pick<Handlers, KeyCall> => {
  const mine = (vault: OpenVault, accountId: string) => myKey(vault, accountId, context.clock.now());

  /** Issues a certificate for the key that a request shows the possession of; `keep` writes what follows from it. */
  const certify = async (
    { vault }: Caller,
    accountId: string,
    pkcs10: Uint8Array,
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
    const request = readCsr(pkcs10);
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
    const { serial } = parseCertificate(der);
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

  return {
    'keys.mine': () => {
      const caller = context.caller();
      return caller.ok ? ok(mine(caller.value.vault, caller.value.account.id)) : caller;
    },
    'keys.request': async ({ signingPassPhrase, algorithm }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault, account: self } = caller.value;
      const last = vault.read((db) => ({
        key: currentSigningKey(db, self.id),
        state: keyStateOf(db, self.id, context.clock.now()),
      }));
      if (last.key && last.state !== 'expired') return fail('keys/exists');
      const weak = await weakness(vault.read(policyOf), signingPassPhrase, self, vault.identity);
      if (weak !== null) return weak;
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
      if (!(await worksUnder(encryptedPkcs8, signingPassPhrase, subject))) return fail('keys/self-test');
      vault.write(vault, (db, audit) => {
        if (last.key) retireSigningKey(db, audit, last.key.id);
        requestSigningKey(db, audit, {
          accountId: self.id,
          algorithm,
          encryptedPkcs8,
          token: null,
          request,
          offered: null,
        });
        audit.record({
          action: 'key.request',
          subject: { type: 'account', id: self.id },
          details: { algorithm, selfTest: 'passed' },
        });
      });
      return ok(mine(vault, self.id));
    },
    'keys.exportRequest': () => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault, account: self } = caller.value;
      const key = vault.read((db) => currentSigningKey(db, self.id));
      if (!key) return fail('keys/none');
      if (key.request === null) return fail('keys/no-request');
      return ok({
        fileName: `${self.userName}.csr`,
        bytes: Buffer.from(writePem('CERTIFICATE REQUEST', key.request), 'latin1'),
      });
    },
    'keys.approve': async ({ accountId, identityProof, fingerprint }) => {
      const target = administered(context, accountId);
      if (!target.ok) return target;
      const { key, caller, vault } = target.value;
      if (key.status !== 'requested' && key.offered === null) return fail('keys/no-request');
      if (key.offered !== null || key.request === null) {
        const accepted = acceptOffer(context, target.value, identityProof, fingerprint);
        return accepted.ok ? accountView(context, caller, accountId) : accepted;
      }
      if (fingerprint !== null) return fail('keys/offer-changed');
      const waits = mayReplace(vault, accountId, caller, key.request);
      if (waits !== null) return waits;
      const made = await certify(caller, accountId, key.request, (db, audit, { id, serial, notAfter }) => {
        activateSigningKey(db, key.id, id);
        audit.record({
          action: 'key.approve',
          subject: { type: 'account', id: accountId },
          reason: identityProof,
          details: { serial, notAfter },
        });
      });
      return made.ok ? accountView(context, caller, accountId) : made;
    },
    'keys.renew': async ({ accountId, identityProof }) => {
      const target = administered(context, accountId);
      if (!target.ok) return target;
      const { key, vault, caller } = target.value;
      const state = vault.read((db) => keyStateOf(db, accountId, context.clock.now()));
      if (state !== 'active' && state !== 'expired') return fail('keys/not-renewable', { state });
      const issuedHere = vault.read((db) => certificate(db, key.certificateId ?? '')?.issuerId) != null;
      if (!issuedHere || key.request === null) return fail('keys/renewed-elsewhere');
      const made = await certify(caller, accountId, key.request, (db, audit, { id, serial, notAfter }) => {
        renewSigningKey(db, key.id, id);
        audit.record({
          action: 'key.renew',
          subject: { type: 'account', id: accountId },
          reason: identityProof,
          details: { serial, notAfter },
        });
      });
      return made.ok ? accountView(context, caller, accountId) : made;
    },
    'keys.certifyRequest': async ({ accountId, request, identityProof }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault } = caller.value;
      const owner = vault.read((db) => account(db, accountId));
      if (owner?.status !== 'active') return fail('keys/no-request');
      if (!owner.roles.some((role) => signingRoles.includes(role))) return fail('access/denied', { duty: 'sign' });
      const [pkcs10] = readPemOrDer(request, 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST');
      if (pkcs10 === undefined) return fail('csr/damaged', { cause: 'no request in the file' });
      const waits = mayReplace(vault, accountId, caller.value, pkcs10);
      if (waits !== null) return waits;
      const made = await certify(caller.value, accountId, pkcs10, (_, audit, { serial, notAfter }) => {
        audit.record({
          action: 'key.certify-request',
          subject: { type: 'account', id: accountId },
          reason: identityProof,
          details: { serial, notAfter, requestSha256: hash('sha256', pkcs10, 'hex') },
        });
      });
      if (!made.ok) return made;
      const view = accountView(context, caller.value, accountId);
      if (!view.ok) return view;
      return ok({
        account: view.value,
        requested: made.value.requested,
        certificate: {
          fileName: `${owner.userName}.pem`,
          bytes: Buffer.from(writePem('CERTIFICATE', made.value.der), 'latin1'),
        },
      });
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
      return caller.ok
        ? ok({ waiting: caller.value.vault.read((db) => waitingReplacements(db, caller.value)) })
        : caller;
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
  };
};

/**
 * The test of a new key before it is kept (21 CFR 11.300(e)): what was stored opens with the pass phrase, and what it then
 * signs is verified with its public half.
 */
const worksUnder = async (
  encryptedPkcs8: Uint8Array,
  passPhrase: string,
  subject: Parameters<typeof makeCsr>[0]['subject'],
): Promise<boolean> => {
  const opened = await decryptPkcs8(encryptedPkcs8, passPhrase);
  if (!opened.ok) return false;
  const probe = await makeCsr({ pkcs8: opened.value, subject });
  opened.value.fill(0);
  return readCsr(probe).ok;
};

/** Whether this caller may issue a certificate for the key of a request (PKCS#10, DER). */
const mayReplace = (vault: OpenVault, accountId: string, { account: issuer }: Caller, pkcs10: Uint8Array) => {
  const request = readCsr(pkcs10);
  if (!request.ok) return request;
  return vault.read((db) => replacementObstacle(db, accountId, issuer.id, request.value.publicKey.spki));
};

/**
 * Takes the certificate that waits as that person's: the one that the administrator saw, if it still may be theirs. From
 * then on its owner signs with it.
 */
const acceptOffer = (
  context: ServiceContext,
  { key, vault, caller }: Administered,
  identityProof: string,
  fingerprint: string | null,
): Result<void> => {
  if (key.offered === null) return fail('keys/no-request');
  const owner = vault.read((db) => account(db, key.accountId));
  if (owner?.status !== 'active') return fail('keys/no-request');
  if (!owner.roles.some((role) => signingRoles.includes(role))) return fail('access/denied', { duty: 'sign' });
  const { certificate: der, chain } = readOffer(key.offered);
  const admitted = vault.read((db) => admitCertificate(db, owner.id, der, chain, context.clock.now()));
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
interface Administered {
  readonly caller: Caller;
  readonly vault: OpenVault;
  readonly key: SigningKey;
}

const administered = (context: ServiceContext, accountId: string): Result<Administered> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault } = caller.value;
  const key = vault.read((db) => currentSigningKey(db, accountId));
  return key ? ok({ caller: caller.value, vault, key }) : fail('keys/none');
};
