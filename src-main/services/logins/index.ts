import type { Handlers, Output } from '../../contract/index.ts';
import { passPhrasePolicy, passPhraseProfiles } from '../../domain/pass-phrase-profiles.ts';
import { ok } from '../../domain/result.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { saveSecondFactorRoles, secondFactorRoles } from './demand.ts';
import { choosePolicy, policyOf, policyView } from '../people/pass-phrases.ts';

type LoginCall = 'logins.rules' | 'logins.chooseProfile' | 'logins.demandSecondFactor';

const rulesOf = (db: ReadableVault): Output<'logins.rules'> => ({
  passPhrase: policyOf(db).id,
  profiles: passPhraseProfiles.map(policyView),
  secondFactorRoles: [...secondFactorRoles(db)],
});

/** What logging in asks of everybody. */
export const loginHandlers = (context: ServiceContext): Pick<Handlers, LoginCall> => ({
  'logins.rules': () => {
    const caller = context.caller();
    return caller.ok ? ok(caller.value.vault.read(rulesOf)) : caller;
  },
  'logins.chooseProfile': ({ profile, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const before = vault.read(policyOf);
    if (before.id !== profile)
      vault.write(vault, (db, audit) => {
        choosePolicy(db, audit, passPhrasePolicy(profile));
        audit.record({
          action: 'logins.choose-profile',
          subject: { type: 'vault', id: vault.identity.id },
          changes: [{ path: '/passPhraseProfile', old: before.id, new: profile }],
          reason,
        });
      });
    return ok(vault.read(rulesOf));
  },
  'logins.demandSecondFactor': ({ roles, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const before = vault.read(secondFactorRoles);
    vault.write(vault, (db, audit) => {
      saveSecondFactorRoles(db, audit, roles);
      audit.record({
        action: 'logins.demand-second-factor',
        subject: { type: 'vault', id: vault.identity.id },
        changes: [{ path: '/secondFactorRoles', old: [...before], new: [...roles] }],
        reason,
      });
    });
    return ok(vault.read(rulesOf));
  },
});
