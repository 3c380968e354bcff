import type { Handlers, Output } from '../../contract/index.ts';
import { passPhraseProfiles } from '../../domain/pass-phrase-profiles.ts';
import { ok } from '../../domain/result.ts';
import type { ReadableVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { policyOf, policyView } from '../people/pass-phrases.ts';
import { secondFactorRoles } from './demand.ts';

const rulesOf = (db: ReadableVault): Output<'logins.rules'> => ({
  passPhrase: policyOf(db).id,
  profiles: passPhraseProfiles.map(policyView),
  secondFactorRoles: [...secondFactorRoles(db)],
});

/** What logging in asks of everybody. */
export const loginHandlers = (context: ServiceContext): Pick<Handlers, 'logins.rules'> => ({
  'logins.rules': () => {
    const caller = context.caller();
    return caller.ok ? ok(caller.value.vault.read(rulesOf)) : caller;
  },
});
