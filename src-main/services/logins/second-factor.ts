import type { Handlers, Output } from '../../contract/index.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import {
  base32,
  matchingStep,
  newRecoveryCodes,
  newTotpSecret,
  recoveryDigests,
  type OpenVault,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import type { Sessions } from '../session/sessions.ts';
import { demandsSecondFactor } from './demand.ts';

type SecondFactorCall = 'secondFactor.state' | 'secondFactor.begin' | 'secondFactor.confirm' | 'secondFactor.remove';
type State = Output<'secondFactor.state'>;

/**
 * A person's own second factor: a time-based one-time password (RFC 6238) of an authenticator app, which needs no network.
 * These calls are open to somebody who has to enrol before anything else.
 */
export const secondFactorHandlers = (context: ServiceContext, sessions: Sessions): Pick<Handlers, SecondFactorCall> => {
  /** Secrets that were shown and not confirmed yet; they go with their session. */
  const pending = new WeakMap<OpenVault, Buffer>();

  const state = ({ vault, account }: Caller): State => {
    const { secondFactor, recoveryLeft } = vault.slotState(account.id);
    return { enrolled: secondFactor, recoveryLeft, demanded: vault.read((db) => demandsSecondFactor(db, account)) };
  };

  /** The caller, once their pass phrase was given again: an open window alone changes nothing about logging in. */
  const confirmed = async (passPhrase: string, code?: string): Promise<Result<Caller>> => {
    const caller = sessions.caller();
    if (!caller.ok) return caller;
    const { vault, account } = caller.value;
    const proved = await vault.authenticate({
      userName: account.userName,
      passPhrase,
      ...(code === undefined ? {} : { code }),
    });
    return proved.ok ? caller : proved;
  };

  return {
    'secondFactor.state': () => {
      const caller = sessions.caller();
      return caller.ok ? ok(state(caller.value)) : caller;
    },
    'secondFactor.begin': () => {
      const caller = sessions.caller();
      if (!caller.ok) return caller;
      const { vault, account } = caller.value;
      if (vault.slotState(account.id).secondFactor) return fail('second-factor/enrolled');
      const secret = newTotpSecret();
      pending.set(vault, secret);
      return ok({ secret: base32(secret), uri: uriOf(secret, vault.identity.name, account.userName) });
    },
    'secondFactor.confirm': async ({ passPhrase, code }) => {
      const open = sessions.caller();
      if (!open.ok) return open;
      const secret = pending.get(open.value.vault);
      if (secret === undefined) return fail('second-factor/not-begun');
      const step = matchingStep(secret, code.replaceAll(/\s/g, ''), context.clock.now());
      if (step === null) return fail('second-factor/code-does-not-fit');
      const caller = await confirmed(passPhrase);
      if (!caller.ok) return caller;
      const { vault } = caller.value;
      // While the pass phrase was tried, the secret may have been confirmed and wiped, or another one shown.
      if (pending.get(vault) !== secret) return fail('second-factor/not-begun');
      pending.delete(vault);
      const recoveryCodes = newRecoveryCodes();
      vault.enrolSecondFactor({ secret, step, recovery: recoveryDigests(recoveryCodes) });
      secret.fill(0);
      return ok({ recoveryCodes: [...recoveryCodes], state: state(caller.value) });
    },
    'secondFactor.remove': async ({ passPhrase, code }) => {
      const caller = await confirmed(passPhrase, code);
      if (!caller.ok) return caller;
      const { vault, account } = caller.value;
      const removed = vault.removeSecondFactor(vault, account.id);
      return removed.ok ? ok(state(caller.value)) : removed;
    },
  };
};

/** The key URI that authenticator apps read, mostly as a QR code. */
const uriOf = (secret: Uint8Array, vaultName: string, userName: string): string => {
  const issuer = 'Countersign';
  const label = `${issuer}:${userName} (${vaultName})`;
  const parameters = new URLSearchParams({ secret: base32(secret), issuer });
  return `otpauth://totp/${encodeURIComponent(label)}?${parameters.toString()}&algorithm=SHA1&digits=6&period=30`;
};
