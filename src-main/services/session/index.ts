import { join } from 'node:path';
import type { Handlers, Output } from '../../contract/index.ts';
import { defaultPassPhraseProfile, passPhrasePolicy, passPhraseProfiles } from '../../domain/pass-phrase-profiles.ts';
import type { PassPhrasePolicy } from '../../domain/pass-phrase.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { createVault, openVault, updateAccount, type Credentials, type OpenVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { mustEnrol } from '../logins/demand.ts';
import { careForAuthority } from '../people/authority.ts';
import { judgePassPhrase, mustChange, policyOf, policyView, weakness } from '../people/pass-phrases.ts';
import { beginWithProfile } from '../settings/begun-with.ts';
import { settingInForce } from '../settings/in-force.ts';
import { isPresent, placeOf, type KnownVault, type KnownVaults } from './known-vaults.ts';
import { loginFacts } from './login-facts.ts';
import { compareWithSeen, type SeenHeads } from './seen-heads.ts';
import type { Sessions } from './sessions.ts';

type SessionCall =
  | 'app.info'
  | 'vaults.list'
  | 'vaults.browse'
  | 'vaults.create'
  | 'session.state'
  | 'session.login'
  | 'session.changePassPhrase'
  | 'session.lock'
  | 'session.logout'
  | 'session.touch';

/** Creating, opening and locking a vault; who is logged in. */
export const sessionHandlers = (
  context: ServiceContext,
  sessions: Sessions,
  known: KnownVaults,
  seen: SeenHeads,
): Pick<Handlers, SessionCall> => {
  const { clock, host, version } = context;
  const environment = { clock, appVersion: version, ...(context.kdf === undefined ? {} : { kdf: context.kdf }) };

  const opened = (): Result<Output<'session.login'>> => {
    const state = sessions.state();
    const caller = sessions.caller();
    if (!caller.ok) return caller;
    if (state.kind !== 'open') return fail('session/none');
    const { vault, account } = caller.value;
    return ok({
      kind: 'open',
      vault: { id: state.handle, name: vault.identity.name, organisation: vault.identity.organisation },
      account: {
        accountId: account.id,
        userName: account.userName,
        fullName: account.fullName,
        roles: [...account.roles],
      },
      mustChangePassPhrase: mustChange(vault, account, clock.now()),
      mustEnrolSecondFactor: mustEnrol(vault, account),
      passPhrase: policyView(vault.read(policyOf)),
      idleMinutes: vault.read((db) => settingInForce(db, 'session.idle-lock')).minutes,
      ...state.facts,
      salvaged: vault.salvaged,
    });
  };

  const state = (): Result<Output<'session.state'>> => {
    const now = sessions.state();
    switch (now.kind) {
      case 'open':
        return opened();
      case 'locked':
        return ok({
          kind: 'locked',
          vault: { id: now.handle, name: now.name },
          userName: now.userName,
          because: now.because,
        });
      case 'closed':
        return ok({ kind: 'closed' });
    }
  };

  const enter = async (folder: string, vault: OpenVault): Promise<Result<Output<'session.login'>>> => {
    const facts = { ...loginFacts(vault), history: compareWithSeen(seen, vault) };
    const entry = known.remember(folder, { name: vault.identity.name, lastOpened: clock.now().toISOString() });
    sessions.open(entry.id, vault, facts);
    if (vault.hasAuthority && !vault.salvaged) await careForAuthority(vault, clock.now());
    return opened();
  };

  return {
    'app.info': () =>
      ok({
        version,
        host: host.kind,
        zone: clock.zone(),
        passPhraseProfiles: passPhraseProfiles.map(policyView),
        defaultPassPhraseProfile,
      }),
    'vaults.list': () => ok({ vaults: known.list().map(view) }),
    'vaults.browse': async () => {
      const folder = await host.chooseFolder('vault');
      if (folder === null) return ok({ vault: null });
      const entry = known.remember(folder);
      return isPresent(entry) ? ok({ vault: view(entry) }) : fail('vault/not-found');
    },
    'vaults.create': async ({ name, organisation, administrator, passPhraseProfile }) => {
      const policy = passPhrasePolicy(passPhraseProfile);
      const weak = await weakness(policy, administrator.passPhrase, administrator, { name, organisation });
      if (weak !== null) return weak;
      const folder = join(host.dataFolder, 'vaults', `${fileNameOf(name)}.vault`);
      const created = await createVault({ ...environment, folder, name, organisation, administrator });
      if (!created.ok) return created;
      await beginPolicy(context, created.value, policy, administrator);
      return enter(folder, created.value);
    },
    'session.state': state,
    'session.login': async ({ vaultId, userName, passPhrase, code, acceptMissing }) => {
      const entry = known.find(vaultId);
      if (!entry) return fail('vault/not-found');
      const before = sessions.state();
      if (before.kind === 'open' && before.handle === vaultId) sessions.close();
      const { folder } = entry;
      const vault = await openVault({ ...environment, folder, userName, passPhrase, code, acceptMissing });
      return vault.ok ? enter(entry.folder, vault.value) : vault;
    },
    'session.changePassPhrase': async ({ current, next }) => {
      const caller = sessions.caller();
      if (!caller.ok) return caller;
      const { vault, account } = caller.value;
      const owner = { accountId: account.id, userName: account.userName, fullName: account.fullName, current };
      const judged = await judgePassPhrase(context, vault, owner, next);
      if (!judged.ok) return judged;
      const changed = await vault.changePassPhrase(
        { userName: account.userName, passPhrase: current, newPassPhrase: next },
        (db, audit) => {
          updateAccount(db, audit, account.id, { mustChangePassPhrase: false });
          judged.value(db, audit, account.id);
        },
      );
      return changed.ok ? opened() : changed;
    },
    'session.lock': () => {
      sessions.lock('user');
      return state();
    },
    'session.logout': () => {
      sessions.close();
      return state();
    },
    'session.touch': () => {
      sessions.touch();
      return ok({});
    },
  };
};

/** The policy that a new vault begins with, which its first administrator's pass phrase was held against. */
const beginPolicy = async (
  context: ServiceContext,
  vault: OpenVault,
  policy: PassPhrasePolicy,
  { userName, fullName, passPhrase }: Credentials & { readonly fullName: string },
): Promise<void> => {
  vault.write(vault, (db, audit) => {
    beginWithProfile(db, audit, policy.id);
    audit.record({
      action: 'logins.choose-profile',
      subject: { type: 'vault', id: vault.identity.id },
      changes: [{ path: '/passPhraseProfile', old: null, new: policy.id }],
    });
  });
  const judged = await judgePassPhrase(context, vault, { accountId: null, userName, fullName }, passPhrase);
  if (!judged.ok) throw new Error(judged.error.code);
  vault.write(vault, (db, audit) => {
    judged.value(db, audit, vault.accountId);
    audit.record({ action: 'account.set-pass-phrase', subject: { type: 'account', id: vault.accountId } });
  });
};

const view = (entry: KnownVault): Output<'vaults.list'>['vaults'][number] => ({
  id: entry.id,
  name: entry.name,
  place: placeOf(entry),
  lastOpened: entry.lastOpened,
  present: isPresent(entry),
});

/** A vault's name as a folder name that every file system takes. */
const fileNameOf = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._-]/gu, '-')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80) || 'vault';
