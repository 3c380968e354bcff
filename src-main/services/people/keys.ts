import { hash } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import {
  decryptPkcs8,
  encryptPkcs8,
  generateKeyPair,
  makeCsr,
  readCsr,
  readPemOrDer,
  writePem,
} from '../../pki/index.ts';
import {
  account,
  activateSigningKey,
  certificate,
  clearFailedSigning,
  currentSigningKey,
  renewSigningKey,
  requestSigningKey,
  retireSigningKey,
  type OpenVault,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { accountView } from './account-view.ts';
import { acceptOffer, administered, certify } from './certify.ts';
import { keyStateOf } from './key-state.ts';
import { myKey } from './my-key.ts';
import { policyOf, weakness } from './pass-phrases.ts';

type KeyCall =
  | 'keys.mine'
  | 'keys.request'
  | 'keys.exportRequest'
  | 'keys.approve'
  | 'keys.renew'
  | 'keys.certifyRequest'
  | 'keys.unlock';

/** Signing keys: made by their owners, certified and revoked by an administrator, used by nobody else. */
export const keyHandlers = (context: ServiceContext): Pick<Handlers, KeyCall> => {
  const mine = (vault: OpenVault, accountId: string) => myKey(vault, accountId, context.clock.now());

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
      const { key, caller } = target.value;
      if (key.status !== 'requested' && key.offered === null) return fail('keys/no-request');
      if (key.offered !== null || key.request === null) {
        const accepted = acceptOffer(context, target.value, identityProof, fingerprint);
        return accepted.ok ? accountView(context, caller, accountId) : accepted;
      }
      if (fingerprint !== null) return fail('keys/offer-changed');
      const made = await certify(
        context,
        caller,
        { accountId, pkcs10: key.request },
        (db, audit, { id, serial, notAfter }) => {
          activateSigningKey(db, key.id, id);
          audit.record({
            action: 'key.approve',
            subject: { type: 'account', id: accountId },
            reason: identityProof,
            details: { serial, notAfter },
          });
        },
      );
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
      const made = await certify(
        context,
        caller,
        { accountId, pkcs10: key.request, sameKey: true },
        (db, audit, { id, serial, notAfter }) => {
          renewSigningKey(db, key.id, id);
          audit.record({
            action: 'key.renew',
            subject: { type: 'account', id: accountId },
            reason: identityProof,
            details: { serial, notAfter },
          });
        },
      );
      return made.ok ? accountView(context, caller, accountId) : made;
    },
    'keys.certifyRequest': async ({ accountId, request, identityProof }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const { vault } = caller.value;
      const owner = vault.read((db) => account(db, accountId));
      if (owner?.status !== 'active') return fail('keys/no-request');
      const [pkcs10] = readPemOrDer(request, 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST');
      if (pkcs10 === undefined) return fail('csr/damaged', { cause: 'no request in the file' });
      const made = await certify(context, caller.value, { accountId, pkcs10 }, (_, audit, { serial, notAfter }) => {
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
