import {
  passPhraseExpired,
  passPhraseProblem,
  passPhraseRules,
  type PassPhrasePolicy,
} from '../../domain/pass-phrase.ts';
import { passPhrasePolicy } from '../../domain/pass-phrase-profiles.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  defaultKdfCost,
  rememberedPassPhrases,
  rememberPassPhrase,
  verifierOfNew,
  type Account,
  type OpenVault,
  type ReadableVault,
  type Stamp,
  type WritableVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { settingInForce } from '../settings/in-force.ts';
import { commonPassPhrases } from './common-pass-phrases.ts';

/** The policy that a vault follows. */
export const policyOf = (db: ReadableVault): PassPhrasePolicy =>
  passPhrasePolicy(settingInForce(db, 'session.pass-phrases').profile);

/** A policy as the window shows it. */
export const policyView = (policy: PassPhrasePolicy) => ({
  profile: policy.id,
  title: policy.title,
  source: policy.source,
  minLength: policy.minLength,
  rules: [...passPhraseRules(policy)],
  signingRules: [...passPhraseRules({ ...policy, minChanged: 1, history: 0, maxAgeDays: null })],
});

/** Whose pass phrase it is to be. */
export interface PassPhraseOwner {
  /** Null for an account that does not exist yet. */
  readonly accountId: string | null;
  readonly userName: string;
  readonly fullName: string;
  /** The one it replaces, from its owner's own hand. */
  readonly current?: string;
}

/** Writes down that an account has the pass phrase that was judged. */
type Remember = (db: WritableVault, stamp: Stamp, accountId: string) => void;
type WeakPassPhrase = Failure<'accounts/weak-pass-phrase'>;

/** Holds a new login pass phrase against a vault's policy and its owner's earlier ones. */
export const judgePassPhrase = async (
  context: Pick<ServiceContext, 'kdf'>,
  vault: Pick<OpenVault, 'read' | 'identity'>,
  owner: PassPhraseOwner,
  passPhrase: string,
): Promise<Result<Remember, WeakPassPhrase>> => {
  const policy = vault.read(policyOf);
  const weak = await weakness(policy, passPhrase, owner, vault.identity);
  if (weak !== null) return weak;
  if (policy.history === 0)
    return ok((db, stamp, accountId) => {
      rememberPassPhrase(db, stamp, accountId, null, 1);
    });
  const { accountId: known } = owner;
  const remembered = known === null ? [] : vault.read((db) => rememberedPassPhrases(db, known));
  const verifier = await verifierOfNew(passPhrase, remembered.slice(0, policy.history), context.kdf ?? defaultKdfCost);
  if (verifier === null) return refused(`It is one of the last ${policy.history}.`);
  return ok((db, stamp, accountId) => {
    rememberPassPhrase(db, stamp, accountId, verifier, policy.history);
  });
};

/** Holds any new pass phrase against a policy alone: that of a vault to be made, or of a signing key. */
export const weakness = async (
  policy: PassPhrasePolicy,
  passPhrase: string,
  { userName, fullName, current }: Pick<PassPhraseOwner, 'userName' | 'fullName' | 'current'>,
  vault: { readonly name: string; readonly organisation: string },
): Promise<{ readonly ok: false; readonly error: WeakPassPhrase } | null> => {
  const common = policy.refusesCommon ? await commonPassPhrases() : new Set<string>();
  const problem = passPhraseProblem(policy, passPhrase, {
    names: [userName, fullName, vault.name, vault.organisation],
    isCommon: (text) => common.has(text),
    ...(current === undefined ? {} : { current }),
  });
  return problem === null ? null : refused(problem);
};

const refused = (problem: string) => fail('accounts/weak-pass-phrase', { problem });

/** Why an account has to choose another pass phrase before anything else; null where it has not. */
export const mustChange = (vault: OpenVault, account: Account, now: Date): 'given' | 'expired' | null => {
  if (account.mustChangePassPhrase) return 'given';
  const expired = vault.read((db) => {
    const policy = policyOf(db);
    if (policy.maxAgeDays === null) return false;
    return passPhraseExpired(policy, rememberedPassPhrases(db, account.id)[0]?.setAt ?? account.createdAt, now);
  });
  return expired ? 'expired' : null;
};
