import type { Clock } from '../../domain/clock.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { OpenVault } from '../../vault/index.ts';

/**
 * Signing in immediate sequence (draft Annex 11, 13.3; 21 CFR 11.200(a)(1)(i)): the first signature asks for all that
 * login asked for, those that follow within this time of the one before for user name and signing pass phrase.
 */
const followOnMs = 5 * 60_000;

/**
 * The last signature of a session, by the time that passes: a clock that is set back keeps no series alive. A session that
 * was locked is closed, and its series with it.
 */
const lastSigned = new WeakMap<OpenVault, number>();

/** Whether the next signature of this session has to give a code of the second factor. */
export const codeNeeded = (vault: OpenVault, clock: Clock): boolean => {
  if (!vault.slotState(vault.accountId).secondFactor) return false;
  const last = lastSigned.get(vault);
  const passed = last === undefined ? null : clock.steady() - last;
  return passed === null || passed < 0 || passed > followOnMs;
};

/** Holds the code against the second factor where one is needed. */
export const checkSigningCode = (vault: OpenVault, code: string | null, clock: Clock): Result<void> => {
  if (!codeNeeded(vault, clock)) return ok(undefined);
  const checked = vault.checkCode(code);
  if (checked.ok) return checked;
  const words = {
    'vault/second-factor-needed': 'signing/code-needed',
    'vault/wrong-code': 'signing/wrong-code',
    'vault/code-used': 'signing/code-used',
  } as const;
  return fail(words[checked.error.code]);
};

/** Notes that this session signed: the series goes on from here. */
export const noteSigned = (vault: OpenVault, clock: Clock): void => {
  lastSigned.set(vault, clock.steady());
};
