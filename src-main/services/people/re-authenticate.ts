import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { foldUserName, type CredentialsFailure } from '../../vault/index.ts';
import type { Caller } from '../context.ts';

/** What a person types to stand for an act: a session never does it for them. */
export interface Consent {
  readonly userName: string;
  readonly passPhrase: string;
}

/**
 * Demands the caller's own user name and login pass phrase anew. Wrong ones count, lock and are recorded as at the door.
 */
export const reAuthenticate = async (
  { vault, account: self }: Caller,
  { userName, passPhrase }: Consent,
): Promise<Result<null, CredentialsFailure | Failure<'access/wrong-user'>>> => {
  if (foldUserName(userName) !== foldUserName(self.userName)) return fail('access/wrong-user');
  const proven = await vault.authenticate({ userName, passPhrase });
  return proven.ok ? ok(null) : proven;
};
