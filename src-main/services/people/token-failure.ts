import type { Failure, JsonValue } from '../../domain/result.ts';
import { TokenFailure } from '../../pki/index.ts';
import type { AuditSubject } from '../../vault/index.ts';
import type { Caller } from '../context.ts';

const ofThePin: readonly string[] = [
  TokenFailure.WrongPin,
  TokenFailure.PinLocked,
  TokenFailure.PinNotSet,
  TokenFailure.NoPin,
];

/**
 * Records that a token gave no signature (21 CFR 11.300(d)): a wrong PIN, which the token counts itself, or what went
 * wrong with it. What was not the token's to blame for is left to the caller.
 */
export const noteTokenFailure = (
  { vault, account: self }: Caller,
  { code, details = {} }: Failure,
  token: string,
  about: { readonly subject: AuditSubject; readonly details: Readonly<Record<string, JsonValue>> },
): void => {
  if (!/^(token|key|certificate)\//.test(code)) return;
  const { pin } = details;
  vault.write(vault, (_, audit) =>
    audit.record({
      action: 'signing.refuse',
      subject: about.subject,
      details: {
        ...about.details,
        account: self.id,
        factor: ofThePin.includes(code) ? 'pin' : 'token',
        token,
        because: code,
        ...(typeof pin === 'string' ? { pin } : {}),
        locked: code === TokenFailure.PinLocked,
      },
    }),
  );
};
