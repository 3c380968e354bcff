import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { base32, matchingStep } from './totp.ts';

/**
 * The second factor of one slot. The secret is sealed to the slot's own key pair, so that its owner's pass phrase alone
 * opens it: an administrator can take it away and never read or use it. It stands in the slot file since it is asked for
 * before the database is open.
 */
export const secondFactorShape = z.strictObject({
  /** Sealed to the box of the slot. */
  secret: z.base64(),
  /** The newest time step of which a code was used: none is taken twice (RFC 6238, 5.2). */
  lastStep: z.int().min(0),
  /** SHA-256 of the recovery codes that are left. Each has 80 random bits: nothing slower is needed. */
  recovery: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(20),
});

export type SecondFactor = z.infer<typeof secondFactorShape>;

/** Bytes of a secret (RFC 4226, 4 recommends 160 bits). */
const secretLength = 20;
const recoveryCodes = 8;

export const newTotpSecret = (): Buffer => randomBytes(secretLength);

/** Codes that each work once in place of a code of the app: to be printed or written down. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: recoveryCodes }, () => base32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-'));

/** What is kept of recovery codes. */
export const recoveryDigests = (codes: readonly string[]): string[] => codes.map((code) => digestOf(bare(code)));

/** What came of a code, and the factor as it is to be kept from now on. */
export type CodeCheck =
  | { readonly right: true; readonly by: 'code' | 'recovery'; readonly kept: SecondFactor }
  /** `vault/code-used`: right, but this code or a later one was used before. */
  | { readonly right: false; readonly why: 'vault/wrong-code' | 'vault/code-used' };

/** Holds what a person typed against their second factor: a code of the app, or one of the recovery codes. */
export const checkCode = (factor: SecondFactor, secret: Uint8Array, typed: string, now: Date): CodeCheck => {
  const code = bare(typed);
  if (/^\d{6}$/.test(code)) {
    const step = matchingStep(secret, code, now);
    if (step === null) return { right: false, why: 'vault/wrong-code' };
    return step <= factor.lastStep
      ? { right: false, why: 'vault/code-used' }
      : { right: true, by: 'code', kept: { ...factor, lastStep: step } };
  }
  const digest = digestOf(code);
  return factor.recovery.includes(digest)
    ? { right: true, by: 'recovery', kept: { ...factor, recovery: factor.recovery.filter((one) => one !== digest) } }
    : { right: false, why: 'vault/wrong-code' };
};

const bare = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase();
const digestOf = (code: string): string => hash('sha256', code, 'hex');
